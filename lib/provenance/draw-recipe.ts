import type { Images } from "../core/images.ts";
import { random } from "../core/random.ts";
import { pickImages } from "../data/dataset.ts";
import type { Denoiser } from "../process/denoiser.ts";
import { ddim } from "../sample/ddim.ts";
import { ddpm } from "../sample/ddpm.ts";
import { dpmSolver2m } from "../sample/dpm-solver-2m.ts";
import { euler } from "../sample/euler.ts";
import { eulerAncestral } from "../sample/euler-ancestral.ts";
import { flowEuler } from "../sample/flow-euler.ts";
import { flowHeun } from "../sample/flow-heun.ts";
import { heun } from "../sample/heun.ts";
import { lms } from "../sample/lms.ts";
import { pndm } from "../sample/pndm.ts";
import { sample } from "../sample/sample.ts";
import type { Sampler } from "../sample/sampler.ts";
import { unipc } from "../sample/unipc.ts";
import { cosineSchedule } from "../schedule/cosine.ts";
import { flowSigmas } from "../schedule/flow-sigmas.ts";
import { linearSchedule } from "../schedule/linear.ts";
import { scaledLinearSchedule } from "../schedule/scaled-linear.ts";
import { sigmoidSchedule } from "../schedule/sigmoid.ts";
import type { Named, Recipe } from "./label.ts";

/** A model that was found by its hash, with its adapters in it. */
export interface LoadedModel {
  denoiser: Denoiser<Images>;
  /** Makes pictures of what the denoiser draws, if that is codes. */
  decode?: ((codes: Images) => Promise<Images>) | undefined;
  /** {@link contentHash} of what was loaded, to hold against the recipe's. */
  hash: string;
}

/** Finds a model, and puts adapters into it. */
export type LoadModel = (model: Named, adapters: Recipe["adapters"]) => LoadedModel | Promise<LoadedModel>;

const samplers: Readonly<Record<string, Sampler>> = {
  ddim,
  ddpm,
  dpmSolver2m,
  euler,
  eulerAncestral,
  flowEuler,
  flowHeun,
  heun,
  lms,
  pndm,
  unipc,
};
const schedules = {
  linear: linearSchedule,
  "scaled linear": scaledLinearSchedule,
  cosine: cosineSchedule,
  sigmoid: sigmoidSchedule,
};

/**
 * Draws the picture that a recipe describes. The same recipe and model give the same values on the same backend.
 *
 * @param options
 * @param options.load Finds the model by its name and hash: a folder of checkpoints, say.
 * @returns One picture.
 * @throws {RangeError} If the recipe names an unknown sampler.
 * @throws {Error} If the model that was loaded is not the one that the recipe names.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { contentHash, drawRecipe, idealDenoiser, loadDataset } from "noisebook";
 *
 * const { images } = await loadDataset("digits8", { limit: 20 });
 * const hash = contentHash({ images: images.data });
 * const denoiser = { ...idealDenoiser(images), embed: () => undefined };
 * const recipe = {
 *   prompt: "a digit", seed: 7, sampler: "ddim", steps: 20, schedule: { name: "cosine" as const, steps: 1000 },
 *   model: { name: "ideal", hash }, adapters: [], count: 1, index: 0,
 * };
 * const draw = () => drawRecipe(recipe, { load: () => ({ denoiser, hash }) });
 * assert.deepEqual(await draw(), await draw());
 * ```
 */
export async function drawRecipe(recipe: Recipe, { load }: { load: LoadModel }): Promise<Images> {
  const { prompt, negativePrompt, seed, steps, guidance, schedule, model, adapters, count, index } = recipe;
  const sampler = samplers[recipe.sampler];
  if (!Object.hasOwn(samplers, recipe.sampler))
    throw new RangeError(
      `Cannot draw recipe: sampler must be one of ${Object.keys(samplers).join(", ")}, got ${recipe.sampler}`,
    );
  const { denoiser, decode, hash } = await load(model, adapters);
  if (hash !== model.hash)
    throw new Error(
      `Cannot draw recipe: the model ${model.name} that was loaded has sha256 ${hash.slice(0, 12)}…, the recipe's has ${model.hash.slice(0, 12)}…`,
    );
  let last: Images | undefined;
  const options = {
    ...{ sampler, count, prompt, rng: random(seed) },
    ...(schedule.name === "flow"
      ? { sigmas: flowSigmas({ steps }) }
      : { steps, schedule: schedules[schedule.name]({ steps: schedule.steps }) }),
    ...(negativePrompt !== undefined && { negativePrompt }),
    ...(guidance !== undefined && { guidance }),
  };
  for await (const { x } of sample(denoiser, options)) last = x;
  const drawn = pickImages(last!, [index]);
  return decode ? decode(drawn) : drawn;
}
