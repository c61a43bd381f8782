import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { type KernelClient, launchKernel } from "../../../kernel/client/client.ts";
import type { Execution, Published } from "../../../kernel/client/session.ts";
import { scriptKernel } from "./script-command.ts";

async function all(execution: Execution): Promise<Published[]> {
  const messages: Published[] = [];
  for await (const message of execution) messages.push(message);
  return messages;
}

const texts = (messages: Published[]) =>
  messages.flatMap(({ type, content }) => (type === "stream" ? [content["text"]] : []));

describe("client", () => {
  let kernel: KernelClient;
  const late: Published[] = [];
  before(async () => {
    kernel = await launchKernel({
      cwd: tmpdir(),
      command: scriptKernel,
      onLate: (message) => late.push(message),
    });
  });
  after(() => kernel.shutdown());

  it("launchKernel() knows what the kernel says of itself", () => {
    assert.equal(kernel.info["implementation"], "script");
  });

  it("execute() gives every output in order, then the reply", async () => {
    const execution = kernel.execute(
      'for (let i = 0; i < 5000; i++) send("stream", { name: "stdout", text: `${i}\\n` });',
    );
    const printed = texts(await all(execution)).join("");
    assert.equal(printed, Array.from({ length: 5000 }, (_, i) => `${i}\n`).join(""));
    assert.equal((await execution.reply)["status"], "ok");
  });

  it("execute() gives a failure as output and as reply", async () => {
    const execution = kernel.execute('throw new RangeError("no")');
    assert.ok(
      (await all(execution)).some(
        ({ type, content }) => type === "error" && content["ename"] === "RangeError",
      ),
    );
    assert.equal((await execution.reply)["evalue"], "no");
  });

  it("execute() lets a cell that asks for input fail at once", async () => {
    const reply = await kernel.execute("await input()").reply;
    assert.equal(reply["status"], "error");
  });

  it("onLate hears what a cell prints after its end, with the cell's own request", async () => {
    const execution = kernel.execute(
      'setTimeout(() => send("stream", { name: "stdout", text: "late" }), 50)',
    );
    assert.deepEqual(texts(await all(execution)), []);
    while (late.length === 0) await delay(10);
    assert.deepEqual(texts(late), ["late"]);
    assert.equal(late[0]!.requestId, execution.requestId);
  });

  it("sendComm() gives what the comm's listener sends back", async () => {
    const answer =
      '({ origin, content }) => send("comm_msg", { comm_id: "c", data: { got: content.data } }, origin)';
    await kernel.execute(`onComm("c", ${answer})`).reply;
    const messages = await all(kernel.sendComm({ comm_id: "c", data: { value: 7 } }));
    assert.deepEqual(
      messages.map(({ type, content }) => [type, content["data"]]),
      [["comm_msg", { got: { value: 7 } }]],
    );
  });

  it("interrupt() ends the cell that runs", async () => {
    const execution = kernel.execute("await interrupted");
    await delay(50);
    await kernel.interrupt();
    assert.equal((await execution.reply)["evalue"], "interrupted");
  });
});

describe("client of a kernel that dies", () => {
  it("says how it died, after the outputs that came", async () => {
    const kernel = await launchKernel({ cwd: tmpdir(), command: scriptKernel });
    const seen: Published[] = [];
    await assert.rejects(
      async () => {
        const execution = kernel.execute(
          'send("stream", { name: "stdout", text: "so far" });\nawait new Promise((r) => setTimeout(r, 100));\nprocess.kill(process.pid, "SIGKILL")',
        );
        for await (const message of execution) seen.push(message);
      },
      { message: "The kernel died (ended by SIGKILL)" },
    );
    assert.deepEqual(texts(seen), ["so far"]);
    await assert.rejects(kernel.execute("1").reply, { message: /The kernel died/ });
    await kernel.shutdown();
  });

  it("says what it wrote when it does not start, and leaves no files", async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith("noisebook-"));
    const broken = [process.execPath, "-e", 'console.error("no such module"); process.exit(3)'];
    await assert.rejects(launchKernel({ cwd: tmpdir(), command: broken }), {
      message: "Cannot start the kernel: exit status 3; its last words: no such module",
    });
    await assert.rejects(
      launchKernel({ cwd: tmpdir(), command: ["/no/such/program"] }),
      /could not be started/,
    );
    const after = readdirSync(tmpdir()).filter((name) => name.startsWith("noisebook-"));
    assert.deepEqual(
      after.filter((name) => !before.includes(name)),
      [],
    );
  });

  it("says so when it does not answer, and ends it", async () => {
    const silent = [process.execPath, "-e", "setInterval(() => {}, 1000)"];
    await assert.rejects(launchKernel({ cwd: tmpdir(), command: silent, startTimeout: 300 }), {
      message: "Cannot start the kernel: it did not answer within 0.3 s",
    });
  });

  it("shutdown() ends the process", async () => {
    const kernel = await launchKernel({ cwd: tmpdir(), command: scriptKernel });
    await kernel.shutdown();
    assert.ok(!existsSync(`/proc/${kernel.pid}/status`));
  });
});
