import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import { field } from "../../grader/export/csv.ts";
import { gradesCsv } from "../../grader/export/tables.ts";
import { feedbackPage } from "../../grader/feedback/page.ts";
import type { Grade } from "../../grader/grade.ts";
import { gradeLesson, studentSeed } from "../../grader/grade-lesson.ts";
import { gradeWork } from "../../grader/grade-work.ts";
import type { NotebookCell } from "../../kernel/notebook/nbformat.ts";
import { notebook } from "./nbgrader/cells.ts";

const grade: Grade = {
  lesson: "02-forward-noising",
  student: "<b>ada</b>",
  score: 3,
  points: 5,
  exercises: [
    {
      ...{ exercise: { id: "noise", title: "Noise & picture" }, finding: "right", passed: true },
      ...{ points: 3, of: 3, message: "It agrees.", cases: 4 },
    },
    {
      ...{
        exercise: { id: "which", title: "Which" },
        finding: "value",
        passed: false,
        points: 0,
        of: 2,
        cases: 3,
      },
      ...{
        message: "In case 1 it differs.",
        hint: "Solve for ε.",
        example: { inputs: "x", expected: "1", got: "<script>alert(1)</script>" },
      },
    },
  ],
  failures: [{ cell: 3, error: "<img src=x onerror=alert(1)>" }],
};

describe("feedbackPage()", () => {
  it("shows each exercise with its hint, and runs nothing of the student's", () => {
    const { document } = new JSDOM(feedbackPage(grade)).window;
    assert.equal(document.querySelectorAll("script, img, link, iframe").length, 0);
    assert.equal(document.querySelectorAll("section").length, 3);
    assert.match(
      document.body.textContent!,
      /3 of 5 points.*<b>ada<\/b>.*✓ Noise & picture.*Hint\. Solve for ε\.*.*<script>.*Cell 4/s,
    );
    const policy = document
      .querySelector("meta[http-equiv=Content-Security-Policy]")!
      .getAttribute("content");
    assert.match(policy!, /default-src 'none'/);
  });

  it("puts the solution's picture beside the student's where they differ, and shows no HTML of theirs", () => {
    const cell = (id: string, source: string, data: Record<string, unknown>): NotebookCell => ({
      ...{ cell_type: "code", id, metadata: {}, source, execution_count: null },
      outputs: [{ output_type: "display_data", data, metadata: {} }],
    });
    const picture = (text: string) => ({
      "image/svg+xml": `<svg xmlns="http://www.w3.org/2000/svg">${text}</svg>`,
    });
    const html = { "text/html": "<b onclick=alert(1)>theirs</b>", "text/plain": "plain" };
    const ran = notebook(
      cell("a", "show(which)", { ...picture("<script>1</script>"), ...html }),
      cell("b", "other()", picture("x")),
      cell("c", "which()", picture("same")),
      cell("d", "which()", html),
    );
    const expected = notebook(
      cell("a", "show(which) // secret", picture("right")),
      cell("b", "other()", picture("y")),
      cell("c", "which()", picture("same")),
      cell("d", "which()", picture("right too")),
    );
    const page = feedbackPage(grade, { ran, expected });
    const { document } = new JSDOM(page).window;
    const shown = [...document.querySelectorAll("figure")].map((figure) => figure.textContent!.trim());
    assert.deepEqual(shown, [
      ...["Your notebook showed", "With the solution it shows"],
      ...["Your notebook showed\nplain", "With the solution it shows"].map((text) => text.replace("\n", "")),
    ]);
    const sources = [...document.querySelectorAll("img")].map((image) => image.src.split(",")[0]);
    assert.deepEqual(new Set(sources), new Set(["data:image/svg+xml;base64"]));
    assert.equal(sources.length, 3);
    assert.equal(document.querySelectorAll("script, [onclick]").length, 0);
    assert.ok(!page.includes("secret"));
  });

  it("says of a notebook's own tests what each gave, and what waits for a person", () => {
    const cells = [
      { name: "area", kind: "tests" as const, score: 1, points: 1, reason: "all tests passed" },
      {
        name: "why",
        kind: "manual answer" as const,
        score: undefined,
        points: 2,
        reason: "a person scores it",
      },
    ];
    const inside = { cells, restored: ["The cell given was missing and was put back."] };
    const own: Grade = { ...grade, score: 1, points: 3, exercises: [], failures: [], inside };
    const { document } = new JSDOM(feedbackPage(own)).window;
    const text = document.body.textContent!.replace(/\s+/g, " ");
    assert.match(
      text,
      /1 of 3 points so far.*✓ area 1 of 1 points.*… why not scored yet, of 2 points.*was put back/,
    );
  });
});

describe("gradesCsv()", () => {
  it("has a line a student, quoted, with no formula; who could not be graded has no score", () => {
    const outcomes = [
      { student: '=HYPERLINK("x"),a', sha256: "", grade },
      { student: "eve", sha256: "", problem: "it is not JSON" },
    ];
    const [head, first, second] = gradesCsv(outcomes, "02").split("\r\n");
    assert.match(head, /^assignment,duedate,timestamp,student_id,/);
    assert.equal(first, `02-forward-noising,,,"'=HYPERLINK(""x""),a",,,,3,0,3,5`);
    assert.equal(second, "02,,,eve,,,,,0,,");
    assert.equal(field(-1), "-1");
  });
});

describe("gradeWork()", () => {
  it("refuses to grade by another version of the lesson than was asked for", async () => {
    const handed = { student: "ada", sha256: "", text: "{}", seed: 1 };
    const steps = gradeWork()(handed, { lesson: "02-forward-noising", version: "another" }, {});
    await assert.rejects(async () => {
      for await (const _ of steps);
    }, /another version of 02-forward-noising/);
  });
});

describe("gradeLesson()", () => {
  it("says that there is no such lesson", async () => {
    const lesson = "../02-forward-noising";
    const steps = gradeLesson(notebook(), { lesson, student: "ada", seed: 1 });
    await assert.rejects(
      steps.next(),
      /^RangeError: Cannot grade: there is no lesson \.\.\/02-forward-noising$/,
    );
  });
});

describe("studentSeed()", () => {
  it("is a student's own, and unknown without the secret", () => {
    const of = (student: string, secret = "s") => studentSeed({ student, lesson: "02", secret });
    assert.equal(of("ada"), of("ada"));
    assert.equal(new Set([of("ada"), of("bob"), of("ada", "t")]).size, 3);
    assert.ok(Number.isSafeInteger(of("ada")));
  });
});
