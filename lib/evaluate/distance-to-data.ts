import { checkInteger } from "../core/check.ts";
import type { Points } from "../core/points.ts";
import type { Random } from "../core/random.ts";
import { checkPair } from "./check-points.ts";
import { frechetDistance } from "./frechet-distance.ts";
import { type Estimate, kernelDistance } from "./kernel-distance.ts";
import { type Neighbours, neighbours } from "./neighbours.ts";
import { mean, pickRows } from "./rows.ts";

/** Every distance between two sets of features. */
export interface Distances extends Neighbours {
  /** Squared Fréchet distance; see {@link frechetDistance}. */
  frechet: number;
  /** Kernel distance with its standard error; see {@link kernelDistance}. */
  kernel: Estimate;
}

/** How far samples are from real data, and how far real data are from real data. */
export interface DistanceReport {
  /** What to call the figures: "Fréchet distance in faces16 features", never a bare FID. */
  name: string;
  /** Rows on each side, the same for samples and for the floor. */
  count: number;
  dim: number;
  samples: Distances;
  /** Real against other real rows: what a perfect model would get. Mean over some splits. */
  floor: Distances;
}

/**
 * Measures how far samples are from real data, with the floor beside it: the same figures of two halves of the real data,
 * at the same number of rows.
 *
 * Rows are drawn from both sets so that there are as many real rows as samples, and twice as many real ones for the floor.
 *
 * @param real Features of real pictures that the model was to learn, in rows; more than twice as many as samples are best.
 * @param samples Features of what it made.
 * @param options
 * @param options.name What the features are of: "faces16".
 * @param options.splits How many times the floor is measured. Default: 4.
 * @throws {RangeError} If there are fewer than 12 real rows or 6 samples, more than 64 features, or a number is not finite.
 * @throws {ShapeError} If the two differ in dimension.
 *
 * @example Samples of one source with the data are at the floor
 * ```ts
 * import assert from "node:assert/strict";
 * import { distanceToData, random } from "noisebook";
 *
 * const rng = random(1);
 * const normal = (count: number) => ({ data: rng.normal(count * 4), count, dim: 4 });
 * const { samples, floor } = distanceToData(normal(800), normal(400), { name: "toy", rng });
 * assert.ok(samples.frechet < 3 * floor.frechet);
 * ```
 */
export function distanceToData(
  real: Points,
  samples: Points,
  { name, rng, splits = 4 }: { name: string; rng: Random; splits?: number },
): DistanceReport {
  const doing = "measure the distance to the data";
  checkInteger(splits, { doing, name: "splits", from: 1 });
  checkPair(real, samples, { doing, from: 6 });
  const count = Math.min(samples.count, Math.floor(real.count / 2));
  checkInteger(count, { doing, name: "half of the real rows", from: 6 });
  const draw = (points: Points, parts: number) => {
    const order = rng.shuffle(Array.from({ length: points.count }, (_, at) => at));
    return Array.from({ length: parts }, (_, part) =>
      pickRows(points, order.slice(part * count, (part + 1) * count)),
    );
  };
  const floors = Array.from({ length: splits }, () => {
    const [one, other] = draw(real, 2);
    return distances(one, other);
  });
  return {
    name: `Fréchet distance in ${name} features`,
    count,
    dim: real.dim,
    samples: distances(draw(real, 1)[0], draw(samples, 1)[0]),
    floor: meanOf(floors),
  };
}

function distances(real: Points, samples: Points): Distances {
  return {
    frechet: frechetDistance(real, samples),
    kernel: kernelDistance(real, samples),
    ...neighbours(real, samples),
  };
}

function meanOf(all: Distances[]): Distances {
  const over = (of: (one: Distances) => number) => mean(all.map(of));
  return {
    frechet: over(({ frechet }) => frechet),
    kernel: { value: over(({ kernel }) => kernel.value), error: over(({ kernel }) => kernel.error) },
    precision: over(({ precision }) => precision),
    recall: over(({ recall }) => recall),
    density: over(({ density }) => density),
    coverage: over(({ coverage }) => coverage),
  };
}
