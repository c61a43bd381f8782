/** What a sampler is: a function that takes x from one noise level to the next. */
import { combine } from "../core/combine.ts";
import type { HostValues } from "../core/values.ts";
import type { Denoised } from "../process/denoiser.ts";
import type { Level } from "../schedule/level.ts";
import type { Process } from "./levels.ts";

/** What a sampler may use for one step. */
export interface Step<X extends HostValues> extends Process {
  /** The noise level at which x is. */
  from: Level;
  /** The less noisy level to which it shall go. */
  to: Level;
  /** How many steps were made before this one. */
  index: number;
  /** How many steps there will be in all. */
  steps: number;
  /** The steps before this one, oldest first: multi-step methods look back. */
  history: readonly Past<X>[];
  /** Asks the denoiser, guidance included, for the data and the noise in x. Each call is one evaluation. */
  denoise(x: X, level: Level): Promise<Denoised<X>>;
  /** Draws ε ~ N(0, I) like x. */
  noise(x: X): X;
}

/** Where a step led, and what the denoiser said on the way. */
export interface Move<X extends HostValues> extends Denoised<X> {
  /** The data at the level `to`. */
  x: X;
  /** Where the step began, if not at the x that the sampler was given: a corrector moves it first. */
  start?: X;
}

/** A step that was made. */
export interface Past<X extends HostValues> extends Denoised<X> {
  from: Level;
  /** Where the step began. */
  start: X;
}

/**
 * A sampler: one function, which you can write yourself.
 *
 * @example The simplest one, DDIM: keep what the denoiser says, and mix it for the next level
 * ```ts
 * import assert from "node:assert/strict";
 * import { combine, mixture, sample, type Sampler, exponentialSigmas, random } from "noisebook";
 *
 * const mine: Sampler = async (x, { from, to, denoise }) => {
 *   const { x0, eps } = await denoise(x, from);
 *   return { x: combine([to.a, x0], [to.s, eps]), x0, eps };
 * };
 *
 * const exact = mixture({ weights: [1], means: [[5]], deviations: [0.1] });
 * for await (const step of sample(exact, { sigmas: exponentialSigmas({ steps: 20 }), sampler: mine, rng: random(1) }))
 *   if (step.index === 19) assert.ok(Math.abs(step.x.data[0] - 5) < 0.5);
 * ```
 */
export type Sampler = <X extends HostValues>(x: X, step: Step<X>) => Promise<Move<X>>;

/**
 * Moves x to another level as if the noise in it were `eps` all the way: x/a is a straight line in σ.
 *
 * x' = a'·(x/a + (σ' − σ)·ε)
 */
export function holdNoise<X extends HostValues>(x: X, eps: X, { from, to }: { from: Level; to: Level }): X {
  if (from.a === 0)
    throw new RangeError(
      "Cannot step in sigma: sigma is infinite at the first level, where no data are left; use ddim, dpmSolver2m or flowEuler",
    );
  // Towards a' = 0, where a'·σ' is s', the noise is all that stays.
  const added = to.a === 0 ? to.s : to.a * (to.sigma - from.sigma);
  return combine([to.a / from.a, x], [added, eps]);
}

/**
 * Moves x to another level as if the data in it were `x0` all the way: x/s is a straight line in a/s.
 *
 * x' = (s'/s)·x + (a' − a·s'/s)·x_0
 */
export function holdData<X extends HostValues>(x: X, x0: X, { from, to }: { from: Level; to: Level }): X {
  const kept = to.s / from.s;
  return combine([kept, x], [to.a - from.a * kept, x0]);
}
