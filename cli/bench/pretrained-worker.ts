/** Runs one step of Stable Diffusion 1.5's U-Net from a file, in a process of its own, and says what it took. */
import { performance } from "node:perf_hooks";
import { selectBackend } from "../../lib/core/backend.ts";
import { random } from "../../lib/core/random.ts";
import { noiseImages } from "../../lib/pretrained/latents.ts";
import { diffusersPlaces } from "../../lib/pretrained/names.ts";
import { partOf } from "../../lib/pretrained/pipeline.ts";
import { networksOf } from "../../lib/pretrained/pipeline-configs.ts";
import { pipelineDenoiser } from "../../lib/pretrained/pipeline-denoiser.ts";
import { publishedConfig } from "../../lib/pretrained/published.ts";
import { openSingleFile } from "../../lib/pretrained/weight-files.ts";
import { levelAt } from "../../lib/schedule/level.ts";
import { scaledLinearSchedule } from "../../lib/schedule/scaled-linear.ts";

export interface MeasuredPart {
  /** Bytes of weights that were kept in memory. */
  resident: number;
  /** Seconds to open the file, to load, and for each step. */
  open: number;
  load: number;
  steps: number[];
  /** The process's largest resident set, in bytes. */
  peak: number;
  /** Of the prediction: a finite number says that the step is a real one. */
  deviation: number;
}

const [path = "", share = "0"] = process.argv.slice(2);

async function timed<Result>(work: () => Promise<Result>): Promise<[result: Result, seconds: number]> {
  const begin = performance.now();
  const result = await work();
  return [result, (performance.now() - begin) / 1000];
}

async function measure(): Promise<MeasuredPart> {
  const { memoryLimit = 4 * 2 ** 30 } = await selectBackend();
  const rng = random(2);
  const [unet, open] = await timed(async () => {
    const { unet: network } = networksOf(publishedConfig("sd15"));
    const files = await openSingleFile(path);
    return partOf(network!, { places: diffusersPlaces(network!), files });
  });
  const memory = Number(share) * memoryLimit;
  const [, load] = await timed(async () => {
    if (memory === 0) return;
    for await (const step of unet.weights.load({ memory })) void step;
  });
  const denoiser = pipelineDenoiser({ parts: { unet } }, { predicts: "eps" });
  const x = noiseImages([1, 64, 64, 4], rng);
  const condition = { data: Float32Array.from(rng.normal(77 * 768)), count: 1, tokens: 77, width: 768 };
  const steps: number[] = [];
  let deviation = 0;
  for (const t of [981]) {
    const [y, seconds] = await timed(async () =>
      denoiser.predict(x, levelAt(scaledLinearSchedule(), t), condition),
    );
    steps.push(seconds);
    deviation = Math.sqrt(y.data.reduce((sum, value) => sum + value ** 2, 0) / y.data.length);
    if (!Number.isFinite(deviation)) throw new Error("The prediction is not finite");
  }
  const resident = unet.weights.resident();
  return { resident, open, load, steps, peak: process.resourceUsage().maxRSS * 1024, deviation };
}

process.stdout.write(`${JSON.stringify(await measure())}\n`);
process.exit(0);
