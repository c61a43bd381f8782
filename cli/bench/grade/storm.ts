/** Grades many submissions by workers on Redis, of which some are killed at random in the midst of their work. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Random, random } from "noisebook";
import { gradeFolder } from "../../../grader/grade-folder.ts";
import type { GradeQueue } from "../../../grader/grade-work.ts";
import { redisQueue } from "../../../grader/queue/redis-queue.ts";
import { describeMachine } from "../machine.ts";
import { median } from "../median.ts";
import { p95 } from "./percentile.ts";
import { stormCellSeconds, stormLesson, writeSubmissions } from "./submissions.ts";

export interface StormOptions {
  url: string;
  /** Gets the submissions and what comes of them. */
  folder: string;
  count: number;
  /** How many workers are killed, at moments that chance chooses. */
  kills: number;
  /** Of chance. */
  seed: number;
  /** The folder of grades in `folder`. */
  out: string;
  /** Grades anew what was graded. */
  round?: string;
  workers?: number;
  unsafe?: boolean;
}

export interface Storm {
  /** As it was before the storm. */
  machine: string;
  seconds: number;
  graded: number;
  problems: number;
  kills: number;
  /** Who was recorded, in order. */
  recorded: string[];
  /** Seconds from the deadline to each record. */
  waited: number[];
  /** The files of grades. */
  bytes: Record<string, string>;
}

/** Lets a storm go over the queue. All hand in at its first moment. */
export async function gradingStorm(options: StormOptions): Promise<Storm> {
  const { url, folder, count, workers = 2 } = options;
  const submissions = join(folder, "submissions");
  if (!existsSync(submissions)) writeSubmissions(submissions, count);
  const out = join(folder, options.out);
  const queue: GradeQueue = await redisQueue({ url });
  const running = Array.from({ length: workers }, () => startWorker(options));
  const storm = beforeStorm();
  const rng = random(options.seed);
  const moments = momentsOf(options, rng);
  const began = performance.now();
  const steps = gradeFolder(submissions, {
    ...{ lesson: stormLesson, out, queue },
    ...(options.round === undefined ? {} : { round: options.round }),
  });
  try {
    for await (const { student, what, outcome, kept } of steps) {
      const isDue = storm.recorded.length >= (moments[storm.kills] ?? Number.POSITIVE_INFINITY);
      if (what && isDue) {
        storm.kills++;
        const victim = rng.integer(running.length);
        running[victim]!.kill("SIGKILL");
        running[victim] = startWorker(options);
      }
      if (!outcome || kept) continue;
      storm.recorded.push(student);
      storm.waited.push((performance.now() - began) / 1000);
      if ("grade" in outcome) storm.graded++;
      else storm.problems++;
    }
  } finally {
    await Promise.all(running.map(stop));
    await queue.close();
  }
  storm.seconds = (performance.now() - began) / 1000;
  const grades = join(out, "grades");
  for (const name of readdirSync(grades)) storm.bytes[name] = readFileSync(join(grades, name), "utf8");
  return storm;
}

const beforeStorm = (): Storm => ({
  ...{ machine: describeMachine(), seconds: 0, graded: 0, problems: 0, kills: 0 },
  ...{ recorded: [], waited: [], bytes: {} },
});

/** The numbers of records after which a worker is killed, at the next news of any submission. */
function momentsOf({ count, kills }: StormOptions, rng: Random): number[] {
  const all = Array.from({ length: count }, (_, at) => at);
  return rng
    .shuffle(all)
    .slice(0, kills)
    .sort((a, b) => a - b);
}

function startWorker({ url, unsafe }: StormOptions): ChildProcess {
  const main = fileURLToPath(new URL("../../main.js", import.meta.url));
  const settings = ["grade-worker", "--queue", url, "--cell-seconds", `${stormCellSeconds}`];
  if (unsafe) settings.push("--unsafe");
  return spawn(process.execPath, [main, ...settings], { stdio: ["ignore", "ignore", "inherit"] });
}

async function stop(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const ended = new Promise((resolve) => worker.once("exit", resolve));
  worker.kill("SIGTERM");
  await ended;
}

/** What a storm came to, for people. */
export function stormTable({ machine, seconds, recorded, waited, kills, problems }: Storm): string {
  const lines = {
    "submissions handed in at once": String(recorded.length),
    "workers killed": String(kills),
    "could not be graded": String(problems),
    "submissions a second": (recorded.length / seconds).toFixed(3),
    "half have feedback after": `${median(waited).toFixed(0)} s`,
    "95 of 100 have feedback after": `${p95(waited).toFixed(0)} s`,
    "all after": `${seconds.toFixed(0)} s`,
  };
  const rows = Object.entries(lines).map(([what, value]) => `  ${what.padEnd(30)}  ${value}`);
  return [machine, ...rows].join("\n");
}
