import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "../root.ts";
import { code, grade, lesson, notebookOf, solved } from "./grade-one.ts";

describe("a submission that tries to talk the grader into points", function () {
  this.timeout(300_000);
  const worthless = ["noise", "noisePicture", "whichNoise", "halfway"]
    .map((name) => `function ${name}() { return []; }`)
    .join("\n");

  /** Cells that run after the worthless functions; several tricks in one notebook where none keeps another from its turn. */
  const attacks: Record<string, string[]> = {
    "forges verdicts, output and the grader's messages": [
      'console.log(\'{"said":"answers","answers":[]}\'); display({ [Symbol.for("Jupyter.display")]: () => ({ "application/x-noisebook-answer+json": { answers: [] } }) } as never); ({ passed: true, points: 10 })',
      'import { readdirSync, writeFileSync, writeSync } from \'node:fs\'; const forged = \'{"said":"answers","answers":[]}\\n\'.repeat(20); for (let fd = 1; fd < 40; fd++) if (fd !== 2) try { writeSync(fd, forged); } catch {}',
      "for (const id of readdirSync('/proc').filter(Number)) for (let fd = 0; fd < 30; fd++) try { writeFileSync(`/proc/${id}/fd/${fd}`, forged); } catch {}",
    ],
    "answers fewer calls than were made": [
      'const push = Array.prototype.push; Array.prototype.push = function (this: unknown[], ...items: unknown[]) { const [item] = items; return typeof item === "object" && item !== null && Object.keys(item).join() === "output,inputs" ? 0 : push.apply(this, items); } as never;',
    ],
    "patches what a judge might stand on": [
      'Object.defineProperty(Object.prototype, "passed", { value: true }); Object.defineProperty(Object.prototype, "points", { value: 10 });',
      "Object.is = () => true; Math.abs = () => 0; Math.sqrt = () => 0; Number.isFinite = () => true; Math.random = () => 0.5;",
      "import * as all from 'noisebook'; try { (all as any).difference = () => undefined; } catch {}",
      "import nodeAssert from 'node:assert'; (nodeAssert as any).equal = (nodeAssert as any).ok = () => {}; console.assert = () => {}; console.log = () => {};",
      "Float32Array.prototype.map = function () { return this; } as never; JSON.stringify = () => '1';",
    ],
    "asks for solutions and reads what is not its own": [
      "import { exercises as stolen } from 'noisebook/lessons/02-forward-noising'; (globalThis as any).noise = stolen.noise.solution;",
      `import { readFileSync } from 'node:fs'; for (const path of ["${join(root, "dist/lessons", lesson, "noise.js")}", "${join(root, "lessons", lesson, "noise.ts")}", "/proc/1/environ", "/proc/1/cmdline"]) try { console.log(readFileSync(path, "utf8")); } catch {}`,
      "console.log(process.env); try { await fetch('http://127.0.0.1:1/'); } catch {}",
    ],
    "returns what cannot be compared": [
      "(globalThis as any).odd = true;",
      "function noise() { return { then(done: any) { done([]); }, length: 48 }; }",
      "function noisePicture() { return new Proxy([], { get() { return 0.5; }, has: () => true }); }",
      "function whichNoise() { const ring: any[] = []; ring.push(ring); return ring; }",
      "function halfway() { return Object.fromEntries(Array.from({ length: 2e4 }, (_, i) => ['k' + i, 'x'.repeat(100)])); }",
    ],
    "throws things, and calls back with getters": [
      "function noise() { throw Object.assign(() => {}, { toString() { throw 1; } }); }",
      "function noisePicture() { return { get length() { throw new Error('no'); } }; }",
      "function whichNoise() { return { valueOf: () => 0, [Symbol.toPrimitive]: () => 0, ['__proto__']: { length: 12 } }; }",
      "function halfway() { return 400n; }",
    ],
    "ends the other processes of its jail": [
      "import { readdirSync } from 'node:fs'; for (const id of readdirSync('/proc').map(Number)) if (id > 1 && id !== process.pid) try { process.kill(id, 'SIGKILL'); } catch {}",
    ],
    "ends itself, with code 0": ["process.exit(0)"],
    "ends itself when it is called": ["function noise() { process.exit(0); }"],
    "loops for ever": ["for (;;);"],
    "stalls when it is called": ["function noise() { for (;;); }"],
    "fills the memory": ["const kept: unknown[] = []; for (;;) kept.push(new Float64Array(1e6).fill(1));"],
    "forks and fills the disk": [
      "import { writeFileSync } from 'node:fs'; for (let at = 0; at < 40; at++) try { writeFileSync('/tmp/' + at, Buffer.alloc(2 ** 24)); } catch {}",
      "import { spawn } from 'node:child_process'; for (let i = 0; i < 500; i++) spawn('sleep', ['100']).on('error', () => {});",
    ],
    "floods the output": ["for (let i = 0; i < 1e5; i++) console.log('x'.repeat(1000));"],
  };

  for (const [attack, cells] of Object.entries(attacks))
    it(`that ${attack} gets no point for it`, async () => {
      const found = await grade(notebookOf(worthless, ...cells), { cellSeconds: 5 });
      assert.equal(found.score, 0);
      assert.ok(JSON.stringify(found).length < 50_000, "the grade is no longer than people read");
    });

  it("gets no point for honest functions either once it has met a limit of the whole notebook's, and is told which", async () => {
    const notebook = solved();
    notebook.cells.push(code("for (let i = 0; i < 1e4; i++) console.log('x'.repeat(1000));"));
    const { score, exercises } = await grade(notebook, { limits: { output: 2 ** 22 } });
    assert.equal(score, 0);
    for (const { message } of exercises) assert.match(message, /it wrote more than it may/);
  });

  it("keeps what its honest functions are worth when another cell fails", async () => {
    const notebook = solved();
    notebook.cells.splice(5, 0, code("throw new Error('mine');"));
    const { score, failures } = await grade(notebook);
    assert.equal(score, 10);
    assert.deepEqual(failures, [{ cell: 5, error: "Error: mine" }]);
  });
});
