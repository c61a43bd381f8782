/** `npm run bench -- pretrained`: a step of a U-Net as large as Stable Diffusion 1.5's, with random weights. */
import { execFile } from "node:child_process";
import { mkdir, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { random } from "../../lib/core/random.ts";
import { writeSafetensors } from "../../lib/core/safetensors.ts";
import { countParameters } from "../../lib/model/parameters.ts";
import { tensorsOf } from "../../lib/pretrained/export-pipeline.ts";
import { type PartNetwork, partPlan } from "../../lib/pretrained/part.ts";
import { networksOf } from "../../lib/pretrained/pipeline-configs.ts";
import { publishedConfig } from "../../lib/pretrained/published.ts";
import { openProgress } from "../progress.ts";
import type { Bench } from "./bench.ts";
import { describeMachine } from "./machine.ts";
import type { MeasuredPart } from "./pretrained-worker.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const worker = fileURLToPath(new URL("./pretrained-worker.js", import.meta.url));

export const bench: Bench = async ({ json, quick }) => {
  const progress = openProgress();
  const { unet } = networksOf(publishedConfig("sd15"));
  const path = join(root, ".noisebook/bench/sd15-unet.safetensors");
  if (!(await stat(path).catch(() => undefined))) {
    progress.show("writing 859,520,964 random weights (1.7 GB) once");
    await writeRandom(path, unet);
  }
  // With half of the engine's memory for weights, as openPipeline has it, and with none.
  const budgets = quick ? [0] : [0.5, 0];
  const measured: MeasuredPart[] = [];
  for (const share of budgets) {
    progress.show(share > 0 ? "one step, as many weights in memory as fit" : "one step, layer by layer");
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, [worker, path, String(share)], { maxBuffer: 2 ** 24 });
    measured.push(JSON.parse(stdout.trim().split("\n").at(-1)!));
  }
  progress.show("");
  const machine = describeMachine();
  const parameters = countParameters(partPlan(unet));
  if (json) process.stdout.write(`${JSON.stringify({ machine, parameters, measured }, undefined, 2)}\n`);
  else process.stdout.write(`${[machine, ...measured.map(asLine)].join("\n")}\n`);
  return 0;
};

function asLine({ resident, open, load, steps, peak }: MeasuredPart): string {
  const seconds = (value: number) => `${value.toFixed(1)} s`;
  const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(2)} GiB`;
  const first = `${gib(resident)} of weights kept: opened in ${seconds(open)}, loaded in ${seconds(load)}`;
  return `${first}, a step of 64 × 64 codes in ${steps.map(seconds).join(" and ")}, at most ${gib(peak)} of memory`;
}

/** Weights whose sizes are those of a fresh network, so that nothing overflows. */
async function writeRandom(path: string, network: PartNetwork): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  // One block of normal numbers, over and over from another place: a billion draws would take minutes.
  const block = Float32Array.from(random(1).normal(2 ** 20));
  let from = 0;
  const draw = async (shape: readonly number[]) => {
    const [outputs = 1, ...others] = shape;
    const inputs = others.reduce((product, size) => product * size, 1);
    const values = new Float32Array(outputs * inputs);
    const scale = 1 / Math.sqrt(inputs);
    for (let at = 0; at < values.length; at++) values[at] = block[(at + from) & (block.length - 1)]! * scale;
    from += 7919;
    return values;
  };
  const blank = tensorsOf(network, { read: async () => new Float32Array(), format: "F16" });
  const tensors = Object.entries(blank).map(([name, { shape, ...rest }]) => [
    name,
    { ...rest, shape, data: () => draw(shape) },
  ]);
  const draft = `${path}.draft`;
  await writeSafetensors(draft, Object.fromEntries(tensors));
  await rename(draft, path);
}
