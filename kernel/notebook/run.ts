/** Runs a notebook without a front end: cell by cell through the same kernel and sockets that Jupyter uses. */
import { type KernelClient, launchKernel } from "../client/client.ts";
import type { KernelCommand } from "../client/kernel-process.ts";
import type { Execution, Published } from "../client/session.ts";
import type { Recording } from "./html/widget.ts";
import { joinText, type Notebook, type NotebookCell } from "./nbformat.ts";
import { addOutput, type Displays, emptyArea, forFile, type OutputArea } from "./outputs.ts";
import { recordWidget } from "./record.ts";
import {
  updateModels,
  type WidgetModels,
  widgetStateForFile,
  widgetStateType,
  widgetViewType,
} from "./widget-models.ts";

export interface RunOptions extends KernelCommand {
  /** Goes on after a cell that fails. */
  allowErrors?: boolean;
  /** Longest time for one cell, in seconds; without it a cell may take as long as it likes. */
  timeout?: number;
  /** Moves the controls of each widget that is shown, and keeps what they show. */
  record?: boolean;
  /** Stops the run: the cell that runs is interrupted. */
  signal?: AbortSignal;
}

/** What a run has made so far. */
export interface RunResult {
  notebook: Notebook;
  models: WidgetModels;
  /** By the widget that was shown. */
  recordings: Map<string, Recording>;
}

/** The run has come to a cell, or a cell has ended. */
export interface RunStep {
  state: "running" | "ok" | "error";
  /** The cell's place among the notebook's cells. */
  index: number;
  /** The cell's place among those that run, from 1, and how many they are. */
  turn: number;
  turns: number;
  /** How long the cell took. */
  seconds: number;
  failure?: CellFailure;
  /** True when the cell may fail: it has the tag `raises-exception`. */
  isExpected?: boolean;
  /** The same record in every step; it grows as the run goes on. */
  result: RunResult;
}

export interface CellFailure {
  /** The number in In [n]. */
  count: number | null;
  ename: string;
  evalue: string;
  traceback: string[];
}

/**
 * Runs the code cells of a notebook in order, and yields when a cell begins and ends. The given notebook is not changed.
 * After a cell that fails the run ends, unless errors are allowed or the cell has the tag `raises-exception`; cells with
 * the tag `skip-execution` are passed over.
 *
 * @throws {Error} In one sentence, if the kernel does not start or dies; the last step's result has the outputs so far.
 */
export async function* runNotebook(given: Notebook, options: RunOptions): AsyncGenerator<RunStep> {
  const run = newRun(structuredClone(given));
  const kernel = await launchKernel({ ...options, onLate: (message) => take(run, message) });
  const interrupt = () => void kernel.interrupt().catch(() => {});
  let insist: NodeJS.Timeout | undefined;
  const stop = () => {
    interrupt();
    // Interrupts and cells go by different sockets, so the first may arrive before the cell that it is to stop.
    insist = setInterval(interrupt, 500);
  };
  options.signal?.addEventListener("abort", stop);
  try {
    const { notebook } = run.result;
    notebook.metadata["language_info"] = kernel.info["language_info"];
    const turns = notebook.cells.flatMap((cell, index) => (runs(cell) ? [index] : []));
    for (const [turn, index] of turns.entries()) {
      if (options.signal?.aborted) return;
      const place = { index, turn: turn + 1, turns: turns.length, result: run.result };
      yield { ...place, state: "running", seconds: 0 };
      const began = performance.now();
      const cell = notebook.cells[index]!;
      const failure = await runCell(run, kernel, { ...options, cell });
      const isExpected = hasTag(cell, "raises-exception");
      const seconds = (performance.now() - began) / 1000;
      yield failure
        ? { ...place, state: "error", seconds, failure, isExpected }
        : { ...place, state: "ok", seconds };
      if (failure && !options.allowErrors && !isExpected) return;
    }
  } finally {
    options.signal?.removeEventListener("abort", stop);
    clearInterval(insist);
    await kernel.shutdown();
    writeOutputs(run);
  }
}

interface Run {
  result: RunResult;
  displays: Displays;
  /** By the id of the request that ran the cell, so that late outputs find their cell. */
  areas: Map<string, { cell: NotebookCell; area: OutputArea }>;
}

function newRun(notebook: Notebook): Run {
  const result = { notebook, models: new Map(), recordings: new Map() };
  return { result, displays: new Map(), areas: new Map() };
}

async function runCell(
  run: Run,
  kernel: KernelClient,
  options: RunOptions & { cell: NotebookCell },
): Promise<CellFailure | undefined> {
  const { cell, timeout, record } = options;
  const execution = kernel.execute(joinText(cell.source));
  const area = emptyArea();
  run.areas.set(execution.requestId, { cell, area });
  let late = false;
  const timer = timeout
    ? setTimeout(() => {
        late = true;
        void kernel.interrupt().catch(() => {});
      }, timeout * 1000)
    : undefined;
  try {
    for await (const message of execution) take(run, message);
    const failure = await failureOf(execution);
    // A recording has its own limit of time.
    clearTimeout(timer);
    if (record && !failure) await recordShown(run, kernel, area);
    return late && failure
      ? { ...failure, ename: "TimeoutError", evalue: `The cell did not end within ${timeout} s` }
      : failure;
  } finally {
    clearTimeout(timer);
    writeOutputs(run);
  }
}

async function failureOf(execution: Execution): Promise<CellFailure | undefined> {
  const reply = await execution.reply;
  if (reply["status"] === "ok") return undefined;
  return {
    count: (reply["execution_count"] as number | undefined) ?? null,
    ename: String(reply["ename"] ?? "Error"),
    evalue: String(reply["evalue"] ?? "the kernel did not run the cell"),
    traceback: (reply["traceback"] ?? []) as string[],
  };
}

function take(run: Run, message: Published): void {
  const { type, content, requestId } = message;
  updateModels(run.result.models, message);
  const place = run.areas.get(requestId);
  if (type === "execute_input" && place) place.cell.execution_count = content["execution_count"] as number;
  // An update names its display, in whichever cell that is.
  addOutput(place?.area ?? emptyArea(), { type, content }, run.displays);
}

async function recordShown(run: Run, kernel: KernelClient, area: OutputArea): Promise<void> {
  const { models, recordings } = run.result;
  for (const output of area.outputs) {
    const view =
      "data" in output ? (output.data[widgetViewType] as { model_id?: string } | undefined) : undefined;
    if (!view?.model_id) continue;
    const recording = await recordWidget(kernel, { models, root: view.model_id });
    if (recording) recordings.set(view.model_id, recording);
  }
}

function writeOutputs({ areas, result }: Run): void {
  for (const { cell, area } of areas.values()) cell.outputs = forFile(area.outputs);
  if (result.models.size === 0) return;
  result.notebook.metadata["widgets"] = { [widgetStateType]: widgetStateForFile(result.models) };
}

function runs(cell: NotebookCell): boolean {
  return cell.cell_type === "code" && joinText(cell.source).trim() !== "" && !hasTag(cell, "skip-execution");
}

function hasTag(cell: NotebookCell, tag: string): boolean {
  const tags = cell.metadata?.["tags"];
  return Array.isArray(tags) && tags.includes(tag);
}
