import type { Bench } from "./bench/bench.ts";
import { type Command, type Options, UsageError } from "./command.ts";
import { knownLesson } from "./known-lesson.ts";

/** Each benchmark's program is loaded when it is used. */
const benches: Record<string, () => Promise<{ bench: Bench }>> = {
  kernel: () => import("./bench/kernel.ts"),
  train: () => import("./bench/train-table.ts"),
  grade: () => import("./bench/grade.ts"),
  "grade-lessons": () => import("./bench/grade-lessons.ts"),
  install: () => import("./bench/install.ts"),
  pretrained: () => import("./bench/pretrained.ts"),
  lessons: () => import("./bench/lessons.ts"),
};

const names = Object.keys(benches).join(", ");

/** Those that measure each lesson, and can measure one. */
const perLesson = ["lessons", "grade-lessons"];

export const command: Command = {
  usage: "noisebook bench NAME [LESSON]",
  about: `Measures how fast Noisebook is on this machine; NAME is one of ${names}. ${perLesson.join(" and ")} measure one lesson if it is named.`,
  options: {
    json: { help: "as JSON, with every sample" },
    quick: { help: "few repetitions: for a look, not for a claim" },
    threads: {
      value: "COUNT",
      help: "how many threads compute, or submissions are graded at one time; else one per core, at most 8",
    },
    install: { help: "first fetch what Noisebook is compared with, into .noisebook/peers" },
  },
  words: [1, 2],
  run,
};

async function run([name = "", lesson]: string[], options: Options): Promise<number> {
  const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (!load) throw new UsageError(`noisebook bench has no benchmark ${name}; there is: ${names}`);
  if (lesson !== undefined && !perLesson.includes(name))
    throw new UsageError(`noisebook bench ${name} takes no lesson; ${perLesson.join(" and ")} do`);
  const one = lesson === undefined ? {} : { lesson: knownLesson(lesson) };
  const { bench } = await load();
  const { json, quick, install } = options;
  const threads = options["threads"] === undefined ? undefined : readThreads(String(options["threads"]));
  return bench({ json: Boolean(json), quick: Boolean(quick), install: Boolean(install), threads, ...one });
}

function readThreads(text: string): number {
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 64) return threads;
  throw new UsageError(`--threads must be a whole number from 1 to 64, got ${text}`);
}
