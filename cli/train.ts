import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { selectBackend, type TrainRecord, type TrainStep, train } from "../lib/index.ts";
import type { Command, Options } from "./command.ts";
import { openProgress, type Progress } from "./progress.ts";
import { readConfig, type TrainConfig } from "./train/config.ts";
import { trainNetwork } from "./train/network.ts";
import { writeReport } from "./train/report.ts";
import { type SetUp, setUp } from "./train/set-up.ts";

export const command: Command = {
  usage: "noisebook train CONFIG",
  about: "Trains a model as a JSON file says; a run that was stopped goes on where it was.",
  options: {
    out: { value: "FOLDER", help: "where the model goes, in place of the configuration's own" },
    resume: { help: "go on with the training in that folder" },
  },
  words: [1, 1],
  run,
};

async function run([path = ""]: string[], options: Options): Promise<number> {
  const read = await readConfig(path);
  const config = { ...read, out: resolve(String(options["out"] ?? read.out)) };
  const file = checkFolder(config, options["resume"] === true);
  await mkdir(config.out, { recursive: true });
  const { threads } = config;
  const { name, device } = await selectBackend(threads === undefined ? {} : { threads });
  if (config.model.kind !== "unet") return runNetwork(config, `${name}, ${device}`);
  const setup = await setUp(config);
  const stop = stopAtSignals();
  const progress = openProgress();
  const start = performance.now();
  const history = await trainAll(config, {
    setup,
    file,
    isResumed: options["resume"] === true,
    stop,
    progress,
  });
  if (stop.signal.aborted) {
    progress.keep(`Stopped after step ${history.length} of ${config.steps}; go on with --resume`);
    return 130;
  }
  if (history.length === 0)
    throw new Error(`Cannot go on: ${file} has all its ${config.steps} steps; choose another --out`);
  const seconds = (performance.now() - start) / 1000;
  const report = await writeReport(config, {
    setup,
    outcome: { history, seconds, engine: `${name}, ${device}` },
  });
  progress.keep(`Trained ${report.parameters} parameters in ${report.seconds} s: ${config.out}`);
  return 0;
}

/** A network that is no denoiser: what takes minutes is not kept on the way. */
async function runNetwork(config: TrainConfig, engine: string): Promise<number> {
  const progress = openProgress();
  const stop = stopAtSignals();
  const { every } = config.checkpoint ?? { every: 100 };
  const tell = (step: number, loss: number) => {
    const line = `step ${step} of ${config.steps}, loss ${loss.toFixed(4)}`;
    if (step % every === 0 || step === config.steps) progress.keep(line);
    else progress.show(line);
  };
  try {
    const { parameters } = await trainNetwork(config, { tell, signal: stop.signal, engine });
    progress.keep(`Trained ${parameters} parameters: ${config.out}`);
    return 0;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    progress.keep("Stopped; nothing was kept");
    return 130;
  }
}

function stopAtSignals(): AbortController {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  return stop;
}

/** The file that a training is kept in, which must be there to go on and must not to start. */
function checkFolder({ out, model: { kind } }: TrainConfig, isResumed: boolean): string {
  const isKept = kind === "unet";
  if (isResumed && !isKept)
    throw new Error(`Cannot go on: a training of kind ${kind} is not kept on the way; leave --resume out`);
  const file = join(out, isKept ? "training.safetensors" : "model.safetensors");
  if (isResumed && !existsSync(file)) throw new Error(`Cannot go on: there is no training in ${file}`);
  if (!isResumed && existsSync(file))
    throw new Error(
      `Cannot start a training: ${file} is one already; ${isKept ? "go on with --resume, or " : ""}choose another --out`,
    );
  return file;
}

interface Run {
  setup: SetUp;
  file: string;
  isResumed: boolean;
  stop: AbortController;
  progress: Progress;
}

async function trainAll(
  { checkpoint, steps }: TrainConfig,
  { setup, file, isResumed, stop, progress }: Run,
): Promise<readonly TrainRecord[]> {
  const { every } = checkpoint ?? { every: 100 };
  let history: readonly TrainRecord[] = [];
  for await (const step of train(setup.model, setup.data, {
    ...setup.options,
    checkpoint: { path: file, every },
    ...(isResumed && { resume: file }),
    now: () => performance.now(),
  })) {
    history = step.history;
    if (step.step % every === 0 || step.step === steps) progress.keep(lineOf(step));
    else progress.show(lineOf(step));
    if (stop.signal.aborted) break;
  }
  return history;
}

/** "step 120 of 1000, loss 0.0633, 22.4 pictures/s, 12 min left" */
function lineOf({ step, steps, loss, examplesPerSecond = 0, secondsLeft = 0 }: TrainStep): string {
  const left = secondsLeft < 90 ? `${Math.ceil(secondsLeft)} s` : `${Math.round(secondsLeft / 60)} min`;
  return `step ${step} of ${steps}, loss ${loss.toFixed(4)}, ${examplesPerSecond.toFixed(1)} pictures/s, ${left} left`;
}
