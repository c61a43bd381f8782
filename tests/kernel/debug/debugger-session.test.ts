import assert from "node:assert/strict";
import { type DebugSession, openDebugSession } from "./debug-session.ts";
import { typed } from "./typed-cell.ts";

describe("the debugger's session", () => {
  let session: DebugSession;
  before(async () => {
    session = await openDebugSession();
  });
  afterEach(() => session.request("disconnect"));
  after(() => session.close());

  it("is announced, off at first, and names cells by the hash of their text", async () => {
    const { reply } = await session.client.ask("kernel_info_request", {});
    assert.equal(reply.content.debugger, true);
    assert.deepEqual(reply.content.supported_features, ["debugger"]);
    const { body } = await session.request("debugInfo");
    assert.equal(body.isStarted, false);
    assert.equal(body.hashMethod, "Murmur2");
    const { sourcePath } = (await session.request("dumpCell", { code: "1 + 1" })).body;
    assert.match(sourcePath.slice(body.tmpFilePrefix.length), /^\d+\.ts$/);
    assert.equal((await session.request("source", { source: { path: sourcePath } })).body.content, "1 + 1");
  });

  it("evaluates in a frame, also the notebook's variables, and changes them", async () => {
    await session.run("let rate = 0.5;").done;
    await session.start();
    const code = "function half(n: number) {\n  return n * rate;\n}\nhalf(8)";
    await session.breakAt(code, 2);
    const { done } = session.run(code);
    await session.event("stopped");
    const frameId = (await session.stack())[0]?.id;
    assert.equal((await session.request("evaluate", { expression: "n * rate", frameId })).body.result, "4");
    await session.request("evaluate", { expression: "rate = 2", frameId });
    const failed = await session.request("evaluate", { expression: "nobody", frameId });
    assert.equal(failed.message, "ReferenceError: nobody is not defined");
    const rich = await session.request("richInspectVariables", { variableName: "n", frameId });
    assert.deepEqual(rich.body, { data: { "text/plain": "8" }, metadata: {} });
    await session.request("continue");
    const { published } = await done;
    const result = published.find(({ header }) => header.msg_type === "execute_result");
    assert.deepEqual(result?.content.data, { "text/plain": "16" });
  });

  it("answers completion and control while paused, and is stopped by an interrupt", async () => {
    await session.start();
    const code = "const x = 1;\nwhile (true) {\n  x + 1;\n}";
    await session.breakAt(code, 3);
    const { done } = session.run(code);
    await session.stopped("breakpoint");
    const completion = await session.client.ask("complete_request", { code: "Math.sq", cursor_pos: 7 });
    assert.ok((completion.reply.content.matches as string[]).includes("sqrt"));
    await session.client.ask("interrupt_request", {}, { channel: "control" });
    await session.event("continued");
    const { reply } = await done;
    assert.equal(reply.content.ename, "KernelInterrupt");
    const again = session.run(code);
    assert.equal(await session.stopped("breakpoint"), 3);
    await session.client.ask("interrupt_request", {}, { channel: "control" });
    await again.done;
  });

  it("lets a paused cell go on when it is switched off, and stops no more", async () => {
    await session.start();
    await session.breakAt(typed, 12);
    const { done } = session.run(typed);
    await session.stopped("breakpoint");
    await session.request("disconnect");
    assert.equal((await done).reply.content.status, "ok");
    assert.equal((await session.run(typed).done).reply.content.status, "ok");
    assert.equal((await session.request("debugInfo")).body.isStarted, false);
  });

  it("opens values step by step: classes, maps, long arrays in ranges", async () => {
    await session.start("jupyterlab");
    await session.run(`class Box { #secret = 1; constructor(readonly size: number) {} }
const box = new Box(3);
const map = new Map([["a", 1], ["b", 2]]);
const long = Float32Array.from({ length: 25_000 }, (_, i) => i);
const nested = { list: [1, { deep: true }], nothing: null, f: (a: number) => a };`).done;
    const globals: { name: string; value: string; type?: string; variablesReference: number }[] = (
      await session.request("inspectVariables")
    ).body.variables;
    const find = (name: string) => globals.find((each) => each.name === name)!;
    assert.equal(find("box").type, undefined);
    assert.equal(find("box").value, "Box {#secret: 1, size: 3}");
    assert.equal(find("map").value, 'Map(2) {"a" => 1, "b" => 2}');
    assert.match(find("long").value, /^Float32Array\(25000\) \[0, 1, 2, .* 9, …\]$/);
    assert.match(find("nested").value, /^{list: Array\(2\), nothing: null, f: ƒ}$/);
    const ranges = await session.variables(find("long").variablesReference);
    assert.deepEqual([ranges.length, ranges.at(-1)?.name], [3, "20000 … 24999"]);
    const part = await session.variables(ranges[2]!.variablesReference);
    const last = await session.variables(part.at(-1)!.variablesReference);
    assert.deepEqual([last.length, last.at(-1)?.name, last.at(-1)?.value], [100, "24999", "24999"]);
  });

  it("keeps its breakpoints when the notebook's process has died", async () => {
    await session.start();
    await session.breakAt(typed, 11);
    await session.run("process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})").done;
    const { done } = session.run(typed);
    assert.equal(await session.stopped("breakpoint"), 11);
    await session.breakAt(typed);
    await session.request("continue");
    assert.equal((await done).reply.content.status, "ok");
  });

  it("shows the variables to many who ask at once", async () => {
    await session.start();
    await session.run("const shared = { list: [1, 2] };").done;
    const replies = await Promise.all(Array.from({ length: 20 }, () => session.request("inspectVariables")));
    const found = replies.map(({ body }) =>
      body.variables.find(({ name }: { name: string }) => name === "shared"),
    );
    assert.ok(found.every(({ value }) => value === "{list: Array(2)}"));
    const [list] = await session.variables(found.at(-1).variablesReference);
    assert.equal(list?.value, "Array(2) [1, 2]");
  });

  it("leaves no variable behind as a global, however many ask at once", async () => {
    await session.start();
    await session.run("let held = 3;").done;
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => session.request("evaluate", { expression: "held" })),
    );
    assert.deepEqual(new Set(replies.map(({ body }) => body.result)), new Set(["3"]));
    const { published } = await session.run("Object.hasOwn(globalThis, 'held')").done;
    const shown = published.find(({ header }) => header.msg_type === "execute_result");
    assert.deepEqual(shown?.content.data, { "text/plain": "false" });
  });

  it("lets the kernel end while a cell is paused", async () => {
    const other = await openDebugSession();
    await other.start();
    await other.breakAt(typed, 11);
    void other.run(typed);
    await other.event("stopped");
    const began = performance.now();
    await other.close();
    assert.ok(performance.now() - began < 10_000);
  });

  it("says what it cannot do", async () => {
    const { success, message } = await session.request("stepBack");
    assert.deepEqual([success, message], [false, "Cannot answer stepBack: it is not supported"]);
  });
});
