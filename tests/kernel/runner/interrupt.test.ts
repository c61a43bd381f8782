import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openSession, type Session, sleep } from "../notebook-session.ts";

/** Cells that never end by themselves. */
const endless: Record<string, string> = {
  "a busy loop": "while (true) {}",
  "a loop that uses the notebook's names": "for (;;) turns++;",
  "a loop after an await": "await sleep(1); while (true) {}",
  "a loop in a timer": "await new Promise(() => { setTimeout(() => { while (true) {} }, 1) });",
  "a loop in an immediate": "await new Promise(() => { setImmediate(() => { while (true) {} }) });",
  "a loop of microtasks": "for (;;) await null;",
  "a recursion of microtasks":
    "await new Promise(() => { const again = () => Promise.resolve().then(again); again() });",
  "a loop that catches everything": "for (;;) { try { for (;;) {} } catch {} finally { turns++ } }",
  "a loop of awaits that catches everything": "for (;;) { try { await sleep(5) } catch {} }",
  "backtracking of a regular expression": "/^(a+)+$/.test('a'.repeat(40) + 'b')",
  "a plain await": "await new Promise(() => {})",
  "a loop of timers": "for (;;) { await sleep(5); turns++ }",
  "an asynchronous iterator":
    "async function* forever() { for (;;) { await sleep(1); yield 1 } } for await (const x of forever()) turns++;",
  "a loop of large figures": "const figure = png('A'.repeat(1_000_000)); for (;;) display(figure)",
  "a loop of long lines": "for (;;) console.log('x'.repeat(20_000))",
};

describe("interrupt", () => {
  let session: Session;
  let started = 0;
  before(async () => {
    session = openSession(() => new Promise(() => {}));
    await session.execute(
      "let state = 1, turns = 0; const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));",
    );
  });
  after(() => session.close());

  /** Interrupts a cell some time after it has started. */
  const interruptAfter = async (code: string, milliseconds = 40) => {
    started += 1;
    const sign = `started ${started}\n`;
    const ended = session.execute(`console.log("started ${started}"); ${code}`);
    while (!session.text().includes(sign)) await sleep(5);
    await sleep(milliseconds);
    await session.interpreter.interrupt();
    const outcome = await ended;
    assert.equal(outcome.status, "error");
    assert.equal(
      outcome.status === "error" && outcome.error.ename,
      "KernelInterrupt",
      JSON.stringify(outcome),
    );
  };

  for (const [name, code] of Object.entries(endless))
    it(`stops ${name} and keeps the state`, async () => {
      await session.execute("state = 1");
      for (let round = 0; round < 2; round++) await interruptAfter(`state++; ${code}`);
      assert.equal(await session.value("state"), "3");
    });

  describe("of code in a module beside the notebook", () => {
    const loops: Record<string, string> = {
      "a loop of microtasks": "while (true) await null;",
      "a loop of awaits that catches everything":
        "for (;;) { try { await new Promise((resolve) => setTimeout(resolve, 2)); } catch {} }",
      "an asynchronous iterator":
        "for await (const one of (async function* () { for (;;) yield 1; })()) void one;",
      "a busy loop": "for (;;) {}",
    };
    before(() => {
      const functions = Object.values(loops).map(
        (code, at) => `export async function loop${at}(): Promise<void> {\n  ${code}\n}\n`,
      );
      writeFileSync(join(session.cwd, "endless.ts"), functions.join("\n"));
    });
    for (const [at, name] of Object.keys(loops).entries())
      it(`stops ${name} and keeps the state`, async () => {
        await interruptAfter(`import { loop${at} } from "./endless"; await loop${at}();`);
        assert.equal(await session.value("await sleep(1); state > 0"), "true");
      });
  });

  it("leaves the latest values of a loop that was broken off", async () => {
    await session.execute("turns = 0");
    await interruptAfter("for (;;) turns++;");
    assert.ok(Number(await session.value("turns")) > 1000);
  });
  it("lets no work of the cell go on", async () => {
    await session.execute("let ticks = 0");
    await interruptAfter(
      "setInterval(() => { ticks++; console.log('tick') }, 5); for (;;) { await sleep(5); ticks++; console.log('tock') }",
    );
    const before = await session.value("ticks");
    const text = session.text();
    await sleep(100);
    assert.equal(await session.value("ticks"), before);
    assert.equal(session.text(), text);
  });
  it("runs finally blocks of a loop that awaits", async () => {
    await interruptAfter("try { for (;;) await sleep(2) } finally { console.log('cleaned up') }");
    assert.match(session.text(), /cleaned up/);
  });
  it("lets an asynchronous iterator clean up", async () => {
    await interruptAfter(
      "async function* work() { try { for (;;) { await sleep(2); yield 1 } } finally { console.log('iterator closed') } } for await (const x of work()) {}",
    );
    assert.match(session.text(), /iterator closed/);
  });
  it("ends a question that waits for an answer", async () => {
    await interruptAfter("prompt('never answered')");
    assert.equal(await session.value("state > 0"), "true");
  });
  it("stops what cells have left running when none runs now", async () => {
    await session.execute("let left = 0; setInterval(() => left++, 2); void 0");
    await sleep(50);
    await session.interpreter.interrupt();
    const before = await session.value("left");
    await sleep(50);
    assert.equal(await session.value("left"), before);
  });
  it("stops a timer that loops when no cell runs", async () => {
    await session.execute("setTimeout(() => { while (true) {} }, 5); void 0");
    await sleep(50);
    await session.interpreter.interrupt();
    assert.equal(await session.value("1 + 1"), "2");
  });
  describe("of a widget's callback", () => {
    const loops: [string, string][] = [
      ["a loop of microtasks", "for (;;) { moves++; await null }"],
      ["a loop of timers", "for (;;) { moves++; await sleep(2) }"],
      ["a busy loop", "for (;;) moves++"],
    ];
    /** Moves a slider, as the front end does; settles when its listeners are done. */
    const move = async (id: string, value: number) =>
      session.interpreter.comm({
        origin: `move ${value}`,
        type: "comm_msg",
        content: { comm_id: id, data: { method: "update", state: { value }, buffer_paths: [] } },
        metadata: {},
        buffers: [],
      });
    const open = async (body: string) => {
      await session.execute(
        `let moves = 0; const lever = slider(0, 1000); lever.onChange(async (value) => { if (value > 900) { ${body} } console.log("moved", value) }); lever`,
      );
      const shown = session.outputs.findLast(({ type }) => type === "execute_result");
      const data = shown?.content.data as Record<string, { model_id: string }>;
      return data["application/vnd.jupyter.widget-view+json"].model_id;
    };

    for (const [name, body] of loops)
      it(`stops ${name} while no cell runs, says that it is done, and lets the next one run`, async () => {
        const id = await open(body);
        const moved = move(id, 999);
        await sleep(60);
        await session.interpreter.interrupt();
        await moved;
        const before = Number(await session.value("moves"));
        assert.ok(before > 1);
        await sleep(30);
        assert.equal(Number(await session.value("moves")), before);
        await move(id, 7);
        assert.match(session.text(), /moved 7\n/);
      });

    it("is not meant by that of its cell, which is over", async () => {
      const id = await open("");
      await interruptAfter(
        'lever.onChange(async (value) => { await sleep(1); console.log("also", value) }); await sleep(100000)',
      );
      await move(id, 8);
      assert.match(session.text(), /moved 8\n(.*\n)*also 8\n|also 8\n(.*\n)*moved 8\n/);
    });
  });
  it("is harmless when nothing runs", async () => {
    await session.interpreter.interrupt();
    assert.equal(await session.value("1 + 1"), "2");
  });
  it("lets later cells of the same kind run", async () => {
    await interruptAfter("await sleep(100000)");
    await session.execute("await sleep(5); console.log('slept')");
    assert.match(session.text(), /slept/);
  });
  it("stops a cell that is still being compiled", async () => {
    const ended = session.execute("state = 99");
    await session.interpreter.interrupt();
    await ended;
    assert.notEqual(await session.value("state"), "99");
  });
  it("stops a cell at whatever moment it comes", async () => {
    for (let wait = 0; wait < 30; wait++) {
      const ended = session.execute("await new Promise(() => {})");
      await sleep(wait);
      await session.interpreter.interrupt();
      const outcome = await ended;
      assert.equal(outcome.status === "error" && outcome.error.ename, "KernelInterrupt");
    }
  });
  it("works twenty times in a row", async () => {
    await session.execute("state = 0");
    for (let round = 0; round < 20; round++) await interruptAfter("state++; while (true) {}", 20);
    assert.equal(await session.value("state"), "20");
  }).timeout(30_000);
});
