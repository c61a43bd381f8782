import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DebugSession, openDebugSession } from "./debug-session.ts";

const typed = `interface Point {
  x: number;
  y: number;
}
type Names = string[];

const p: Point = { x: 1, y: 2 };
const names: Names = ["ada", "grace"];
let total: number = 0;
for (let i = 0; i < 3; i++) {
  const step = i * p.x;
  total += step;
}
const text = names.join(" ") as string;
text.length + total`;

describe("the debugger", () => {
  let session: DebugSession;
  before(async () => {
    session = await openDebugSession();
  });
  afterEach(() => session.request("disconnect"));
  after(() => session.close());

  const line = async () => (await session.stack())[0]?.line;
  const stopped = async (reason: string) => {
    assert.deepEqual(
      { reason, ...(await session.event("stopped")) },
      { reason, threadId: 1, allThreadsStopped: true },
    );
    return line();
  };
  const values = async (scope: "Locals" | "Closure" | "Globals" = "Locals") =>
    Object.fromEntries(
      Object.entries((await session.scopes())[scope] ?? {}).map(([name, { value }]) => [name, value]),
    );

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

  it("stops at the user's line after lines that are types alone, shows variables, steps and goes on", async () => {
    await session.start();
    assert.deepEqual(await session.breakAt(typed, 11), [11]);
    const { done } = session.run(typed);
    assert.equal(await stopped("breakpoint"), 11);
    const [frame] = await session.stack();
    assert.match(frame?.name ?? "", /^cell \d+$/);
    assert.equal(frame?.source.path, (await session.request("dumpCell", { code: typed })).body.sourcePath);
    const locals = await values();
    assert.equal(locals.i, "0");
    assert.equal(locals.p, "{x: 1, y: 2}");
    assert.equal(locals.names, 'Array(2) ["ada", "grace"]');
    assert.equal("$scope" in locals, false);

    await session.request("next", { threadId: 1 });
    assert.equal(await stopped("step"), 12);
    await session.request("continue", { threadId: 1 });
    assert.equal(await stopped("breakpoint"), 11);
    assert.equal((await values()).i, "1");
    await session.breakAt(typed);
    await session.request("continue", { threadId: 1 });
    const { reply, published } = await done;
    assert.equal(reply.content.status, "ok");
    const result = published.find(({ header }) => header.msg_type === "execute_result");
    assert.deepEqual(result?.content.data, { "text/plain": "12" });
    assert.deepEqual(await session.stack(), []);
  });

  it("steps over every line of a cell once, from the first to the last, and then out of it", async () => {
    const code = `const a = 1;

// a comment
const b: number = a + 1;
await Promise.resolve();
const c = [a, b].map((each) => each * 2);
c.length`;
    await session.start();
    await session.breakAt(code, 1);
    const { done } = session.run(code);
    const lines = [await stopped("breakpoint")];
    for (let step = 0; step < 4; step++) {
      await session.request("next");
      lines.push(await stopped("step"));
    }
    assert.deepEqual(lines, [1, 4, 5, 6, 7]);
    await session.request("next");
    assert.equal((await done).reply.content.status, "ok");
    assert.equal((await session.run("1 + 1").done).reply.content.status, "ok");
  });

  it("stops in a function of an earlier cell, and steps into and out of it", async () => {
    const earlier = `const factor: number = 3;
function scale(value: number): number {
  const result = value * factor;
  return result;
}`;
    const later = `const before = 1;
const scaled = scale(before);
scaled`;
    await session.run(earlier).done;
    await session.start();
    assert.deepEqual(await session.breakAt(earlier, 3), [3]);
    const { done } = session.run(later);
    assert.equal(await stopped("breakpoint"), 3);
    const stack = await session.stack();
    assert.deepEqual(
      stack.map(({ name, line }) => [name.replace(/\d+/, "n"), line]),
      [
        ["scale", 3],
        ["cell n", 2],
      ],
    );
    assert.equal((await values()).value, "1");
    assert.equal((await values("Globals")).factor, "3");
    assert.match((await values("Globals")).scale ?? "", /^ƒ scale\(value\)$/);
    await session.request("stepOut");
    assert.equal(await stopped("step"), 3);
    assert.equal((await session.stack()).length, 1);
    await session.breakAt(earlier);
    await session.breakAt(later, 2);
    await session.request("continue");
    await done;
    const again = session.run(later);
    assert.equal(await stopped("breakpoint"), 2);
    await session.request("stepIn");
    assert.equal(await stopped("step"), 3);
    await session.request("continue");
    await again.done;
  });

  it("gives a breakpoint on a line without code to the next line that has some, once the cell is known", async () => {
    await session.start();
    await session.run(typed).done;
    assert.deepEqual(await session.breakAt(typed, 2, 6, 11), [7, 7, 11]);
    assert.deepEqual((await session.request("debugInfo")).body.breakpoints[0].breakpoints, [
      { line: 7 },
      { line: 11 },
    ]);
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
    await stopped("breakpoint");
    const completion = await session.client.ask("complete_request", { code: "Math.sq", cursor_pos: 7 });
    assert.ok((completion.reply.content.matches as string[]).includes("sqrt"));
    await session.client.ask("interrupt_request", {}, { channel: "control" });
    await session.event("continued");
    const { reply } = await done;
    assert.equal(reply.content.ename, "KernelInterrupt");
    const again = session.run(code);
    assert.equal(await stopped("breakpoint"), 3);
    await session.client.ask("interrupt_request", {}, { channel: "control" });
    await again.done;
  });

  it("lets a paused cell go on when it is switched off, and stops no more", async () => {
    await session.start();
    await session.breakAt(typed, 12);
    const { done } = session.run(typed);
    await stopped("breakpoint");
    await session.request("disconnect");
    assert.equal((await done).reply.content.status, "ok");
    assert.equal((await session.run(typed).done).reply.content.status, "ok");
    assert.equal((await session.request("debugInfo")).body.isStarted, false);
  });

  it("stops where an error is thrown, if it is asked to", async () => {
    await session.start();
    await session.request("setExceptionBreakpoints", { filters: ["all"] });
    const { done } = session.run('type T = 1;\nconst x = 1;\nthrow new RangeError("too far");');
    const body = await session.event("stopped");
    assert.deepEqual([body.reason, body.text], ["exception", "RangeError: too far"]);
    assert.equal(await line(), 3);
    await session.request("continue");
    assert.equal((await done).reply.content.ename, "RangeError");
  });

  it("pauses a loop without an end, and a debugger statement", async () => {
    await session.start();
    const { done } = session.run("let n = 0;\ndebugger;\nwhile (n >= 0) {\n  n += 1;\n}");
    assert.equal(await stopped("pause"), 2);
    await session.request("continue");
    await session.request("pause");
    const at = await stopped("pause");
    assert.ok(at === 3 || at === 4, `paused at line ${at}`);
    assert.match((await values()).n ?? "", /^\d+$/);
    await session.client.ask("interrupt_request", {}, { channel: "control" });
    assert.equal((await done).reply.content.ename, "KernelInterrupt");
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

  it("steps into a module beside the notebook, in its own lines", async () => {
    const path = join(session.cwd, "helper.ts");
    writeFileSync(
      path,
      "interface A {\n  n: number;\n}\nexport function twice(a: A): number {\n  return a.n * 2;\n}\n",
    );
    const code = 'import { twice } from "./helper.ts";\nconst four = twice({ n: 2 });\nfour';
    await session.start();
    await session.breakAt(code, 2);
    const { done } = session.run(code);
    assert.equal(await stopped("breakpoint"), 2);
    await session.request("stepIn");
    assert.equal(await stopped("step"), 5);
    const [frame] = await session.stack();
    assert.deepEqual([frame?.name, frame?.source.path], ["twice", path]);
    assert.match((await session.request("source", { source: { path } })).body.content, /^interface A/);
    await session.request("continue");
    assert.equal((await done).reply.content.status, "ok");
  });

  it("keeps its breakpoints when the notebook's process has died", async () => {
    await session.start();
    await session.breakAt(typed, 11);
    await session.run("process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})").done;
    const { done } = session.run(typed);
    assert.equal(await stopped("breakpoint"), 11);
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
