/** When something was handed in, as nbgrader writes it into `timestamp.txt`. */
import { readTime } from "./read-time.ts";

/**
 * Reads a timestamp of nbgrader's: a date, a time, and a zone by its name or distance; UTC where there is none.
 *
 * @returns The moment in ISO form and UTC, to the millisecond; undefined if it is no timestamp.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(readTimestamp("2015-02-02 14:58:23.948203 America/Los_Angeles"), "2015-02-02T22:58:23.948Z");
 * assert.equal(readTimestamp("2015-02-02 14:58:23 +0100"), "2015-02-02T13:58:23.000Z");
 * assert.equal(readTimestamp("yesterday"), undefined);
 * ```
 */
export function readTimestamp(text: string): string | undefined {
  try {
    return new Date(readTime(text, "UTC")).toISOString();
  } catch {
    return undefined;
  }
}

/** Writes a moment as nbgrader does, in UTC. */
export function writeTimestamp(moment: Date): string {
  return `${moment.toISOString().replace("T", " ").replace("Z", "")}000 UTC`;
}
