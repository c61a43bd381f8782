import assert from "node:assert/strict";
import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { comparisons } from "../../grader/feedback/compare.ts";
import { gradeFolder } from "../../grader/grade-folder.ts";
import { spareCells } from "../../grader/spare-cells.ts";
import { formatNotebook, joinText, type Notebook } from "../../kernel/notebook/nbformat.ts";
import { buildLesson, lessonNames } from "../../lessons/build.ts";
import { readLesson } from "../../lessons/source.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { code, grade, graded, lesson, notebookOf, solved } from "./grade-one.ts";

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

describe("gradeFolder()", function () {
  this.timeout(300_000);

  it("goes on after what cannot be graded, which gets no score, and gives the same bytes again", async () => {
    const folder = temporaryFolder();
    const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
    put("ada.ipynb", formatNotebook(solved()));
    put("bob.ipynb", "this is not JSON");
    put("cy.ipynb", '{"nbformat": 4, "cells": [{"cell_type": "code"}]}');
    put("dan.ipynb", '{"cells":'.repeat(5000));
    symlinkSync("/etc/passwd", join(folder, "eve.ipynb"));
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
  });
});
