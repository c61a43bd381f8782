import { hostname } from "node:os";
import { type Graded, gradeWork } from "../grader/grade-work.ts";
import { refuseWithoutJail } from "../grader/jail/jail.ts";
import { doJobFile } from "../grader/queue/kubernetes/job-file.ts";
import { readRedisUrl } from "../grader/queue/redis-place.ts";
import { redisWorker } from "../grader/queue/redis-worker.ts";
import type { RealmOptions } from "../grader/realm/open-realm.ts";
import { findSnapshot, readySnapshot, snapshotPath } from "../kernel/language/snapshot.ts";
import { type Command, type Options, readCount, readSeconds, UsageError } from "./command.ts";
import { openProgress } from "./progress.ts";

export const command: Command = {
  usage: "noisebook grade-worker",
  about:
    "Grades what noisebook grade --queue hands out, until it is told to stop; start as many as you like.",
  options: {
    queue: { value: "URL", help: "where the work is, as redis://127.0.0.1:6379; Valkey speaks the same" },
    job: {
      value: "FILE",
      help: "one submission instead, in a pod of a cluster: its grade is the log's last line",
    },
    prepare: { help: "only make what lets gradings start quickly, for the image of a cluster's pods" },
    jobs: { value: "COUNT", help: "how many it grades at one time; 1 unless given" },
    "cell-seconds": {
      value: "SECONDS",
      help: "how long a cell, and the calls of an exercise, may take; 60 unless given",
    },
    unsafe: { help: "run the notebooks without a jail, with all your rights" },
  },
  words: [0, 0],
  run,
};

async function run(_: string[], options: Options): Promise<number> {
  if (options["prepare"]) return prepare();
  if (options["job"] !== undefined) return gradeOne(String(options["job"]), realmOf(options));
  if (options["queue"] === undefined)
    throw new UsageError("--queue is missing, as in --queue redis://127.0.0.1:6379");
  const url = readRedisUrl(String(options["queue"]));
  const jobs = readCount("jobs", options["jobs"] ?? "1");
  const realm = realmOf(options);
  if (!realm.unsafe) await refuseWithoutJail();
  const progress = openProgress();
  let graded = 0;
  const worker = await redisWorker(gradeWork(realm), {
    ...{ url, jobs },
    onNews: ({ key, what }) => {
      if (what === "done") graded++;
      progress.show(`${graded} graded; ${key.slice(0, 8)}: ${what}`);
    },
  });
  progress.keep(`${hostname()} grades; ctrl-C lets it end what it has begun, a second one stops it at once`);
  await asked();
  progress.keep("Ending what has begun; no new work is taken.");
  const atOnce = asked().then(() => worker.close({ now: true }));
  await Promise.race([worker.close(), atOnce]);
  process.stdout.write(`${graded} graded\n`);
  return 0;
}

async function prepare(): Promise<number> {
  const path = await readySnapshot();
  if (path === undefined && findSnapshot().isMissing)
    throw new Error(
      `Cannot make what lets gradings start quickly: ${snapshotPath()} is not there after the attempt; look whether this account may write into its folder`,
    );
  process.stdout.write(path ? `${path} is there\n` : "there is nothing to make\n");
  return 0;
}

/** How this grader lets notebooks run; no queue can tell it to go without a jail. */
export function realmOf(options: Options): RealmOptions {
  const { "cell-seconds": cellSeconds, unsafe } = options;
  return {
    ...(unsafe === true ? { unsafe } : {}),
    ...(cellSeconds === undefined ? {} : { cellSeconds: readSeconds("cell-seconds", cellSeconds) }),
  };
}

/** As a pod's only program: what it says is the log. */
async function gradeOne(path: string, realm: RealmOptions): Promise<number> {
  const stop = new AbortController();
  void asked().then(() => stop.abort());
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  try {
    if (!realm.unsafe) await refuseWithoutJail();
    // What a log cannot hold is the pictures.
    const smaller = ({ outcome }: Graded): Graded => ({ outcome });
    await doJobFile(path, gradeWork(realm), { say, smaller, signal: stop.signal });
    return 0;
  } catch (error) {
    say((error as Error).message);
    return 1;
  }
}

/** Until the process is asked to end. */
function asked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
