import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import { similarityPage } from "../../../grader/similar/page.ts";
import { similarity } from "../../../grader/similar/similarity.ts";
import type { Notebook } from "../../../kernel/notebook/nbformat.ts";
import { buildLesson } from "../../../lessons/build.ts";

const lesson = "02-forward-noising";
const template = buildLesson(lesson) as unknown as Notebook;
const solved = buildLesson(lesson, { solutions: true }) as unknown as Notebook;

/** The lesson's notebook with other text in its solution cells. */
function submission(student: string, ...sources: string[]) {
  let at = 0;
  const cells = template.cells.map((cell) => {
    const { role } = (cell.metadata["noisebook"] ?? {}) as { role?: string };
    return role === "solution" ? { ...cell, source: sources[at++] ?? cell.source } : cell;
  });
  return { student, notebook: { ...template, cells } };
}

const helper = `function mixed(first: number[], second: number[], share: number): number[] {
  const result: number[] = [];
  let index = 0;
  while (index < first.length) {
    const kept = Math.sqrt(share) * first[index];
    const added = Math.sqrt(1 - share) * second[index];
    if (Number.isNaN(kept + added)) throw new RangeError("no number");
    result.push(kept + added);
    index += 1;
  }
  return result;
}`;
const other = `function halfway(alphaBar: Float64Array): number {
  let [low, high] = [0, alphaBar.length - 1];
  for (let middle = 0; low < high; ) {
    middle = Math.floor((low + high) / 2);
    if (alphaBar[middle] < 0.5) high = middle;
    else low = middle + 1;
  }
  return low;
}`;
const independent = [
  "function mixed(a: number[], b: number[], s: number) { return a.map((value, at) => Math.sqrt(s) * value + Math.sqrt(1 - s) * b[at]); }",
  "function halfway(values: Float64Array) { const at = values.findIndex((value) => value < 0.5); return at < 0 ? values.length : at; }",
];

const disguised = (source: string) =>
  source
    .replaceAll("first", "bild")
    .replaceAll("second", "rauschen")
    .replaceAll("result", "ergebnis")
    .replaceAll("index", "i")
    .replaceAll("kept", "x")
    .replaceAll("added", "y")
    .replaceAll(": number[]", "")
    .replaceAll("\n", "\n\n  // a comment of my own\n");

const options = { templates: [template, solved] };
const pairsOf = (...submissions: ReturnType<typeof submission>[]) =>
  similarity(submissions, options).pairs.map(({ left, right }) => `${left} ${right}`);

describe("similarity()", () => {
  it("finds a copy with other names, comments, layout and types, in another order", () => {
    const report = similarity(
      [
        submission("ada", helper, other),
        submission("bob", ...independent),
        submission("eve", other.replaceAll("middle", "m").replaceAll("low", "unten"), disguised(helper)),
      ],
      options,
    );
    assert.deepEqual(
      report.pairs.map(({ left, right }) => [left, right]),
      [["ada", "eve"]],
    );
    const [{ similarity: share, fragments, longest }] = report.pairs;
    assert.ok(share > 0.7 && longest > 60, `${share}, ${longest}`);
    const lines = report.texts["ada"].split("\n");
    const shared = fragments.flatMap(({ left: [from, to] }) => lines.slice(from, to + 1)).join("\n");
    assert.ok(shared.includes("Math.sqrt(share)") && shared.includes("middle = Math.floor"));
  });

  it("takes nobody to task for the template, the teacher's solution or the obvious line", () => {
    const asSolved = { student: "gil", notebook: solved };
    assert.deepEqual(pairsOf(submission("ada"), submission("bob")), []);
    assert.deepEqual(pairsOf(asSolved, { ...asSolved, student: "hal" }), []);
    assert.deepEqual(pairsOf(submission("ada", ...independent), submission("bob", ...independent)), []);
    const line = "const doubled = values.map((value) => 2 * value);";
    assert.deepEqual(pairsOf(submission("ada", line), submission("bob", line)), []);
  });

  it("leaves out what a good part of the class wrote alike", () => {
    const class_ = Array.from({ length: 8 }, (_, at) => submission(`s${at}`, helper));
    assert.deepEqual(pairsOf(...class_), []);
    assert.equal(pairsOf(...class_.slice(0, 3)).length, 3);
  });

  it("makes a page that runs nothing of the students'", () => {
    const evil = `${helper}\n// </code><script>alert(1)</script>`;
    const page = similarityPage(
      similarity([submission("<b>a</b>", evil), submission("b", helper)], options),
      lesson,
    );
    const { document } = new JSDOM(page).window;
    assert.equal(document.querySelectorAll("script, b b, img, link").length, 0);
    assert.equal(document.querySelectorAll("details section").length, 2);
    assert.ok(document.querySelectorAll("mark").length > 10);
  });
});
