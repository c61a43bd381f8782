import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import type { Notebook, NotebookCell } from "../../../kernel/notebook/nbformat.ts";
import { type RunOptions, type RunStep, runNotebook } from "../../../kernel/notebook/run.ts";
import { scriptKernel } from "../client/script-command.ts";

const code = (source: string, tags: string[] = []): NotebookCell => ({
  cell_type: "code",
  source,
  metadata: tags.length > 0 ? { tags } : {},
  execution_count: null,
  outputs: [{ output_type: "stream", name: "stdout", text: ["old\n"] }],
});
const print = (text: string) => code(`send("stream", { name: "stdout", text: ${JSON.stringify(text)} })`);

async function run(cells: NotebookCell[], options: Partial<RunOptions> = {}) {
  const notebook: Notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
  const steps: RunStep[] = [];
  const given = structuredClone(notebook);
  let error: Error | undefined;
  try {
    for await (const step of runNotebook(notebook, { cwd: tmpdir(), command: scriptKernel, ...options }))
      steps.push(step);
  } catch (thrown) {
    error = thrown as Error;
  }
  assert.deepEqual(notebook, given, "the given notebook is not changed");
  const result = steps[0]!.result.notebook;
  const texts = result.cells.map(({ outputs }) =>
    (outputs ?? []).map((output) =>
      output.output_type === "stream" ? [output.text].flat().join("") : output.output_type,
    ),
  );
  const states = steps
    .filter(({ state }) => state !== "running")
    .map(({ index, state }) => `${index} ${state}`);
  return { steps, states, texts, result, error };
}

describe("runNotebook()", () => {
  it("runs the code cells in order and passes over text, empty cells and those to be skipped", async () => {
    const text: NotebookCell = { cell_type: "markdown", source: "# Title", metadata: {} };
    const { states, texts, result } = await run([
      text,
      print("a"),
      code(" \n"),
      code("x", ["skip-execution"]),
      print("b"),
    ]);
    assert.deepEqual(states, ["1 ok", "4 ok"]);
    assert.deepEqual(texts, [[], ["a"], ["old\n"], ["old\n"], ["b"]]);
    assert.deepEqual(
      result.cells.map((cell) => cell.execution_count),
      [undefined, 1, null, null, 2],
    );
    assert.deepEqual((result.metadata["language_info"] as { name: string }).name, "script");
  });

  it("ends at a cell that fails, and leaves the later cells as they were", async () => {
    const { states, texts, steps } = await run([print("a"), code('throw new RangeError("no")'), print("c")]);
    assert.deepEqual(states, ["0 ok", "1 error"]);
    assert.deepEqual(texts, [["a"], ["error"], ["old\n"]]);
    assert.deepEqual(steps.at(-1)!.failure, {
      count: 2,
      ename: "RangeError",
      evalue: "no",
      traceback: ["RangeError: no"],
    });
  });

  it("goes on after a failure when errors are allowed, for all or by a cell's tag", async () => {
    assert.deepEqual((await run([code("throw 1"), print("b")], { allowErrors: true })).states, [
      "0 error",
      "1 ok",
    ]);
    assert.deepEqual((await run([code("throw 1", ["raises-exception"]), print("b")])).states, [
      "0 error",
      "1 ok",
    ]);
  });

  it("stops a cell that takes too long, and keeps what it showed", async () => {
    const slow = code('send("stream", { name: "stdout", text: "so far" }); await interrupted');
    const { steps, texts } = await run([slow, print("b")], { timeout: 0.1 });
    assert.equal(steps.at(-1)!.failure?.evalue, "The cell did not end within 0.1 s");
    assert.deepEqual(texts, [["so far", "error"], ["old\n"]]);
  });

  it("stops at a signal", async () => {
    const stop = new AbortController();
    const notebook: Notebook = {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: [code("await interrupted"), print("b")],
    };
    const states: string[] = [];
    for await (const { state } of runNotebook(notebook, {
      cwd: tmpdir(),
      command: scriptKernel,
      signal: stop.signal,
    })) {
      states.push(state);
      if (state === "running") stop.abort();
    }
    assert.deepEqual(states, ["running", "error"]);
  });

  it("keeps all outputs so far when the kernel dies", async () => {
    const death = code(
      'send("stream", { name: "stdout", text: "so far" }); setTimeout(() => process.exit(7), 100); await interrupted',
    );
    const { texts, error } = await run([print("a"), death, print("c")]);
    assert.equal(error?.message, "The kernel died (exit status 7)");
    assert.deepEqual(texts, [["a"], ["so far"], ["old\n"]]);
  });

  it("takes an update to the cell that showed the display, and late output to the cell that made it", async () => {
    const show = (type: string, text: string) =>
      `send("${type}", { data: { "text/plain": "${text}" }, metadata: {}, transient: { display_id: "d" } });`;
    const { result } = await run([
      code(
        `${show("display_data", "old")} setTimeout(() => send("stream", { name: "stdout", text: "late" }), 50);`,
      ),
      code(`${show("update_display_data", "new")} await new Promise((r) => setTimeout(r, 200));`),
    ]);
    assert.deepEqual(
      result.cells.map(({ outputs }) => outputs),
      [
        [
          { output_type: "display_data", data: { "text/plain": ["new"] }, metadata: {} },
          { output_type: "stream", name: "stdout", text: ["late"] },
        ],
        [],
      ],
    );
  });
});
