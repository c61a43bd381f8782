/** The noise levels on which a model is trained, and how much each counts. */
import type { Random } from "../core/random.ts";
import { minSnrWeight, p2Weight } from "../process/loss-weight.ts";
import type { Target } from "../process/target.ts";
import { logitNormalTimes, uniformSteps } from "../process/time-sampling.ts";
import { flowLevel, type Level, levelAt } from "../schedule/level.ts";
import type { Schedule } from "../schedule/schedule.ts";

/** Draws a noise level for each of `count` rows. */
export type DrawLevels = (count: number, rng: Random) => Level[];

/**
 * The levels of a training: of a schedule all steps alike (Ho et al. 2020, algorithm 1); without one those of flow, most of
 * them in the middle (Esser et al. 2024, section 3.1).
 */
export function trainingLevels(schedule: Schedule | undefined): DrawLevels {
  return schedule
    ? (count, rng) => Array.from(uniformSteps(schedule, { count, rng }), (t) => levelAt(schedule, t))
    : (count, rng) => Array.from(logitNormalTimes({ count, rng }), flowLevel);
}

/** How much the squared error of a row counts: by name, or a function of its noise level. */
export type LossWeight = "uniform" | "min-snr" | "p2" | ((level: Level) => number);

export const lossWeights = ["uniform", "min-snr", "p2"] as const;

/** The function that a weight stands for. */
export function weightOf(weight: LossWeight, target: Target): (level: Level) => number {
  if (typeof weight === "function") return weight;
  const snr = ({ a, s }: Level) => (a / s) ** 2;
  const named = {
    uniform: () => 1,
    "min-snr": (level: Level) => minSnrWeight(snr(level), { target }),
    p2: (level: Level) => p2Weight(snr(level), { target }),
  };
  return named[weight];
}
