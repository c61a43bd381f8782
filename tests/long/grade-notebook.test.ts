import assert from "node:assert/strict";
import type { Grade } from "../../grader/grade.ts";
import type { Limits } from "../../grader/jail/limits.ts";
import { gradeNotebook } from "../../grader/nbgrader/grade-notebook.ts";
import { studentVersion } from "../../grader/nbgrader/student-version.ts";
import type { Notebook, NotebookOutput } from "../../kernel/notebook/nbformat.ts";
import { answer, manual, notebook, readOnly, tests } from "../grader/nbgrader/cells.ts";

const solution = (source: string) => `// BEGIN SOLUTION\n${source}\n// END SOLUTION`;

/** A teacher's notebook: tests that throw, hidden ones, tests that give points, and an answer for a person. */
const source = notebook(
  readOnly("given", 'import assert from "node:assert/strict";'),
  answer("square", solution("function square(n: number): number { return n * n; }")),
  tests(
    "square-tests",
    "assert.equal(square(3), 9);\n// BEGIN HIDDEN TESTS\nassert.equal(square(-4), 16);\n// END HIDDEN TESTS",
    2,
  ),
  tests("square-points", "[2, 3, 4, 5].filter((n) => square(n) === n * n).length / 2", 2),
  answer("share", solution("const share = (): unknown => 1;")),
  tests("share-points", "share()"),
  manual("why", "Because."),
);

const number: NotebookOutput = {
  output_type: "execute_result",
  execution_count: 1,
  data: { "text/plain": "2" },
  metadata: {},
};

/** The teacher's notebook as it ran: two cells give a number. */
const expected: Notebook = {
  ...source,
  cells: source.cells.map((cell) =>
    /points$/.test((cell.metadata["nbgrader"] as { grade_id: string }).grade_id)
      ? { ...cell, outputs: [number] }
      : cell,
  ),
};

async function grade(
  square: string,
  share = "const share = (): unknown => 1;",
  limits: Partial<Limits> = {},
): Promise<Grade> {
  const { release } = studentVersion(source);
  release.cells[1].source = square;
  release.cells[4].source = share;
  release.cells[2].outputs = [number];
  const options = { assignment: "squares", student: "ada", source, expected, cellSeconds: 6, limits };
  for await (const { grade } of gradeNotebook(release, options)) if (grade) return grade;
  throw new Error("there was no grade");
}

const scores = ({ inside }: Grade) =>
  Object.fromEntries(inside!.cells.map(({ name, score }) => [name, score]));

describe("gradeNotebook()", function () {
  this.timeout(300_000);

  it("gives tests their points, part of them too, and leaves words to a person", async () => {
    const found = await grade("const square = (n: number) => (n === 5 ? 0 : n * n);");
    assert.deepEqual(scores(found), {
      ...{ "square-tests": 2, "square-points": 1.5, "share-points": 1, why: 0 },
    });
    assert.deepEqual([found.score, found.points, found.failures], [4.5, 7, []]);
  });

  it("is no grade where the tests cannot be guarded", async () => {
    await assert.rejects(grade("", "", { processes: 24 }), /the jail did not start/);
  });

  const wrong = "function square(n: number): number { return n; }";
  const worth0 = { "square-tests": 0, "square-points": 0 };
  const review = { "square-tests": 0, "square-points": undefined };
  const attacks: Record<string, [code: string, scores: Record<string, number | undefined>]> = {
    "patches assert": [`${wrong} try { (assert as any).equal = () => {}; } catch {}`, worth0],
    "stands something else in the place of assert": [
      `${wrong} const assert = Object.assign(() => {}, { equal() {} });`,
      worth0,
    ],
    "patches a prototype": [
      `${wrong} const filter = Array.prototype.filter; Array.prototype.filter = function (this: unknown[], ...given: unknown[]) { return this.length === 4 && this[0] === 2 ? this : filter.apply(this, given as never); } as never;`,
      review,
    ],
    "shows points before it fails": [
      `function square(n: number): number { display({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "2" }) } as never); return n; }`,
      worth0,
    ],
    "ends the process with code 0": ["function square(n: number): number { process.exit(0); }", worth0],
    "loops for ever": ["function square(n: number): number { for (;;); }", worth0],
  };
  for (const [attack, [code, wanted]] of Object.entries(attacks))
    it(`gives nothing to one that ${attack}`, async () => {
      const found = scores(await grade(code));
      assert.deepEqual({ ...found, ...wanted }, found);
    });

  const odd: Record<string, string> = {
    "a coloured number":
      '{ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "\\x1b[33m0.5\\x1b[39m" }) }',
    undefined: "undefined",
    "NaN, -1 and 1n": "[NaN, -1, 1n]",
    "more than all": "2",
  };
  for (const [what, value] of Object.entries(odd))
    it(`leaves ${what} to a person`, async () => {
      const found = await grade(
        "const square = (n: number) => n * n;",
        `const share = (): unknown => (${value});`,
      );
      assert.equal(scores(found)["share-points"], undefined);
      assert.equal(found.score, 4);
    });
});
