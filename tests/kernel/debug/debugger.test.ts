import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DebugSession, openDebugSession } from "./debug-session.ts";
import { typed } from "./typed-cell.ts";

describe("the debugger", () => {
  let session: DebugSession;
  before(async () => {
    session = await openDebugSession();
  });
  afterEach(() => session.request("disconnect"));
  after(() => session.close());

  const values = async (scope: "Locals" | "Closure" | "Globals" = "Locals") =>
    Object.fromEntries(
      Object.entries((await session.scopes())[scope] ?? {}).map(([name, { value }]) => [name, value]),
    );

  it("stops at the user's line after lines that are types alone, shows variables, steps and goes on", async () => {
    await session.start();
    assert.deepEqual(await session.breakAt(typed, 11), [11]);
    const { done } = session.run(typed);
    assert.equal(await session.stopped("breakpoint"), 11);
    const [frame] = await session.stack();
    assert.match(frame?.name ?? "", /^cell \d+$/);
    assert.equal(frame?.source.path, (await session.request("dumpCell", { code: typed })).body.sourcePath);
    const locals = await values();
    assert.equal(locals.i, "0");
    assert.equal(locals.p, "{x: 1, y: 2}");
    assert.equal(locals.names, 'Array(2) ["ada", "grace"]');
    assert.equal("$scope" in locals, false);

    await session.request("next", { threadId: 1 });
    assert.equal(await session.stopped("step"), 12);
    await session.request("continue", { threadId: 1 });
    assert.equal(await session.stopped("breakpoint"), 11);
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
    const lines = [await session.stopped("breakpoint")];
    for (let step = 0; step < 4; step++) {
      await session.request("next");
      lines.push(await session.stopped("step"));
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
    assert.equal(await session.stopped("breakpoint"), 3);
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
    assert.equal(await session.stopped("step"), 3);
    assert.equal((await session.stack()).length, 1);
    await session.breakAt(earlier);
    await session.breakAt(later, 2);
    await session.request("continue");
    await done;
    const again = session.run(later);
    assert.equal(await session.stopped("breakpoint"), 2);
    await session.request("stepIn");
    assert.equal(await session.stopped("step"), 3);
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

  it("stops where an error is thrown, if it is asked to", async () => {
    await session.start();
    await session.request("setExceptionBreakpoints", { filters: ["all"] });
    const { done } = session.run('type T = 1;\nconst x = 1;\nthrow new RangeError("too far");');
    const body = await session.event("stopped");
    assert.deepEqual([body.reason, body.text], ["exception", "RangeError: too far"]);
    assert.equal(await session.line(), 3);
    await session.request("continue");
    assert.equal((await done).reply.content.ename, "RangeError");
  });

  it("pauses a loop without an end, and a debugger statement", async () => {
    await session.start();
    const { done } = session.run("let n = 0;\ndebugger;\nwhile (n >= 0) {\n  n += 1;\n}");
    assert.equal(await session.stopped("pause"), 2);
    await session.request("continue");
    await session.request("pause");
    const at = await session.stopped("pause");
    assert.ok(at === 3 || at === 4, `paused at line ${at}`);
    assert.match((await values()).n ?? "", /^\d+$/);
    await session.client.ask("interrupt_request", {}, { channel: "control" });
    assert.equal((await done).reply.content.ename, "KernelInterrupt");
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
    assert.equal(await session.stopped("breakpoint"), 2);
    await session.request("stepIn");
    assert.equal(await session.stopped("step"), 5);
    const [frame] = await session.stack();
    assert.deepEqual([frame?.name, frame?.source.path], ["twice", path]);
    assert.match((await session.request("source", { source: { path } })).body.content, /^interface A/);
    await session.request("continue");
    assert.equal((await done).reply.content.status, "ok");
  });
});
