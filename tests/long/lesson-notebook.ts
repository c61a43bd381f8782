/** What a lesson's notebook says after it has run. */
import assert from "node:assert/strict";
import { joinText, type Notebook, type NotebookOutput } from "../../kernel/notebook/nbformat.ts";

/** What a cell put out, by its id. */
export function outputsOf(notebook: Notebook, id: string): NotebookOutput[] {
  return notebook.cells.find((cell) => cell.id === id)?.outputs ?? [];
}

/** Every error of the notebook, with the cell that it belongs to. */
export function failures(notebook: Notebook): string[] {
  return notebook.cells.flatMap(({ id, outputs }) =>
    (outputs ?? []).flatMap((output) => (output.output_type === "error" ? [`${id}: ${output.evalue}`] : [])),
  );
}

/** The verdicts of the lesson's checks as text, by the exercise's id. */
export function verdicts(notebook: Notebook): Map<string, string> {
  const checks = notebook.cells.filter(({ id }) => id?.startsWith("check-"));
  return new Map(
    checks.map(({ id = "", outputs = [] }) => [id.slice("check-".length), outputs.map(plainText).join("")]),
  );
}

/** Holds that a lesson that was run with its solutions ran to its end, and that every check passed. */
export function assertSolved(notebook: Notebook): void {
  assert.deepEqual(failures(notebook), []);
  const found = verdicts(notebook);
  assert.ok(found.size > 0);
  for (const [name, verdict] of found) assert.match(verdict, /^✓ Right/, `${name}: ${verdict}`);
  const code = notebook.cells.filter((cell) => cell.cell_type === "code");
  assert.deepEqual(
    code.map((cell) => cell.execution_count),
    code.map((_, index) => index + 1),
  );
  for (const { id, outputs } of code) {
    const size = JSON.stringify(outputs).length;
    assert.ok(size < 2_000_000, `${id} shows ${size} bytes`);
  }
}

function plainText(output: NotebookOutput): string {
  return "data" in output ? joinText(output.data["text/plain"] as string) : "";
}
