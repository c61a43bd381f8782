import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { writeGradebook } from "../../grader/export/write-gradebook.ts";
import type { Grade } from "../../grader/grade.ts";
import { gradeLesson } from "../../grader/grade-lesson.ts";
import { cellKind, gradedCell } from "../../grader/nbgrader/cell.ts";
import { gradeNotebook } from "../../grader/nbgrader/grade-notebook.ts";
import { studentVersion } from "../../grader/nbgrader/student-version.ts";
import { formatNotebook, type Notebook, type NotebookCell } from "../../kernel/notebook/nbformat.ts";
import { lessonNames } from "../../lessons/build.ts";
import { teacherVersion } from "../../lessons/teacher-version.ts";
import { answer, notebook, tests } from "../grader/nbgrader/cells.ts";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { venvPython } from "./venv.ts";
import { itOfLesson } from "./whole.ts";

/** The teacher's own assignment: tests that throw and tests that give points. */
const squares = notebook(
  answer(
    "square",
    "// BEGIN SOLUTION\nfunction square(n: number): number { return n * n; }\n// END SOLUTION",
  ),
  tests(
    "square-tests",
    'import assert from "node:assert/strict";\nassert.equal(square(3), 9);\n// BEGIN HIDDEN TESTS\nassert.equal(square(-4), 16);\n// END HIDDEN TESTS',
    2,
  ),
  tests("square-points", "[2, 3, 4, 5].filter((n) => square(n) === n * n).length / 2", 2),
);

const answers: Record<string, string> = {
  partly: "function square(n: number): number { return n === 5 ? 0 : n ** 2; }",
  positive: "function square(n: number): number { return n < 0 ? 0 : n ** 2; }",
};

/** What an exercise stands on: the cells before the first exercise, the answers and the tests. The rest is to be looked at. */
async function shortLesson(lesson: string): Promise<Notebook> {
  const whole = (await teacherVersion(lesson, { seeds: [11, 12] })) as unknown as Notebook;
  const first = whole.cells.findIndex((cell) => cell.cell_type === "code");
  return {
    ...whole,
    cells: whole.cells.filter(
      (cell, at) =>
        cell.cell_type === "code" && (at === first || ["answer", "tests"].includes(cellKind(cell))),
    ),
  };
}

/** Every second exercise solved: a right and an unwritten answer in one notebook. */
function halfSolved(source: Notebook): Notebook {
  const { release } = studentVersion(source);
  let solved = false;
  const cells = release.cells.map((cell, at): NotebookCell => {
    if (cellKind(cell) !== "answer") return cell;
    solved = !solved;
    return solved ? { ...cell, source: source.cells[at].source } : cell;
  });
  return { ...release, cells };
}

async function graded(steps: AsyncIterable<{ grade?: Grade }>): Promise<Grade> {
  for await (const { grade } of steps) if (grade) return grade;
  throw new Error("there was no grade");
}

describe("nbgrader autograde", function () {
  this.timeout(900_000);
  const course = temporaryFolder();
  let python: string;
  const lessons = lessonNames();
  const handedIn = new Map<string, Notebook>();

  const ask = <Answer>(...words: string[]): Answer => {
    const said = execFileSync(python, [join(root, "tests/long/nbgrader-autograde.py"), ...words], {
      cwd: course,
      encoding: "utf8",
      maxBuffer: 1e8,
      stdio: ["ignore", "pipe", "ignore"],
      env: {
        ...process.env,
        JUPYTER_PATH: join(course, "share/jupyter"),
        PATH: `${dirname(python)}${delimiter}${process.env.PATH}`,
      },
    });
    return JSON.parse(said.slice(said.lastIndexOf("\n") + 1));
  };
  const put = (path: string, content: Notebook) => {
    mkdirSync(dirname(join(course, path)), { recursive: true });
    writeFileSync(join(course, path), formatNotebook(content));
  };

  before(async function () {
    python = venvPython(this, ["nbgrader==0.9.6"]);
    execFileSync(process.execPath, [join(root, "dist/cli/main.js"), "install", "--prefix", course]);
    put("source/squares/squares.ipynb", squares);
    for (const [student, source] of Object.entries(answers)) {
      const { release } = studentVersion(squares);
      release.cells[0].source = source;
      put(`submitted/${student}/squares/squares.ipynb`, release);
    }
    for (const lesson of lessons) {
      const source = await shortLesson(lesson);
      handedIn.set(lesson, halfSolved(source));
      put(`source/${lesson}/${lesson}.ipynb`, source);
      put(`submitted/half/${lesson}/${lesson}.ipynb`, handedIn.get(lesson)!);
    }
  });

  /** Of an assignment, by student and cell. */
  const theirs = (assignment: string) =>
    ask<Record<string, Record<string, Record<string, [score: number, points: number]>>>>(
      ...["grade", course, assignment],
    )[assignment];

  for (const [at, lesson] of lessons.entries())
    itOfLesson(at, `gives the scores of ${lesson} that the two realms give`, async () => {
      const { exercises } = await graded(
        gradeLesson(handedIn.get(lesson)!, { lesson, student: "half", seed: 2026 }),
      );
      const ours = exercises.map(({ exercise, points, of }) => [`check-${exercise.id}`, [points, of]]);
      assert.deepEqual(Object.fromEntries(ours), theirs(lesson)["half"]);
      assert.ok(
        exercises.some(({ passed }) => passed),
        "the first exercise is solved",
      );
    });

  it("gives the scores that a notebook's own tests give here", async () => {
    const scores = theirs("squares");
    for (const student of Object.keys(answers)) {
      const { release } = studentVersion(squares);
      release.cells[0].source = answers[student];
      const { inside } = await graded(
        gradeNotebook(release, { assignment: "squares", student, source: squares }),
      );
      const ours = inside!.cells.map(({ name, score, points }) => [name, [score, points]]);
      assert.deepEqual(Object.fromEntries(ours), scores[student], student);
    }
  });

  it("reads the gradebook that is written here, with its scores", async () => {
    const part = { name: "a", title: "a", kind: "tests" as const, score: 2.5, points: 4, message: "" };
    const open = { ...part, name: "b", kind: "manual answer" as const, score: undefined, points: 1 };
    const row = { assignment: "ps1", score: 2.5, points: 5, penalty: 0.5, parts: [part, open] };
    const path = join(course, "ours.db");
    const rows = ["ada", "bob"].map((id) => ({ ...row, student: { id } }));
    writeFileSync(path, await writeGradebook(rows));
    const known = [2.5, 5, 0.5, true];
    assert.deepEqual(ask("read", path, "ps1"), { ada: known, bob: known });
  });

  it("knows the cells of a lesson's tests by the names of its exercises", () => {
    for (const [lesson, { cells }] of handedIn)
      for (const cell of cells.filter((cell) => cellKind(cell) === "tests"))
        assert.match(gradedCell(cell)!.grade_id!, /^check-/, lesson);
  });
});
