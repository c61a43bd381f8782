import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type LatePolicy, lateness } from "../late.ts";

/**
 * Reads the rule for late work, `late.json` in a folder of grades; undefined where there is none.
 *
 * @throws {Error} If it cannot be understood: then nobody's score is made up.
 */
export async function readPolicy(graded: string): Promise<LatePolicy | undefined> {
  const path = join(graded, "late.json");
  if (!existsSync(path)) return undefined;
  try {
    const policy = JSON.parse(await readFile(path, "utf8")) as LatePolicy;
    lateness("2000-01-01T00:00Z", policy);
    if (policy.hardDeadline !== undefined) lateness(policy.hardDeadline, policy);
    return policy;
  } catch (cause) {
    throw new Error(`Cannot read the late policy ${path}: ${(cause as Error).message}`, { cause });
  }
}
