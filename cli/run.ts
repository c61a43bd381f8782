import { basename, dirname, extname, join, resolve } from "node:path";
import { stripAnsi } from "../kernel/notebook/html/ansi.ts";
import { renderPage } from "../kernel/notebook/html/page.ts";
import { pictureFinder } from "../kernel/notebook/html/picture-finder.ts";
import { joinText, type Notebook, readNotebook, writeNotebook } from "../kernel/notebook/nbformat.ts";
import { type RunOptions, type RunResult, type RunStep, runNotebook } from "../kernel/notebook/run.ts";
import { writeAtomic } from "../kernel/notebook/write-atomic.ts";
import { type Command, type Options, UsageError } from "./command.ts";
import { openProgress, type Progress } from "./progress.ts";

export const command: Command = {
  usage: "noisebook run NOTEBOOK",
  about: "Runs a notebook from top to bottom and keeps its outputs; needs no Python.",
  options: {
    html: {
      value: "FILE",
      optional: /\.html?$/,
      help: "also make a page of it whose sliders move without a kernel",
    },
    output: { value: "FILE", help: "write the notebook there, and leave NOTEBOOK as it is" },
    "allow-errors": { help: "go on after a cell that fails" },
    timeout: { value: "SECONDS", help: "stop a cell that takes longer" },
  },
  words: [1, 1],
  run,
};

async function run([path = ""]: string[], options: Options): Promise<number> {
  const { notebook, layout } = await readNotebook(path);
  refuseOtherLanguage(notebook, path);
  const target = resolve(String(options["output"] ?? path));
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  const progress = openProgress();
  const steps = runNotebook(notebook, { ...runOptions(path, options), signal: stop.signal });
  let failed: RunStep | undefined;
  let result: RunResult | undefined;
  try {
    for await (const step of steps) {
      result = step.result;
      report(step, progress);
      if (step.state === "running") continue;
      if (step.state === "error" && !step.isExpected) failed = step;
      await writeNotebook(target, result.notebook, layout);
    }
  } finally {
    // A kernel that dies takes no outputs with it: those that came are in the result.
    if (result) await writeNotebook(target, result.notebook, layout);
  }
  if (result && options["html"] !== undefined)
    await writePage(result, { path, target, file: options["html"] });
  if (stop.signal.aborted) return 130;
  if (!failed || options["allow-errors"]) return 0;
  explain(failed, path);
  return 1;
}

function runOptions(path: string, options: Options): RunOptions {
  const timeout = options["timeout"] === undefined ? undefined : Number(options["timeout"]);
  if (timeout !== undefined && !(timeout > 0))
    throw new UsageError(`--timeout must be a number of seconds above 0, got ${options["timeout"]}`);
  return {
    cwd: dirname(resolve(path)),
    record: options["html"] !== undefined,
    allowErrors: options["allow-errors"] === true,
    ...(timeout ? { timeout } : {}),
  };
}

function refuseOtherLanguage(notebook: Notebook, path: string): void {
  const { kernelspec, language_info } = notebook.metadata as Record<
    string,
    Record<string, unknown> | undefined
  >;
  const language = kernelspec?.["language"] ?? language_info?.["name"] ?? "typescript";
  if (language !== "typescript" && language !== "javascript")
    throw new Error(`Cannot run ${path}: its language is ${language}, and Noisebook runs TypeScript`);
}

function report({ state, index, turn, turns, seconds, result }: RunStep, progress: Progress): void {
  const source = joinText(result.notebook.cells[index]!.source).trim().split("\n")[0]!.slice(0, 60);
  const place = `[${String(turn).padStart(String(turns).length)}/${turns}]`;
  if (state === "running") progress.show(`${place} … ${source}`);
  else
    progress.keep(
      `${place} ${state === "ok" ? "ok   " : "error"} ${seconds.toFixed(1).padStart(6)} s  ${source}`,
    );
}

async function writePage(
  { notebook, models, recordings }: RunResult,
  { path, target, file }: { path: string; target: string; file: string | boolean },
): Promise<void> {
  const name = basename(target, extname(target));
  const page = renderPage(notebook, {
    name,
    picture: pictureFinder(dirname(resolve(path))),
    models,
    recordings,
  });
  await writeAtomic(file ? String(file) : join(dirname(target), `${name}.html`), page);
}

/** The kernel's account of the error, then one line that says where it is. */
function explain({ index, failure }: RunStep, path: string): void {
  const { count, ename, evalue, traceback } = failure!;
  const trace = stripAnsi(traceback.join("\n"));
  const line = /^\s*cell \d+, line (\d+)/m.exec(trace)?.[1];
  const place = `${count === null ? `cell number ${index + 1}` : `cell ${count}`}${line ? `, line ${line}` : ""}`;
  if (trace !== "") process.stderr.write(`\n${trace.trimEnd()}\n\n`);
  process.stderr.write(`Cannot run ${path} to its end: ${place}: ${ename}: ${evalue.split("\n")[0]}\n`);
}
