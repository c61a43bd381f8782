import { checkInteger } from "../core/check.ts";
import type { Images } from "../core/images.ts";
import type { Random } from "../core/random.ts";
import { type SampleStep, sample } from "../sample/sample.ts";
import type { Sampler } from "../sample/sampler.ts";
import type { Level } from "../schedule/level.ts";
import type { EncodedTexts } from "./encode-prompts.ts";
import { codeChannels, codeFactor, decodePictures } from "./latents.ts";
import type { LoadedWeights } from "./part-weights.ts";
import type { Pipeline } from "./pipeline.ts";
import { networkPart, type PipelineCondition, pipelineDenoiser } from "./pipeline-denoiser.ts";
import { emptyCondition, promptCondition } from "./prompt-conditions.ts";
import { type SamplingPlan, samplingPlan } from "./sampling-plan.ts";
import { startCodes } from "./start-codes.ts";

export interface TextToImageOptions {
  /** What to draw: one text, or one for each picture. */
  prompt: string | readonly string[];
  /** What to move away from. Default: nothing; Flux takes none. */
  negative?: string;
  /** Default: 50; 28 for Flux, and 4 where it is distilled for few steps. */
  steps?: number;
  /** The scale of guidance, 1 for none; Flux is told it. Default: 7.5; 5 for Stable Diffusion XL, 3.5 for Flux. */
  guidance?: number;
  /** How to take a step. Default: that of the pipeline's scheduler. */
  sampler?: Sampler;
  /** Height and width in pixels, or both as one number. Default: what the model was trained on, or the image's. */
  size?: number | readonly [height: number, width: number];
  /** A picture to change, with values in [−1, 1]. */
  image?: Images;
  /** With an image: how much of the way to go, above 0 to 1. Default: 0.8; 1 with a mask. */
  strength?: number;
  /** With an image: where to paint, a number for each pixel, 1 to paint and 0 to keep. */
  mask?: ArrayLike<number>;
  /** How many tokens of each text Flux's T5 reads; fewer are faster. Default: 512; 256 where it is distilled for few steps. */
  tokens?: number;
  /** `random(seed, { like: "torch" })` draws the noise that diffusers draws with that seed. */
  rng: Random;
  signal?: AbortSignal;
}

/** One of the things that happen on the way from a text to a picture, as plain host data. */
export type ImageStep =
  | ({ stage: "weights"; part: string } & LoadedWeights)
  | { stage: "text"; encoded: EncodedTexts[]; negative?: EncodedTexts[]; condition: PipelineCondition }
  | { stage: "start"; levels: Level[]; x: Images }
  | ({ stage: "step" } & DenoisingStep)
  | { stage: "image"; codes: Images; image: Images };

/** A step of sampling, and what the network said of the codes before it. */
export interface DenoisingStep extends SampleStep<Images> {
  /** The network's prediction with the prompt. */
  conditional: Images;
  /** That without it, or with the negative prompt; there is none without guidance. */
  unconditional?: Images | undefined;
}

/**
 * Draws pictures of texts with a pipeline, and shows each step of it: the weights as they are read, tokens and states of
 * the texts, the noise levels, each step with the predictions that guidance weighs, and the codes with their picture.
 *
 * With an image it changes that one (Meng et al. 2022, "SDEdit"); with a mask besides, only where the mask says. Where
 * memory is short each part is loaded, run and freed before the next, and what has no room is read layer by layer.
 *
 * Rombach et al. 2022, "High-Resolution Image Synthesis with Latent Diffusion Models"; Podell et al. 2023, "SDXL"; Esser et
 * al. 2024 for Flux.
 *
 * @returns Records by stage: "weights", "text", "start", "step", "image"; the last one's `image` is the result.
 * @throws {RangeError} If an option is out of its range, or the size is none that the network can halve.
 *
 * @example See `pipelineOf`.
 */
// Long: the stages of a picture in their order, which is what it is read for.
export async function* textToImage(
  pipeline: Pipeline,
  options: TextToImageOptions,
): AsyncGenerator<ImageStep, void> {
  const settled = settle(pipeline, options);
  const { guides, size, plan, signal } = settled;
  yield* loaded(pipeline, Object.keys(pipeline.readers), signal);
  const told = await conditions(pipeline, settled);
  relieve(pipeline, Object.keys(pipeline.readers));
  yield { stage: "text", ...told.shown, condition: told.condition };
  if (options.image) yield* loaded(pipeline, ["vae"], signal);
  const start = await startCodes(pipeline, {
    ...options,
    size,
    levels: plan.levels,
    count: settled.texts.length,
  });
  if (options.image) relieve(pipeline, ["vae"]);
  yield { stage: "start", levels: start.levels, x: start.x };
  const { name } = networkPart(pipeline);
  yield* loaded(pipeline, [name], signal);
  let codes = start.x;
  const asked = recorded(pipeline, plan);
  const sampling = sample(asked.denoiser, {
    ...start,
    ...(plan.schedule && { schedule: plan.schedule }),
    sampler: options.sampler ?? plan.sampler,
    condition: told.condition,
    ...(guides && { guidance: settled.guidance, negative: told.negative }),
    rng: options.rng,
    signal,
  });
  for await (const step of sampling) {
    codes = step.x;
    yield { stage: "step", ...step, ...asked.take(guides) };
  }
  relieve(pipeline, [name]);
  yield* loaded(pipeline, ["vae"], signal);
  yield { stage: "image", codes, image: await decodePictures(pipeline, codes) };
  relieve(pipeline, ["vae"]);
}

interface Settled {
  texts: readonly string[];
  negative: string | undefined;
  size: readonly [number, number];
  guidance: number;
  tokens: number;
  /** Whether the network is asked twice. */
  guides: boolean;
  plan: SamplingPlan;
  signal: AbortSignal | undefined;
}

function settle(pipeline: Pipeline, options: TextToImageOptions): Settled {
  const { prompt, negative, image, signal } = options;
  const { network } = networkPart(pipeline).part;
  const isFlow = pipeline.family === "flux";
  const isTold = network.kind === "mmdit" && network.config.guidance === true;
  if (isFlow && negative !== undefined)
    throw new RangeError("Cannot draw: Flux takes no negative prompt; leave negative out");
  const factor = codeFactor(pipeline);
  const [side, other] = network.kind === "unet" ? network.config.image : [128, 128];
  const { size = image ? [image.height, image.width] : [side * factor, other * factor] } = options;
  const [height, width] = typeof size === "number" ? [size, size] : size;
  const cells = network.kind === "unet" ? 2 ** (network.config.channels.length - 1) : 2;
  for (const length of [height, width])
    checkInteger(length / (factor * cells), {
      doing: "draw",
      name: `a side divided by ${factor * cells}`,
      from: 1,
    });
  const guidance = options.guidance ?? { sd: 7.5, sdxl: 5, flux: 3.5 }[pipeline.family];
  const steps = options.steps ?? (isFlow ? (isTold ? 28 : 4) : 50);
  const patches = (height / factor / 2) * (width / factor / 2);
  return {
    texts: typeof prompt === "string" ? [prompt] : prompt,
    negative,
    size: [height, width],
    guidance,
    guides: !isFlow && guidance !== 1,
    plan: samplingPlan({ config: pipeline.configs.scheduler, of: "scheduler" }, { steps, tokens: patches }),
    tokens: options.tokens ?? (isTold ? 512 : 256),
    signal,
  };
}

async function conditions(pipeline: Pipeline, { texts, negative, guides, size, guidance, tokens }: Settled) {
  const { condition, encoded } = await promptCondition(pipeline, texts, { size, guidance, tokens });
  if (!guides) return { condition, negative: undefined, shown: { encoded } };
  if (negative === undefined && pipeline.configs.settings["force_zeros_for_empty_prompt"] === true)
    return { condition, negative: emptyCondition(condition), shown: { encoded } };
  const others = texts.map(() => negative ?? "");
  const against = await promptCondition(pipeline, others, { size, guidance });
  return { condition, negative: against.condition, shown: { encoded, negative: against.encoded } };
}

/** Loads parts as far as memory allows. */
async function* loaded(
  { parts, memory }: Pipeline,
  names: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<ImageStep, void> {
  const others = Object.values(parts).reduce((sum, { weights }) => sum + weights.resident(), 0);
  let left = memory - others;
  for (const part of names) {
    const { weights } = parts[part];
    const own = weights.resident();
    for await (const step of weights.load({ memory: own + Math.max(0, left) })) {
      signal?.throwIfAborted();
      yield { stage: "weights", part, ...step };
    }
    left -= weights.resident() - own;
  }
}

/** Frees parts that are done with, unless there is room for all of the pipeline. */
function relieve({ parts, memory }: Pipeline, names: readonly string[]): void {
  const all = Object.values(parts).reduce((sum, { weights }) => sum + weights.bytes, 0);
  if (all > memory) for (const name of names) parts[name].weights.free();
}

/** The pipeline's denoiser, and what it said since it was last looked at. */
function recorded(pipeline: Pipeline, { predicts }: SamplingPlan) {
  const denoiser = pipelineDenoiser(pipeline, { predicts });
  let said: Images[] = [];
  return {
    denoiser: {
      ...denoiser,
      shape: [1, 1, codeChannels(pipeline)],
      async predict(...asked: Parameters<typeof denoiser.predict>): Promise<Images> {
        const prediction = await denoiser.predict(...asked);
        said.push(prediction);
        return prediction;
      },
    },
    take(guides: boolean): Pick<DenoisingStep, "conditional" | "unconditional"> {
      const [conditional, unconditional] = said;
      said = [];
      return { conditional, ...(guides && { unconditional }) };
    },
  };
}
