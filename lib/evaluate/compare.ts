import { breathe } from "../core/breathe.ts";

/** Names of settings and the values that each takes. */
export type Settings = Readonly<Record<string, readonly unknown[]>>;

/** One value of each setting. */
export type Choice<S extends Settings> = { -readonly [Name in keyof S]: S[Name][number] };

/** One cell of a bench. */
export interface BenchCell<S extends Settings, Result> {
  choice: Choice<S>;
  /** What the run gave; missing until it has run, and where it failed. */
  result?: Result;
  /** Why it failed. */
  error?: string;
}

/** All combinations, and what is known of them so far. */
export interface Bench<S extends Settings = Settings, Result = unknown> {
  settings: S;
  /** In the order of running: the last setting changes first. */
  cells: BenchCell<S, Result>[];
  /** How many have run. */
  done: number;
}

export interface CompareOptions {
  /** Stops before the next run; what there is has been yielded. */
  signal?: AbortSignal;
}

const mostCells = 400;

/**
 * Runs something with every combination of settings: schedules, steps, guidance. Yields the bench after each run, one record
 * that fills; leave the loop with `break` or stop it with `signal`, and you keep what is there. A run that throws leaves its
 * sentence in its cell, and the next one goes on.
 *
 * @param settings The values of each setting.
 * @param run Gets one value of each, and the signal; returns pictures, points or a number.
 * @throws {RangeError} If there is no setting, one has no value, or there are more than 400 combinations.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { compare, comparisonGrid, last } from "noisebook";
 *
 * const bench = await last(compare({ steps: [1, 2], guidance: [1, 3] }, ({ steps, guidance }) => steps * guidance));
 * assert.deepEqual(bench.cells.map(({ result }) => result), [1, 3, 2, 6]);
 * assert.match(comparisonGrid(bench).alt, /4 of 4 runs/);
 * ```
 */
export async function* compare<const S extends Settings, Result>(
  settings: S,
  run: (choice: Choice<S>, options: CompareOptions) => Result | Promise<Result>,
  { signal }: CompareOptions = {},
): AsyncGenerator<Bench<S, Result>, void> {
  const bench: Bench<S, Result> = {
    settings,
    cells: choicesOf(settings).map((choice) => ({ choice })),
    done: 0,
  };
  for (const cell of bench.cells) {
    signal?.throwIfAborted();
    try {
      cell.result = await run(cell.choice, signal ? { signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      cell.error = error instanceof Error ? error.message : String(error);
    }
    bench.done++;
    yield bench;
    await breathe();
  }
}

function choicesOf<S extends Settings>(settings: S): Choice<S>[] {
  const entries = Object.entries(settings);
  const empty = entries.find(([, values]) => values.length === 0);
  if (entries.length === 0 || empty)
    throw new RangeError(
      `Cannot compare: at least one setting with at least one value is needed, got ${empty ? `no value of ${empty[0]}` : "none"}`,
    );
  const count = entries.reduce((product, [, values]) => product * values.length, 1);
  if (count > mostCells)
    throw new RangeError(`Cannot compare: at most ${mostCells} combinations can be run, got ${count}`);
  return entries.reduce<Record<string, unknown>[]>(
    (choices, [name, values]) =>
      choices.flatMap((choice) => values.map((value) => ({ ...choice, [name]: value }))),
    [{}],
  ) as Choice<S>[];
}
