/** What front ends rely on, of the whole kernel: its process, its sockets, TypeScript and the runner together. */
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Header, Message } from "../../kernel/host/wire.ts";
import { types } from "./host/pair.ts";
import { type RealKernel, startRealKernel } from "./kernel-process.ts";

describe("the kernel as front ends see it", () => {
  let kernel: RealKernel;
  before(async () => {
    kernel = await startRealKernel();
  });
  after(() => kernel.end());

  const ofType = (messages: Message[], type: string) =>
    messages.filter(({ header }) => header.msg_type === type).map(({ content }) => content);
  /** Sends a cell that does not end, and waits until it has printed. */
  const begin = async (code: string): Promise<Header> => {
    const header = kernel.client.send("execute_request", { code: `console.log("go");\n${code}` });
    await kernel.client.expect(
      "iopub",
      (message) => message.parent?.msg_id === header.msg_id && message.header.msg_type === "stream",
    );
    return header;
  };
  const interrupt = () => kernel.client.ask("interrupt_request", {}, { channel: "control" });

  it("answers control, and its heart beats, in a cell that computes", async () => {
    const cell = await begin("while (true) {}");
    const { reply } = await kernel.client.ask("kernel_info_request", {}, { channel: "control" });
    assert.equal(reply.content.status, "ok");
    const echoes = kernel.client.sockets.hb[Symbol.asyncIterator]();
    kernel.client.sockets.hb.send([Buffer.from("ping")]);
    await echoes.next();
    await interrupt();
    assert.equal((await kernel.client.done(cell)).reply.content.ename, "KernelInterrupt");
  });

  it("completes, inspects and lists comms while a cell awaits", async () => {
    await kernel.execute("const waiting = { depth: 3 };");
    const cell = await begin("await new Promise(() => {});");
    const completed = await kernel.client.ask("complete_request", { code: "waiting.de", cursor_pos: 10 });
    assert.deepEqual(completed.reply.content.matches, ["depth"]);
    const asked = { code: "waiting", cursor_pos: 3, detail_level: 0 };
    assert.equal((await kernel.client.ask("inspect_request", asked)).reply.content.found, true);
    assert.deepEqual((await kernel.client.ask("comm_info_request", {})).reply.content.comms, {});
    await interrupt();
    await kernel.client.done(cell);
  });

  for (const [name, code] of [
    ["computes", "while (true) {}"],
    ["awaits", "await new Promise(() => {});"],
    ["computes after an await", "await null; while (true) {}"],
  ])
    it(`is interrupted by SIGINT in a cell that ${name}, and keeps its state`, async function () {
      if (process.platform === "win32") this.skip();
      await kernel.execute("let kept = 1;");
      const cell = await begin(`kept += 1; ${code}`);
      kernel.kernel.kill("SIGINT");
      assert.equal((await kernel.client.done(cell)).reply.content.ename, "KernelInterrupt");
      const { published } = await kernel.execute("kept");
      assert.deepEqual(ofType(published, "execute_result")[0]?.data, { "text/plain": "2" });
    });

  it("says a syntax error as an error message with its place, and in its reply", async () => {
    const { reply, published } = await kernel.execute("const a = 1;\nconst b = (;");
    assert.deepEqual(types(published), ["busy", "execute_input", "error", "idle"]);
    const [error] = ofType(published, "error");
    assert.equal(error.ename, "SyntaxError");
    assert.match((error.traceback as string[]).join("\n"), /line 2, column 12/);
    assert.deepEqual([reply.content.status, reply.content.ename], ["error", "SyntaxError"]);
  });

  it("completes in code points after an emoji", async () => {
    const { reply } = await kernel.client.ask("complete_request", {
      code: "'😀'; Math.sq + 1",
      cursor_pos: 12,
    });
    assert.ok((reply.content.matches as string[]).includes("sqrt"));
    assert.deepEqual([reply.content.cursor_start, reply.content.cursor_end], [10, 12]);
  });

  it("shows, updates and clears outputs, all before idle", async () => {
    const code =
      'display(1, { id: "a" }); clearOutput({ wait: true }); await new Promise((r) => setTimeout(r, 80)); display(2, { id: "a" });';
    const { published } = await kernel.execute(code);
    assert.deepEqual(types(published), [
      ...["busy", "execute_input", "display_data", "clear_output", "update_display_data", "idle"],
    ]);
    assert.deepEqual(ofType(published, "clear_output"), [{ wait: true }]);
  });

  it("closes a comm that is opened for nobody", async () => {
    const content = { comm_id: "c1", target_name: "nobody", data: {} };
    const header = kernel.client.send("comm_open", content);
    const closed = await kernel.client.expect("iopub", (message) => message.header.msg_type === "comm_close");
    assert.deepEqual([closed.content.comm_id, closed.parent?.msg_id], ["c1", header.msg_id]);
  });

  it("runs TypeScript newer than 5.2: using, NoInfer, import attributes", async () => {
    const { reply, published } = await kernel.execute(
      `function pick<T extends string>(of: T[], first: NoInfer<T>): T { return first; }
       using gone = { [Symbol.dispose]() {} };
       import os from "node:os" with {};
       [pick(["a", "b"], "b"), typeof os.EOL]`,
    );
    assert.equal(reply.content.status, "ok", JSON.stringify(reply.content));
    assert.deepEqual(ofType(published, "execute_result")[0]?.data, { "text/plain": "[ 'b', 'string' ]" });
  });

  it("goes on after process.exit(), which it refuses with a sentence", async () => {
    const { reply } = await kernel.execute("process.exit()");
    assert.match(String(reply.content.evalue), /^Cannot exit from a cell/);
    assert.equal((await kernel.execute("kept")).reply.content.status, "ok");
  });

  it("ends soon after shutdown although a timer and a child of the notebook live, and echoes restart", async () => {
    const other = await startRealKernel();
    const { published } = await other.execute(
      "import { spawn } from 'node:child_process'; const child = spawn('sleep', ['1000']); setInterval(() => {}, 1000); child.pid",
    );
    const [result] = ofType(published, "execute_result");
    const pid = Number((result.data as Record<string, string>)["text/plain"]);
    const { reply } = await other.client.ask("shutdown_request", { restart: true }, { channel: "control" });
    assert.deepEqual(reply.content, { status: "ok", restart: true });
    assert.equal(await other.end(), 0);
    for (let wait = 0; wait < 100 && isAlive(pid); wait++) await delay(20);
    assert.ok(!isAlive(pid), `process ${pid} is still alive`);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
