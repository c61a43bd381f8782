/** A result as one line of a pod's log: all that a job in a cluster hands back. */
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";

const marker = "noisebook-result";

/** Logs are turned over at ten megabytes unless a cluster is told otherwise, and what was turned over is not given out. */
export const mostCharacters = 8 * 2 ** 20;

/**
 * Writes a result as a line, with its digest: a log that was cut off is no result.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const log = `cell 1\n${resultLine({ score: 3 })}\n`;
 * assert.deepEqual(readResult(log), { result: { score: 3 } });
 * assert.equal(readResult(log.slice(0, -5)), undefined);
 * ```
 */
export function resultLine(result: unknown): string {
  const packed = gzipSync(JSON.stringify(result)).toString("base64");
  return `${marker} ${digest(packed)} ${packed}`;
}

/** The last whole result of a log; undefined where there is none. */
export function readResult<T>(log: string): { result: T } | undefined {
  for (const line of log.split("\n").reverse()) {
    const [first, sum, packed = ""] = line.trimEnd().split(" ");
    if (first === marker && digest(packed) === sum)
      return { result: JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString("utf8")) as T };
  }
  return undefined;
}

const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);
