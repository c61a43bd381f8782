import { createHash } from "node:crypto";

/** The sides of a split; "all" is both. */
export type Split = "train" | "test" | "all";

/**
 * Whether a concept belongs to this side. About one in ten is for the test, by the first byte of SHA-256 of its name:
 * the choice does not depend on the order of rows, and holds for every picture of the concept.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { inSplit } from "noisebook";
 *
 * assert.notEqual(inSplit("face-1", "train"), inSplit("face-1", "test"));
 * ```
 */
export function inSplit(concept: string, split: Split): boolean {
  if (split === "all") return true;
  const forTest = createHash("sha256").update(concept).digest()[0] < 26;
  return forTest === (split === "test");
}
