import type { MixtureParameters } from "../oracle/gaussians.ts";
import { lossFloor } from "../oracle/loss-floor.ts";
import { errorRatio } from "../process/loss-weight.ts";
import type { Target } from "../process/target.ts";
import type { Batch } from "./batch.ts";
import type { TrainingData } from "./source.ts";

/** The least loss that is possible on a batch, where it is known. */
export type FloorOf = (batch: Batch) => { floor?: number };

/** Makes the function that knows the floor of a mixture's batches: the mean of weight times the exact denoiser's error. */
export function floorOf(data: TrainingData, target: Target): FloorOf {
  if (!isMixture(data) || data.means[0].length > 3) return () => ({});
  const logError = interpolated((logSigma) =>
    Math.log(lossFloor(data, Math.exp(logSigma), { target: "x0", points: 16 })),
  );
  const at = (sigma: number): number => {
    const within = Math.min(Math.max(sigma, 1e-4), 1e4);
    return Math.exp(logError(Math.log(within))) * errorRatio(target, 1 / within ** 2);
  };
  return ({ levels, weights }) => ({
    floor: levels.reduce((sum, { sigma }, row) => sum + weights[row] * at(sigma), 0) / levels.length,
  });
}

function isMixture(data: TrainingData): data is TrainingData & MixtureParameters {
  return "means" in data && "deviations" in data && "weights" in data;
}

/** A smooth function that is costly: computed once at each tenth, and a cubic through four of these between them. */
function interpolated(f: (x: number) => number): (x: number) => number {
  const known = new Map<number, number>();
  const node = (k: number): number => {
    const value = known.get(k) ?? f(k / 10);
    known.set(k, value);
    return value;
  };
  return (x) => {
    const left = Math.floor(10 * x);
    const u = 10 * x - left;
    const [a, b, c, d] = [-1, 0, 1, 2].map((by) => node(left + by));
    return (
      (-a * u * (u - 1) * (u - 2)) / 6 +
      (b * (u + 1) * (u - 1) * (u - 2)) / 2 -
      (c * (u + 1) * u * (u - 2)) / 2 +
      (d * (u + 1) * u * (u - 1)) / 6
    );
  };
}
