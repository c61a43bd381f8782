import { createHash } from "node:crypto";

/**
 * The key of a job: 40 hexadecimal digits of the SHA-256 of its parts, such as the assignment's version, the student and the
 * submission's hash. The same parts give the same key on every machine.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(jobKey("v1", "ada", "f00"), jobKey("v1", "ada", "f00"));
 * assert.notEqual(jobKey("v1", "ada", "f00"), jobKey("v1", "adaf", "00"));
 * ```
 */
export function jobKey(...parts: string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 40);
}
