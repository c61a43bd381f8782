/** Does one job in a pod: reads it from a file, and writes its result as a line of the log. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Work } from "../queue.ts";
import { mostCharacters, resultLine } from "./result-line.ts";

/** What a job's pod reads. */
export interface JobInput<Data, Shared> {
  data: Data;
  shared: Shared;
}

export interface JobFileOptions<Result> {
  /** Writes a line of the log. */
  say(line: string): void;
  /** What stands for a result that is too large for a log. */
  smaller?: (result: Result) => Result;
  signal?: AbortSignal;
}

/**
 * Does the job that stands in a file.
 *
 * @throws {Error} If it could not be done: the cluster tries it again.
 */
export async function doJobFile<Data, Shared, Result>(
  path: string,
  work: Work<Data, Shared, Result>,
  { say, smaller = (result) => result, signal }: JobFileOptions<Result>,
): Promise<void> {
  const { data, shared } = JSON.parse(gunzipSync(readFileSync(path)).toString("utf8")) as JobInput<
    Data,
    Shared
  >;
  for await (const { what, result } of work(data, shared, signal ? { signal } : {})) {
    if (result === undefined) {
      say(what);
      continue;
    }
    const line = resultLine(result);
    say(line.length > mostCharacters ? resultLine(smaller(result)) : line);
    return;
  }
  throw new Error("the work ended without a result");
}
