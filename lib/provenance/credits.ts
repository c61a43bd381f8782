import type { UsedDataset } from "./label.ts";

/**
 * The lines to print beside a picture, one for each set that its model learned from, each once.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { creditLines } from "noisebook";
 *
 * const faces = { name: "faces16", version: "1.0.0", licence: "CC0-1.0", credit: "Pixel Art by DiceBear" };
 * assert.deepEqual(creditLines([faces, faces]), ["faces16 1.0.0: Pixel Art by DiceBear (CC0-1.0)"]);
 * ```
 */
export function creditLines(datasets: readonly UsedDataset[]): string[] {
  const lines = datasets.map(
    ({ name, version, licence, credit }) => `${name} ${version}: ${credit} (${licence})`,
  );
  return [...new Set(lines)];
}
