import { count } from "../core/count.ts";

/** The share of one value among a set's pictures and among a model's samples. */
export interface Share {
  value: string;
  inSet: number;
  inSamples: number;
  /** The share among samples is in here with 95 % confidence. */
  interval: [number, number];
  /** inSamples − inSet, and where it is with 95 % confidence. */
  difference: number;
  differenceInterval: [number, number];
  /** "more" or "less" if the samples differ from the set beyond chance, else "same". */
  verdict: "more" | "less" | "same";
}

/**
 * Compares how often each value comes in a set and in samples: does a model show what it was shown, or exaggerate it?
 *
 * Wilson 1927, "Probable inference, the law of succession, and statistical inference", for the intervals of a share;
 * Newcombe 1998, "Interval estimation for the difference between independent proportions", method 10, for that of a
 * difference. With many values at once some verdicts are chance: one in twenty when nothing differs.
 *
 * @throws {RangeError} If one of the lists is empty.
 *
 * @example A model that draws hats twice as often as its data
 * ```ts
 * import assert from "node:assert/strict";
 * import { shares } from "noisebook";
 *
 * const set = Array.from({ length: 1000 }, (_, i) => (i < 100 ? "hat" : "none"));
 * const samples = Array.from({ length: 500 }, (_, i) => (i < 100 ? "hat" : "none"));
 * assert.equal(shares(set, samples).find(({ value }) => value === "hat")?.verdict, "more");
 * ```
 */
export function shares(set: string[], samples: string[]): Share[] {
  if (set.length === 0 || samples.length === 0)
    throw new RangeError(
      `Cannot compare shares: the set has ${set.length} values and the samples ${samples.length}`,
    );
  const [ofSet, ofSamples] = [count(set), count(samples)];
  return [...new Set([...ofSet.keys(), ...ofSamples.keys()])].sort().map((value) => {
    const [inSet, setLow, setHigh] = wilson(ofSet.get(value) ?? 0, set.length);
    const [inSamples, low, high] = wilson(ofSamples.get(value) ?? 0, samples.length);
    const difference = inSamples - inSet;
    const least = difference - Math.hypot(inSamples - low, setHigh - inSet);
    const most = difference + Math.hypot(high - inSamples, inSet - setLow);
    return {
      ...{ value, inSet, inSamples, difference },
      interval: [low, high],
      differenceInterval: [least, most],
      verdict: least > 0 ? "more" : most < 0 ? "less" : "same",
    };
  });
}

/** A share, and the ends of Wilson's interval with 95 % confidence. */
export function wilson(times: number, of: number): [number, number, number] {
  const z = 1.959963984540054;
  const share = times / of;
  const middle = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const reach = (z / (1 + z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  return [share, Math.min(share, middle - reach), Math.max(share, middle + reach)];
}
