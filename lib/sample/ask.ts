/** Asking a denoiser: conditions, guidance and clipping between the sampler and the model. */
import { checkFinite } from "../core/check.ts";
import { checkAlike, type HostValues } from "../core/values.ts";
import { type Denoised, type Denoiser, denoised } from "../process/denoiser.ts";
import { type Guidance, guide, guideByClassifier, guidesAt } from "../process/guidance.ts";
import type { Level } from "../schedule/level.ts";
import { type Clip, clipped } from "./clip.ts";
import { noteGuidance } from "./watch.ts";

/** A classifier that steers a denoiser which knows no classes; see `guideByClassifier`. */
export interface Classifier<X extends HostValues> {
  /** ∇ₓ log p(class | x) at a noise level. */
  gradient(x: X, level: Level): X | Promise<X>;
  /** 0 is no guidance. */
  scale: number;
}

/** What the denoiser is asked for. */
export interface AskOptions<X extends HostValues, Condition> {
  /** What to sample, in the denoiser's own terms: a class, an embedding. */
  condition?: Condition | undefined;
  /** What to move away from; without it, the unconditional prediction. */
  negative?: Condition | undefined;
  /** How strongly to follow the condition: a scale (1 = not at all beyond the model), or by name. Default: 1. */
  guidance?: number | Guidance;
  classifier?: Classifier<X>;
  /** Cuts every prediction of x_0 to the range of the data. Default: no cut. */
  clip?: Clip;
}

/** A denoiser as a sampler sees it, and how often it was asked. */
interface Asker<X extends HostValues> {
  denoise(x: X, level: Level): Promise<Denoised<X>>;
  evaluations(): number;
}

/**
 * Makes the function that a sampler calls.
 *
 * @throws {RangeError} If guidance is asked for and there is nothing to follow.
 */
export function asker<X extends HostValues, Condition>(
  denoiser: Denoiser<X, Condition>,
  { condition, negative, guidance = 1, classifier, clip }: AskOptions<X, Condition>,
): Asker<X> {
  let evaluations = 0;
  const predict = async (x: X, level: Level, condition?: Condition): Promise<X> => {
    evaluations++;
    const prediction = await denoiser.predict(x, level, condition);
    checkAlike(prediction, x, { name: "the denoiser's prediction", like: "x" });
    checkFinite(prediction.data, { doing: "sample", name: `the denoiser's prediction at t = ${level.t}` });
    return prediction;
  };
  const guided = async (x: X, level: Level): Promise<X> => {
    const conditional = await predict(x, level, condition);
    if (!guidesAt(guidance, level)) return conditional;
    if (condition === undefined)
      throw new RangeError("Cannot guide: give a condition or a prompt to follow, or leave guidance out");
    const parts = { conditional, unconditional: await predict(x, level, negative) };
    noteGuidance(parts);
    return guide(parts, guidance);
  };
  const denoise = async (x: X, level: Level): Promise<Denoised<X>> => {
    let found = denoised(await guided(x, level), { x, level, predicts: denoiser.predicts });
    if (classifier && classifier.scale !== 0) {
      const gradient = await classifier.gradient(x, level);
      const eps = guideByClassifier(found.eps, { gradient, level, scale: classifier.scale });
      found = denoised(eps, { x, level, predicts: "eps" });
    }
    return clip === undefined ? found : clipped(found, { x, level, clip });
  };
  return { denoise, evaluations: () => evaluations };
}
