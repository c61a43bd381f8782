/**
 * The student's realm: the program in the jail. It runs the notebook in a kernel of its own, then calls the functions that it is
 * told to, and hands over data. It knows no test, no seed and no result.
 *
 * In: one JSON message a line. Out: likewise.
 */
import { createInterface } from "node:readline";
import { type KernelClient, launchKernel } from "../../kernel/client/client.ts";
import { joinText, type Notebook } from "../../kernel/notebook/nbformat.ts";
import { addOutput, emptyArea, forFile } from "../../kernel/notebook/outputs.ts";
import { answerType } from "./answer.ts";
import { guardType } from "./guard.ts";
import { whenTooLong } from "./too-long.ts";

/** What the grader asks. */
export type Request =
  | { do: "run"; notebook: Notebook; cellSeconds: number; guard?: Guard }
  | { do: "call"; name: string; calls: unknown[]; seconds: number };

/** What guards the tests that stand in the notebook itself. */
export interface Guard {
  /** The places of the cells with tests, from 0. */
  tests: number[];
  /** Code that runs before each of them: the teacher's imports, so that nobody else's `assert` stands in their place. */
  before: string;
}

/** What the program says. */
export type Reply =
  | { said: "ready" }
  | { said: "cell"; index: number; outputs: object[]; seconds: number; changed?: string }
  | { said: "ran" }
  | { said: "answers"; answers: unknown[] }
  | { said: "failed"; reason: string };

const say = (reply: Reply) => process.stdout.write(`${JSON.stringify(reply)}\n`);

let kernel: KernelClient | undefined;

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as Request;
  try {
    if (request.do === "run") await run(request);
    else await call(request);
  } catch (error) {
    say({ said: "failed", reason: (error as Error).message });
  }
}
await kernel?.shutdown();

/** Runs every code cell, also behind one that failed: later exercises may be right. */
async function run({ notebook, cellSeconds, guard }: Request & { do: "run" }): Promise<void> {
  kernel = await launchKernel({ cwd: process.cwd() });
  if (guard) await raise(kernel);
  say({ said: "ready" });
  for (const [index, cell] of notebook.cells.entries()) {
    const code = joinText(cell.source);
    if (cell.cell_type !== "code" || code.trim() === "") continue;
    const began = performance.now();
    const said = guard?.tests.includes(index)
      ? await guarded(kernel, { code, before: guard.before, seconds: cellSeconds })
      : { outputs: await execute(kernel, code, cellSeconds) };
    say({ said: "cell", index, ...said, seconds: (performance.now() - began) / 1000 });
  }
  say({ said: "ran" });
}

/** Nothing of a notebook runs unguarded: a guard that could not be raised is no grade. */
async function raise(kernel: KernelClient): Promise<void> {
  const outputs = await execute(kernel, guardCode("raiseGuard"), 60);
  const error = outputs.find((output) => output["output_type"] === "error");
  if (error) throw new Error(`the tests could not be guarded: ${error["evalue"]}`);
}

interface GuardedCell {
  code: string;
  before: string;
  seconds: number;
}

/** Runs a cell with tests; says also what had changed of what they stand on, before them or under their hands. */
async function guarded(
  kernel: KernelClient,
  { code, before, seconds }: GuardedCell,
): Promise<{ outputs: Record<string, unknown>[]; changed: string }> {
  const early = await changes(kernel, seconds);
  if (before !== "") await execute(kernel, before, seconds);
  const outputs = await execute(kernel, code, seconds);
  return { outputs, changed: early || (await changes(kernel, seconds)) };
}

async function changes(kernel: KernelClient, seconds: number): Promise<string> {
  const [output] = await execute(kernel, guardCode("changedSince"), seconds);
  const found = (output?.["data"] as Record<string, { changed?: unknown }> | undefined)?.[guardType]?.changed;
  return typeof found === "string" ? found : "what watches it";
}

// Not a constant: requests come in while this module is still being read.
function guardCode(name: "raiseGuard" | "changedSince"): string {
  const module = JSON.stringify(new URL("./guard.js", import.meta.url).href);
  return `(await import(${module} as string)).${name}()`;
}

async function call({ name, calls, seconds }: Request & { do: "call" }): Promise<void> {
  if (!kernel) throw new Error("no notebook has run");
  const realm = new URL("./answer-call.js", import.meta.url).href;
  const code = `(await import(${JSON.stringify(realm)} as string)).answerCalls(${name} as unknown, ${JSON.stringify(JSON.stringify(calls))})`;
  const outputs = await execute(kernel, code, seconds);
  const result = outputs.find((output) => "data" in output && answerType in (output["data"] as object));
  if (result) {
    const { answers } = (result["data"] as Record<string, { answers: unknown[] }>)[answerType];
    say({ said: "answers", answers });
    return;
  }
  const error = outputs.find((output) => output["output_type"] === "error");
  throw new Error(error ? `${error["ename"]}: ${error["evalue"]}` : "the notebook gave no answer");
}

async function execute(
  kernel: KernelClient,
  code: string,
  seconds: number,
): Promise<Record<string, unknown>[]> {
  const area = emptyArea();
  const execution = kernel.execute(code);
  const timer = whenTooLong(seconds, () => void kernel.interrupt().catch(() => {}));
  try {
    for await (const { type, content } of execution) addOutput(area, { type, content }, new Map());
    const { status, ename, evalue } = await execution.reply;
    const outputs = forFile(area.outputs) as Record<string, unknown>[];
    // A runner that died says so in its reply alone.
    if (status !== "ok" && !outputs.some((output) => output["output_type"] === "error"))
      outputs.push({
        output_type: "error",
        ename: ename ?? "Error",
        evalue: evalue ?? "the cell did not run to its end",
        traceback: [],
      });
    return outputs;
  } finally {
    clearInterval(timer);
  }
}
