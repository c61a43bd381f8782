import { checkInteger } from "../core/check.ts";
import type { Random } from "../core/random.ts";

/** A figure, and where it is with 95 % confidence. */
export interface WithInterval {
  value: number;
  interval: [number, number];
}

/**
 * The interval of a statistic by drawing its items again with repetition: the 2.5th and 97.5th percentile of what the draws
 * give. Draws for which the statistic is not defined are left out.
 *
 * Efron 1979, "Bootstrap Methods: Another Look at the Jackknife".
 *
 * @param count How many items there are.
 * @param statistic Of the items of these indices.
 * @param options.draws Default: 1000.
 */
export function bootstrap(
  count: number,
  statistic: (indices: readonly number[]) => number,
  { rng, draws = 1000 }: { rng: Random; draws?: number },
): WithInterval {
  checkInteger(draws, { doing: "bootstrap", name: "draws", from: 40 });
  const value = statistic(Array.from({ length: count }, (_, at) => at));
  const drawn = Array.from({ length: draws }, () => statistic([...rng.integer(count, count)]))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const at = (share: number) => drawn[Math.round(share * (drawn.length - 1))] ?? Number.NaN;
  return { value, interval: [at(0.025), at(0.975)] };
}
