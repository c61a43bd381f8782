/** Measures every contestant on every task in turns, each in a process of its own. */
import { fileURLToPath } from "node:url";
import { installedBackend } from "../../lib/core/backend/installed.ts";
import { runProgram } from "../jupyter/run-program.ts";
import type { Task, Timing } from "./train.ts";

export interface TrainContestant {
  name: string;
  command: string[];
  engine?: NonNullable<Task["engine"]>;
  /** Set for what computes on a graphics card. */
  onCard?: true;
  device?: "cuda";
}

/** A contestant that cannot take part, and why. */
export interface Absent {
  name: string;
  reason: string;
}

const script = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const here = [process.execPath, script("./train-worker.js")];

/** The references come last: the Python that has PyTorch is `NOISEBOOK_PYTHON`, or python3. */
export async function trainContestants(): Promise<{ present: TrainContestant[]; absent: Absent[] }> {
  const absent: Absent[] = [];
  const present: TrainContestant[] = [
    { name: "wasm", command: here, engine: { name: "wasm", onnxruntime: false } },
  ];
  const add = async (contestant: TrainContestant, why: Promise<string | undefined>) => {
    const reason = await why;
    if (reason) absent.push({ name: contestant.name, reason });
    else present.push(contestant);
  };
  await add(
    { name: "wasm + onnxruntime", command: here, engine: { name: "wasm", onnxruntime: true } },
    missing("onnxruntime"),
  );
  await add(
    { name: "node", command: here, engine: { name: "node", onnxruntime: false } },
    missing("tensorflow"),
  );
  const card = { name: "webgpu" as const, onnxruntime: false };
  await add({ name: "webgpu", command: here, engine: card, onCard: true }, noCard());
  const python = process.env.NOISEBOOK_PYTHON ?? "python3";
  const command = [python, script("../../../cli/bench/train.py")];
  await add({ name: cardPeer, command, device: "cuda", onCard: true }, noCuda(python));
  await add({ name: peer, command }, noTorch(python));
  return { present, absent };
}

/** What the others are compared with, and what those on a graphics card are compared with where it is there. */
export const peer = "PyTorch";
export const cardPeer = "PyTorch on CUDA";

async function noCard(): Promise<string | undefined> {
  if (!installedBackend("webgpu")) return "noisebook backend install webgpu adds it";
  const task: Task = {
    size: 8,
    batch: 1,
    threads: 1,
    steps: 1,
    engine: { name: "webgpu", onnxruntime: false },
  };
  const { status, stderr } = await runProgram([...here, JSON.stringify(task)]);
  if (status === 0) return undefined;
  return stderr.match(/does not start here: (.+)/)?.[1] ?? "it does not start here";
}

async function noCuda(python: string): Promise<string | undefined> {
  const program = "import sys, torch; sys.exit(not torch.cuda.is_available())";
  const { status } = await runProgram([python, "-c", program]);
  return status === 0 ? undefined : "there is no PyTorch with a card that it can use";
}

async function missing(name: "onnxruntime" | "tensorflow"): Promise<string | undefined> {
  if (!installedBackend(name)) return `noisebook backend install ${name} adds it`;
  if (name === "onnxruntime" && Number.parseInt(process.versions.node, 10) < 22) return "it needs Node 22";
  return undefined;
}

async function noTorch(python: string): Promise<string | undefined> {
  const { status } = await runProgram([python, "-c", "import torch"]);
  return status === 0 ? undefined : "set NOISEBOOK_PYTHON to a Python that has it";
}

/** The timings of each contestant on one task. */
export async function measureTask(
  contestants: TrainContestant[],
  task: Task,
  { rounds, onProgress }: { rounds: number; onProgress(text: string): void },
): Promise<Map<string, Timing[]>> {
  const timings = new Map<string, Timing[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round++)
    for (const { name, command, engine, device } of contestants) {
      onProgress(`${task.kind} ${task.size}×${task.size}, round ${round} of ${rounds}: ${name}`);
      timings
        .get(name)!
        .push(
          await measure(name, command, { ...task, ...(engine && { engine }), ...(device && { device }) }),
        );
    }
  return timings;
}

async function measure(name: string, command: string[], task: Task): Promise<Timing> {
  const { status, stdout, stderr } = await runProgram([...command, JSON.stringify(task)]);
  if (status !== 0) throw new Error(`Cannot measure ${name}: ${stderr.trim()}`);
  return JSON.parse(stdout) as Timing;
}
