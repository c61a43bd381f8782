import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { comparisons } from "../../grader/feedback/compare.ts";
import type { Grade } from "../../grader/grade.ts";
import { gradeFolder } from "../../grader/grade-folder.ts";
import { type GradeOptions, gradeLesson } from "../../grader/grade-lesson.ts";
import { spareCells } from "../../grader/spare-cells.ts";
import {
  formatNotebook,
  joinText,
  type Notebook,
  type NotebookCell,
} from "../../kernel/notebook/nbformat.ts";
import { buildLesson, lessonNames } from "../../lessons/build.ts";
import { readLesson } from "../../lessons/source.ts";
import { root } from "../root.ts";

const lesson = "02-forward-noising";
const code = (source: string): NotebookCell => ({
  cell_type: "code",
  metadata: {},
  source,
  outputs: [],
  execution_count: null,
});
const solved = () => buildLesson(lesson, { solutions: true }) as unknown as Notebook;

/** A notebook that imports what the lesson does and has these cells. */
function notebookOf(...sources: string[]): Notebook {
  const head = solved().cells.find((cell) => cell.cell_type === "code")!;
  return { ...solved(), cells: [head, ...sources.map(code)] };
}

async function graded(notebook: Notebook, options: Partial<GradeOptions> = {}) {
  for await (const { grade, ran } of gradeLesson(notebook, {
    lesson,
    student: "ada",
    seed: 2026,
    ...options,
  }))
    if (grade && ran) return { grade, ran };
  throw new Error("there was no grade");
}

async function grade(notebook: Notebook, options: Partial<GradeOptions> = {}): Promise<Grade> {
  return (await graded(notebook, options)).grade;
}

describe("gradeLesson()", function () {
  this.timeout(300_000);

  it("gives all points to the solutions, and the same bytes every time", async () => {
    const [first, second] = [await grade(solved()), await grade(solved())];
    assert.deepEqual([first.score, first.points, first.failures], [10, 10, []]);
    assert.equal(JSON.stringify(first), JSON.stringify(second));
    assert.ok(!JSON.stringify(first).includes("seed"));
  });

  it("gives nothing to the starter, with its hints", async () => {
    const { score, exercises } = await grade(buildLesson(lesson) as unknown as Notebook);
    assert.equal(score, 0);
    assert.ok(exercises.every(({ finding, hint }) => finding === "not written yet" && hint));
  });

  it("gives an empty notebook nothing", async () => {
    assert.equal((await grade({ ...solved(), cells: [] })).score, 0);
  });

  it("is no grade where the kernel cannot start: nothing is said about a notebook that did not run", async () => {
    await assert.rejects(grade(solved(), { limits: { memory: 2 ** 25 } }), /the jail did not start/);
  });

  it("names a well-known mistake", async () => {
    const wrong =
      "function noise(x0: Float32Array, eps: Float64Array, alphaBar: number) { return x0.map((x, i) => Math.sqrt(alphaBar) * x + (1 - Math.sqrt(alphaBar)) * eps[i]); }";
    const { exercises } = await grade(notebookOf(wrong));
    assert.equal(exercises[0].mistake?.name, "√(1 − ᾱ) written as 1 − √ᾱ");
    assert.equal(exercises[1].passed, false);
  });
});

describe("gradeLesson() without the cells that it can spare", function () {
  this.timeout(300_000);

  /** The solved lesson with other code in a cell. */
  function changed(id: string, change: (source: string) => string): Notebook {
    const notebook = solved();
    const cells = notebook.cells.map((cell) =>
      cell.id === id ? { ...cell, source: change(joinText(cell.source)) } : cell,
    );
    return { ...notebook, cells };
  }

  /** The same with a cell of the student's own below all, on whose account nothing is spared. */
  const whole = (notebook: Notebook): Notebook => ({
    ...notebook,
    cells: [...notebook.cells, code("rng;")],
  });

  for (const name of lessonNames())
    it(`gives all points to ${name}, and no training has run`, async () => {
      const submission = buildLesson(name, { solutions: true }) as unknown as Notebook;
      const { grade, ran } = await graded(submission, { lesson: name });
      assert.deepEqual([grade.score, grade.failures], [grade.points, []]);
      const spare = spareCells(submission, readLesson(name));
      assert.deepEqual(
        ran.cells.filter(({ outputs = [] }, at) => spare.has(at) && outputs.length > 0),
        [],
      );
    });

  it("shows a wrong function's pictures beside the solution's", async () => {
    const wrong = changed("solution-noise", (source) => source.replace("Math.sqrt(alphaBar)", "alphaBar"));
    const { grade, ran } = await graded(wrong);
    assert.ok(grade.score > 0 && grade.score < 10);
    const { ran: expected } = await graded(whole(solved()));
    const [{ yours, solution }] = comparisons("noise", ran, expected);
    assert.match(yours, /<img/);
    assert.match(solution, /<img/);
  });

  it("runs what a student changed: a function made worse there is worth as much as ever", async () => {
    const worse = changed("at-the-crossing", (source) => `${source}\nfunction noise() { return []; }`);
    const found = await grade(worse);
    assert.ok(found.score < 10);
    assert.deepEqual(found, await grade(whole(worse)));
  });

  it("takes nothing from a function that stands on a cell that can be spared", async () => {
    const leaning = changed("solution-halfway", (source) =>
      source.replace("return", "void eps.count;\n  return"),
    );
    const { grade, ran } = await graded(leaning);
    assert.deepEqual([grade.score, grade.failures], [10, []]);
    assert.ok(ran.cells.find(({ id }) => id === "drown")!.outputs!.length > 0);
  });

  it("gives the longer time of a whole run to a function that needs it", async () => {
    const slow = `for (const until = Date.now() + 25_000; !("thought" in globalThis) && Date.now() < until; );
  Object.assign(globalThis, { thought: true });
  return`;
    const thinking = changed("solution-halfway", (source) => source.replace("return", slow));
    assert.equal((await grade(thinking)).score, 10);
  });
});

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

  it("keeps what its honest functions are worth when another cell fails", async () => {
    const notebook = solved();
    notebook.cells.splice(5, 0, code("throw new Error('mine');"));
    const { score, failures } = await grade(notebook);
    assert.equal(score, 10);
    assert.deepEqual(failures, [{ cell: 5, error: "Error: mine" }]);
  });
});

describe("gradeFolder()", function () {
  this.timeout(300_000);

  it("goes on after what cannot be graded, which gets no score, and gives the same bytes again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "class-"));
    const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
    put("ada.ipynb", formatNotebook(solved()));
    put("bob.ipynb", "this is not JSON");
    put("cy.ipynb", '{"nbformat": 4, "cells": [{"cell_type": "code"}]}');
    put("dan.ipynb", '{"cells":'.repeat(5000));
    symlinkSync("/etc/passwd", join(folder, "eve.ipynb"));
    try {
      const [once, twice] = [join(folder, "once"), join(folder, "twice")];
      for (const out of [once, twice]) {
        mkdirSync(out);
        writeFileSync(join(out, "secret.txt"), "the same");
      }
      const submissions = join(folder, "in");
      mkdirSync(submissions);
      for (const name of ["ada", "bob", "cy", "dan", "eve"])
        renameSync(join(folder, `${name}.ipynb`), join(submissions, `${name}.ipynb`));
      for (const out of [once, twice])
        for await (const { outcome } of gradeFolder(submissions, { lesson, out }))
          if (outcome) assert.equal("problem" in outcome, outcome.student !== "ada");
      for (const file of [
        "grades/ada.json",
        "grades/bob.json",
        `feedback/ada/${lesson}/${lesson}.html`,
        "grades.csv",
      ])
        assert.deepEqual(readFileSync(join(once, file)), readFileSync(join(twice, file)), file);
      const [, ada, bob] = readFileSync(join(once, "grades.csv"), "utf8").split("\r\n");
      assert.match(ada, /ada,,,,10,0,10,10$/);
      assert.match(bob, /bob,,,,,0,,$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
