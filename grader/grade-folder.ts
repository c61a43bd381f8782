/** Grades a folder of submissions, and keeps each grade as soon as it is there. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Notebook } from "../kernel/notebook/nbformat.ts";
import { writeAtomic } from "../kernel/notebook/write-atomic.ts";
import { findSubmissions, type Passed, type Submission } from "./course/submissions.ts";
import { gradesCsv } from "./export/tables.ts";
import type { GradeSubmissionOptions, Outcome } from "./grade-submission.ts";
import {
  assignmentVersion,
  bareOutputs,
  type Graded,
  type GradeQueue,
  gradeJob,
  gradeWork,
} from "./grade-work.ts";
import { gradePath, writeFeedback, writeRan } from "./graded-files.ts";
import { refuseWithoutJail } from "./jail/jail.ts";
import { finalOutcome } from "./mark/final-outcome.ts";
import { readPolicy } from "./mark/policy.ts";
import { localQueue } from "./queue/local-queue.ts";

export type { Outcome } from "./grade-submission.ts";

export interface GradeFolderOptions extends Omit<GradeSubmissionOptions, "expected"> {
  /** Where grades and feedback go. */
  out: string;
  /** Gives the solution with its outputs, for the feedback, when it is first needed; see `runExpected`. */
  expected?: () => Promise<Notebook>;
  /** Who grades: a queue of workers elsewhere; this process unless given. */
  queue?: GradeQueue;
  /** How many are graded at one time in this process. Default: one for each processor. */
  workers?: number;
  /** Grades also what was graded before; a word that is new each time. */
  round?: string;
}

/** One more submission is done, or one stage of it. */
export interface FolderStep {
  done: number;
  of: number;
  student: string;
  /** What is being done; the outcome stands instead when it is done. */
  what?: string;
  outcome?: Outcome;
  /** It was graded before, and is the same file. */
  kept?: boolean;
  /** What in the folder is no submission; in every step. */
  passed: Passed[];
}

/**
 * Grades every submission of a lesson in a folder. A submission that was graded before is passed over as long as it and the assignment
 * are the same, so that the command may be stopped and given again at any time.
 *
 * `out` gets `grades/STUDENT.json`, nbgrader's folders `autograded` (notebooks as they ran) and `feedback` (pages),
 * `grades.csv`, and `secret.txt`, from which the students' seeds come: keep it, and keep it to yourself.
 *
 * @throws {Error} If no jail can be had, or `out` holds grades of another lesson, before anything is graded or written.
 */
export async function* gradeFolder(
  folder: string,
  options: GradeFolderOptions,
): AsyncGenerator<FolderStep, void> {
  const { out, lesson, round } = options;
  const { submissions, passed } = await findSubmissions(folder, lesson);
  await refuseOtherLesson(out, lesson);
  if (!options.unsafe && !options.queue) await refuseWithoutJail();
  await mkdir(join(out, "grades"), { recursive: true });
  const version = assignmentVersion(options);
  const outcomes = new Map<string, Outcome>();
  const open: Submission[] = [];
  const place = (student: string) => ({ done: outcomes.size, of: submissions.length, student, passed });
  for (const submission of submissions) {
    const outcome = round === undefined ? await earlier(submission, { out, version }) : undefined;
    if (!outcome) {
      open.push(submission);
      continue;
    }
    outcomes.set(submission.student, outcome);
    yield { ...place(submission.student), outcome, kept: true };
  }
  if (open.length > 0 && options.expected)
    yield { ...place(open[0].student), what: "the solution's pictures" };
  for await (const { student, what, outcome } of gradedAnew(open, { ...options, version })) {
    if (outcome) outcomes.set(student, outcome);
    if (outcome) await writeTable(submissions, outcomes, options);
    yield { ...place(student), ...(outcome ? { outcome, kept: false } : { what: what! }) };
  }
  if (!options.signal?.aborted) await writeTable(submissions, outcomes, options);
}

/** A student has one outcome in a folder, and one table has all: of two lessons' the second would replace the first's. */
async function refuseOtherLesson(out: string, lesson: string): Promise<void> {
  const names = await readdir(join(out, "grades")).catch(() => []);
  for (const name of names.filter((each) => each.endsWith(".json"))) {
    const outcome = JSON.parse(await readFile(join(out, "grades", name), "utf8")) as Outcome;
    if ("grade" in outcome && outcome.grade.lesson !== lesson)
      throw new Error(
        `Cannot grade ${lesson} into ${out}: it holds grades of ${outcome.grade.lesson}; give --out another folder`,
      );
  }
}

interface Anew extends GradeFolderOptions {
  version: string;
}

/** Has submissions graded and writes all that comes of each, once. */
async function* gradedAnew(
  open: Submission[],
  { version, ...options }: Anew,
): AsyncGenerator<{ student: string; what?: string; outcome?: Outcome }, void> {
  if (open.length === 0) return;
  const { out, lesson, source, signal, workers, round } = options;
  const expected = await options.expected?.();
  const secret = await keptSecret(out);
  const queue: GradeQueue =
    options.queue ?? localQueue(gradeWork(realmOf(options)), workers === undefined ? {} : { workers });
  const jobs = open.map((submission) => gradeJob(submission, { lesson, version, secret, round }));
  const students = new Map(jobs.map(({ key, data }) => [key, data]));
  const shared = {
    lesson,
    version,
    ...(source ? { source, expected: expected && bareOutputs(expected) } : {}),
  };
  for await (const step of queue.run(jobs, { shared, ...(signal ? { signal } : {}) })) {
    const { student, sha256, timestamp } = students.get(step.key)!;
    if ("what" in step) yield { student, what: step.what };
    else {
      const graded: Graded =
        "result" in step
          ? step.result
          : { outcome: { student, sha256, problem: `It could not be graded: ${step.problem}` } };
      // A queue may know the submission from before, by its bytes.
      const outcome = cameAt(graded.outcome, timestamp);
      yield { student, outcome: await keep({ ...graded, outcome }, { out, lesson, version, expected }) };
    }
  }
}

function realmOf({ limits, unsafe, cellSeconds }: GradeFolderOptions) {
  return {
    ...(limits ? { limits } : {}),
    ...(unsafe ? { unsafe } : {}),
    ...(cellSeconds === undefined ? {} : { cellSeconds }),
  };
}

/** Writes what came of a submission. The outcome comes last: when it is there, all of it is. */
async function keep(
  { outcome, ran }: Graded,
  {
    out,
    lesson,
    version,
    expected,
  }: { out: string; lesson: string; version: string; expected: Notebook | undefined },
): Promise<Outcome> {
  const kept = { ...outcome, version };
  if (ran) await writeRan(ran, { out, student: outcome.student, lesson });
  const final = await finalOutcome(kept, out);
  if ("grade" in final) await writeFeedback(final.grade, { out, ran, expected });
  await writeAtomic(gradePath(out, outcome.student), `${JSON.stringify(kept, null, 2)}\n`);
  return kept;
}

/** In the order of the submissions, whoever came first. */
async function writeTable(
  submissions: Submission[],
  outcomes: Map<string, Outcome>,
  { out, lesson }: { out: string; lesson: string },
): Promise<void> {
  const there = submissions.flatMap(({ student }) => outcomes.get(student) ?? []);
  const final = await Promise.all(there.map((outcome) => finalOutcome(outcome, out)));
  await writeAtomic(join(out, "grades.csv"), gradesCsv(final, lesson, await readPolicy(out)));
}

/** The outcome of the same file, graded before. What was corrected since is only when it came: an extension, say. */
async function earlier(
  { student, sha256, timestamp }: Submission,
  { out, version }: { out: string; version: string },
): Promise<Outcome | undefined> {
  const path = gradePath(out, student);
  if (!existsSync(path)) return undefined;
  const outcome = JSON.parse(await readFile(path, "utf8")) as Outcome;
  const isSame = outcome.sha256 === sha256 && outcome.version === version && "grade" in outcome;
  if (!isSame || outcome.timestamp === timestamp) return isSame ? outcome : undefined;
  const corrected = cameAt(outcome, timestamp);
  await writeAtomic(path, `${JSON.stringify(corrected, null, 2)}\n`);
  return corrected;
}

function cameAt({ student, sha256, timestamp: _, ...rest }: Outcome, timestamp: string | undefined): Outcome {
  return { student, sha256, ...(timestamp === undefined ? {} : { timestamp }), ...rest };
}

async function keptSecret(out: string): Promise<string> {
  const path = join(out, "secret.txt");
  if (!existsSync(path)) await writeFile(path, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
  return (await readFile(path, "utf8")).trim();
}
