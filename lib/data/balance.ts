import { count } from "../core/count.ts";

/** How evenly the values of one attribute are spread. */
export interface Balance {
  /** Rows of each value, most frequent first. */
  counts: Record<string, number>;
  /** H = −Σ p ln p, in nats. */
  entropy: number;
  /** H / ln K for K values: 1 if all are equally frequent, 0 for one value. */
  evenness: number;
  /** e^H: how many equally frequent values would be as diverse. */
  effective: number;
}

/**
 * Measures how evenly values are spread.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { balance } from "noisebook";
 *
 * const { effective, evenness } = balance(["cat", "dog", "cat", "dog"]);
 * assert.ok(Math.abs(effective - 2) < 1e-12 && Math.abs(evenness - 1) < 1e-12);
 * ```
 */
export function balance(values: string[]): Balance {
  const counts = [...count(values)].sort((a, b) => b[1] - a[1]);
  const entropy = counts.reduce((sum, [, n]) => sum - (n / values.length) * Math.log(n / values.length), 0);
  return {
    counts: Object.fromEntries(counts),
    entropy,
    evenness: counts.length > 1 ? entropy / Math.log(counts.length) : 0,
    effective: Math.exp(entropy),
  };
}

/** How much one attribute says of another. */
export interface Association {
  a: string;
  b: string;
  /** Σ p(a, b) ln (p(a, b) / p(a) p(b)), in nats. */
  information: number;
  /** Cramér's V, from 0 (independent) to 1 (each tells the other), with Bergsma's correction for chance. */
  strength: number;
}

/**
 * Measures, for every two attributes, how far they come together: hair with background, colour with shape. Rows that lack
 * one of the two do not count.
 *
 * Bergsma 2013, "A bias-correction for Cramér's V and Tschuprow's T": φ² = max(0, χ²/n − (r−1)(c−1)/(n−1)), over the
 * smaller of r̃ − 1 and c̃ − 1, where r̃ = r − (r−1)²/(n−1).
 *
 * @returns Strongest first.
 */
export function associations(attributes: Record<string, string>[]): Association[] {
  const names = [...new Set(attributes.flatMap((record) => Object.keys(record)))].sort();
  const found: Association[] = [];
  for (const [at, a] of names.entries())
    for (const b of names.slice(at + 1)) {
      const both = attributes.filter((record) => a in record && b in record);
      if (both.length > 1) found.push({ a, b, ...associate(both.map((record) => [record[a], record[b]])) });
    }
  return found.sort((x, y) => y.strength - x.strength);
}

function associate(pairs: [string, string][]): Pick<Association, "information" | "strength"> {
  const n = pairs.length;
  const [ofA, ofB] = [count(pairs.map(([a]) => a)), count(pairs.map(([, b]) => b))];
  const ofBoth = count(pairs.map((pair) => JSON.stringify(pair)));
  let [information, phi] = [0, -1];
  for (const [key, together] of ofBoth) {
    const [x, y] = JSON.parse(key);
    const expected = (ofA.get(x)! * ofB.get(y)!) / n;
    information += (together / n) * Math.log(together / expected);
    phi += together ** 2 / (expected * n);
  }
  const [r, c] = [ofA.size, ofB.size];
  const corrected = Math.max(0, phi - ((r - 1) * (c - 1)) / (n - 1));
  const side = (k: number) => k - 1 - (k - 1) ** 2 / (n - 1);
  const smaller = Math.min(side(r), side(c));
  return { information, strength: smaller > 0 ? Math.min(1, Math.sqrt(corrected / smaller)) : 0 };
}
