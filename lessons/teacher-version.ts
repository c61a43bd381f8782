/** A lesson as nbgrader's source: what a teacher hands out, collects and grades with nbgrader's own tools. */
import { type AnyExercise, exercisesOf } from "./exercises-of.ts";
import { type LessonNotebook, type NotebookCell, notebookCell, notebookOf } from "./notebook.ts";
import type { LessonCell } from "./parse.ts";
import { readLesson } from "./source.ts";

export interface TeacherOptions {
  /** Seeds of the hidden tests: whole numbers from 0 that students should not know. */
  seeds: number[];
  /** Two letters of a translation; English by default. */
  language?: string;
}

/**
 * Makes nbgrader's source version of a lesson, with metadata of schema 3.
 *
 * Solutions stand between their marks. A check shows its verdict and fails with it, and its hidden tests ask again with
 * other seeds; it has the exercise's points. The open task is a task cell, scored by a person.
 *
 * @throws {SyntaxError} If the source is not well-formed, or a check is not one call of `check` with the lesson's seed.
 */
export async function teacherVersion(lesson: string, options: TeacherOptions): Promise<LessonNotebook> {
  const exercises = await exercisesOf(lesson);
  const cells = readLesson(lesson, options.language);
  return notebookOf(cells.map((cell) => gradedCell(cell, { exercises, seeds: options.seeds })));
}

interface Context {
  exercises: Record<string, AnyExercise>;
  seeds: number[];
}

interface Flags {
  grade?: boolean;
  locked?: boolean;
  solution?: boolean;
  task?: boolean;
  points?: number;
}

function gradedCell(cell: LessonCell, context: Context): NotebookCell {
  if (cell.task) return graded(cell, { task: true, locked: true, points: cell.task.points });
  if (cell.exercise?.role === "solution") return graded(cell, { solution: true });
  if (cell.exercise?.role === "check") return testsCell(cell, context);
  return notebookCell(cell);
}

function graded(cell: LessonCell, { points, task, ...flags }: Flags): NotebookCell {
  const nbgrader = {
    grade: false,
    grade_id: cell.id,
    locked: false,
    ...(points === undefined ? {} : { points }),
    schema_version: 3,
    solution: false,
    task: task ?? false,
    ...flags,
  };
  return notebookCell(cell, { nbgrader });
}

function testsCell(cell: LessonCell, { exercises, seeds }: Context): NotebookCell {
  const [, name, answer] = /^check\(exercises\.(\w+), (\w+), \{ seed \}\);$/.exec(cell.source) ?? [];
  const exercise = name === undefined ? undefined : exercises[name];
  if (!exercise)
    throw new SyntaxError(
      `Cannot make tests of the cell ${cell.id}: it must be check(exercises.NAME, FUNCTION, { seed }); got: ${cell.source}`,
    );
  const test = (seed: string) => [
    `  const verdict = check(exercises.${name}, ${answer}, ${seed});`,
    "  display(verdict);",
    "  if (!verdict.passed) throw new Error(verdict.message);",
  ];
  const source = [
    "{",
    ...test("{ seed }"),
    "}",
    "// ### BEGIN HIDDEN TESTS",
    `for (const seed of ${JSON.stringify(seeds)}) {`,
    ...test("{ seed }"),
    "}",
    "// ### END HIDDEN TESTS",
  ].join("\n");
  return graded({ ...cell, source }, { grade: true, locked: true, points: exercise.points });
}

/** nbgrader's settings for a course in TypeScript; without the stub it refuses the language. */
export const nbgraderConfig = `# Settings of nbgrader for a course in TypeScript.
c = get_config()

c.ClearSolutions.code_stub = {"typescript": 'throw new Error("Not written yet");'}
c.ExecutePreprocessor.timeout = 300
`;
