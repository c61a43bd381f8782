/** Runs compiled cells, one after the other, over one scope. */
import { join } from "node:path";
import { setImmediate } from "node:timers";
import { setTimeout } from "node:timers/promises";
import { Script } from "node:vm";
import { openHatch } from "../debug/hatch.ts";
import type { CellError } from "../interpreter.ts";
import { createSpill } from "../spill.ts";
import type { Channel } from "./channel.ts";
import { type CellSource, describeError, type FindCell } from "./errors.ts";
import type { RunResult } from "./frames.ts";
import { createImport } from "./import-module.ts";
import { KernelInterrupt } from "./kernel-interrupt.ts";
import type { Activity, Origins } from "./origins.ts";
import { present } from "./present.ts";
import type { Run } from "./requests.ts";
import { cellRuntime } from "./runtime.ts";

/** How long an interrupted cell may take to run its `finally` blocks, in milliseconds. */
const grace = 40;

export interface Notebook {
  run(cell: Run): Promise<RunResult>;
  /**
   * Ends the cell that runs, or else all that cells have left running: awaits throw from now on, and after a moment for
   * their `finally` blocks the cell has ended, whatever it does.
   *
   * @param options.run The run that is meant, which may still be on its way here.
   * @param options.forced True when its code was broken off already and no such moment is needed.
   */
  interrupt(options: { run: number; forced: boolean }): Promise<void>;
  /** True when `prompt()` may ask. */
  isInputAllowed(): boolean;
  describeError(error: unknown): CellError;
}

type CellFunction = (scope: object, runtime: object) => Promise<{ value: unknown } | undefined>;
type Scope = Record<string, unknown>;
type Settle = { cell: Run; stop: (error: unknown) => void };

export interface NotebookOptions {
  cwd: string;
  channel: Channel;
  origins: Origins;
  /** Stops the timers of what has been interrupted. */
  clearTimers(): void;
}

export function createNotebook({ cwd, channel, origins, clearTimers }: NotebookOptions): Notebook {
  const scope = openHatch({});
  const sources = createSpill<CellSource>();
  const findCell: FindCell = (file) => sources.get(Number(/\[cell (\d+)\]\.js$/.exec(file)?.[1]));
  const runtime = cellRuntime(origins, { cwd, importModule: createImport(cwd) });
  let running: Settle | undefined;
  let lastRun = 0;
  let cancelled = 0;

  const evaluate = async (cell: Run, activity: Activity): Promise<RunResult> => {
    origins.resume(activity, undefined);
    sources.set(cell.id, toSource(cell));
    const result = origins.resume(activity, await compiled(cell, cwd)(scope, runtime));
    const shown = result ? await present(result.value, cell, channel) : {};
    await channel.settled(cell.origin);
    return shown;
  };
  const fail = (error: unknown, cell: Run, before: Scope): RunResult => {
    if (error instanceof KernelInterrupt) channel.release(cell.origin);
    return { error: describeError(error, findCell), unset: unsetNames(cell, scope, before) };
  };

  return {
    async run(cell) {
      const activity = origins.begin(cell.origin);
      lastRun = cell.id;
      if (cancelled === cell.id) return fail(new KernelInterrupt(), cell, scope);
      const before = { ...scope };
      try {
        return await new Promise<RunResult>((resolve, stop) => {
          running = { cell, stop };
          // In its own turn of the event loop: breaking the cell off must not break this function off.
          setImmediate(() => {
            if (running?.cell === cell) void evaluate(cell, activity).then(resolve, stop);
          });
        });
      } catch (error) {
        return fail(error, cell, before);
      } finally {
        running = undefined;
      }
    },
    async interrupt({ run, forced }) {
      if (run > lastRun) cancelled = run;
      const stopping = running;
      const silence = origins.kill(stopping?.cell.origin);
      if (!forced) await setTimeout(grace);
      clearTimers();
      silence();
      stopping?.stop(new KernelInterrupt());
    },
    isInputAllowed: () => running?.cell.allowStdin ?? false,
    describeError: (error) => describeError(error, findCell),
  };
}

function toSource({ count, source, map }: Run): CellSource {
  return { count, source, map };
}

/** The cell as a function, known to stack traces by its file name. */
function compiled(cell: Run, cwd: string): CellFunction {
  const filename = join(cwd, `[cell ${cell.id}].js`);
  return new Script(cell.js, { filename }).runInThisContext() as CellFunction;
}

/** The names of a cell that its run did not get to: those absent, or still what an earlier cell made them. */
function unsetNames({ values }: Run, scope: Scope, before: Scope): string[] {
  return values.filter((name) => !(name in scope) || (name in before && scope[name] === before[name]));
}
