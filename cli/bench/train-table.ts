/** `npm run bench -- train`: steps of a small U-Net on each engine, next to the program that people would use instead. */
import { availableParallelism } from "node:os";
import { openProgress } from "../progress.ts";
import type { Bench } from "./bench.ts";
import { describeMachine } from "./machine.ts";
import type { Task, Timing } from "./train.ts";
import {
  type Absent,
  cardPeer,
  measureTask,
  peer,
  type TrainContestant,
  trainContestants,
} from "./train-rounds.ts";

/** One contestant on one task. */
interface Row {
  kind: NonNullable<Task["kind"]>;
  size: number;
  batch: number;
  name: string;
  /** The fastest step, in milliseconds: by the clock, and of all processors. */
  milliseconds: number;
  cpu: number;
  /** Next to PyTorch's; undefined where there is none. */
  ratio: number | undefined;
  cpuRatio: number | undefined;
  /** Of what a product of two large matrices reaches in PyTorch on as many threads. */
  shareOfPeak: number | undefined;
  /** The largest relative difference of the losses from PyTorch's. */
  difference: number | undefined;
}

interface BenchTask extends Pick<Row, "kind" | "size" | "batch"> {
  /** Set for what would take a processor minutes. */
  onCard?: true;
}

/** 25 steps of `sample` make 64 pictures. */
const tasks: BenchTask[] = [
  { kind: "train", size: 16, batch: 16 },
  { kind: "train", size: 32, batch: 16 },
  { kind: "sample", size: 16, batch: 64 },
  { kind: "sample", size: 32, batch: 64 },
  { kind: "train", size: 64, batch: 64, onCard: true },
];

export const bench: Bench = async ({ json, quick, threads = Math.min(8, availableParallelism()) }) => {
  const machine = describeMachine();
  const progress = openProgress();
  const { present, absent } = await trainContestants();
  const rows: Row[] = [];
  for (const task of tasks) {
    const options = { rounds: quick ? 1 : 3, onProgress: progress.show };
    const { onCard, ...work } = task;
    const able = present.filter((contestant) => !onCard || contestant.onCard);
    const timings = await measureTask(able, { ...work, threads, steps: quick ? 4 : 8 }, options);
    rows.push(...compare(work, able, timings));
  }
  progress.show("");
  const found = { machine, threads, absent, rows };
  process.stdout.write(`${json ? JSON.stringify(found, undefined, 2) : asTable(found)}\n`);
  return 0;
};

function compare(
  task: Pick<Row, "kind" | "size" | "batch">,
  contestants: TrainContestant[],
  timings: Map<string, Timing[]>,
): Row[] {
  const least = (of: Timing[], what: "milliseconds" | "cpu") => Math.min(...of.flatMap((own) => own[what]));
  const forward = [...timings.values()].flat().find((timing) => timing.forward)?.forward ?? 0;
  // A backward pass computes two products for each of the forward pass.
  const work = forward * (task.kind === "train" ? 3 : 1);
  return contestants.map(({ name, onCard }) => {
    const own = timings.get(name)!;
    const torch = (onCard && timings.get(cardPeer)) ?? timings.get(peer);
    const peak = torch && Math.max(...torch.map(({ peak = 0 }) => peak));
    const [milliseconds, cpu] = [least(own, "milliseconds"), least(own, "cpu")];
    return {
      ...task,
      name,
      milliseconds,
      cpu,
      ratio: torch && milliseconds / least(torch, "milliseconds"),
      cpuRatio: torch && cpu / least(torch, "cpu"),
      shareOfPeak: peak && work / (milliseconds / 1000) / peak,
      difference: torch && apart(own[0]!.losses, torch[0]!.losses),
    };
  });
}

function apart(ours: number[], theirs: number[]): number {
  return Math.max(...ours.map((loss, step) => Math.abs(loss / theirs[step]! - 1)));
}

function asTable({
  machine,
  threads,
  absent,
  rows,
}: {
  machine: string;
  threads: number;
  absent: Absent[];
  rows: Row[];
}): string {
  const lines = rows.map((row) => {
    const { kind, size, batch, name, milliseconds, cpu, ratio, cpuRatio, shareOfPeak, difference } = row;
    const cells = [
      milliseconds.toFixed(0),
      cpu.toFixed(0),
      ratio?.toFixed(2) ?? "–",
      cpuRatio?.toFixed(2) ?? "–",
      shareOfPeak === undefined ? "–" : `${(100 * shareOfPeak).toFixed(0)} %`,
      difference?.toExponential(0) ?? "–",
    ];
    return line([`${kind} ${size}×${size}, batch ${batch}`, name], cells);
  });
  return [
    `${machine}; ${threads} threads`,
    "The fastest step: milliseconds by the clock and of all processors, each next to PyTorch's, the share of what",
    "PyTorch's product of two 1024×1024 matrices reaches, and how far the losses are from PyTorch's; of those on a",
    "graphics card PyTorch's on CUDA",
    ...absent.map(({ name, reason }) => `Not here: ${name}; ${reason}`),
    "",
    line(["", ""], ["ms", "cpu ms", "× torch", "× cpu", "peak", "apart"]),
    ...lines,
  ].join("\n");
}

function line([task, name]: string[], cells: string[]): string {
  return [task!.padEnd(23), name!.padEnd(18), ...cells.map((cell) => cell.padStart(8))].join(" ");
}
