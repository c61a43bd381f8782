/** The lesson under nbclient, as nbconvert, Jupyter Book and graders run notebooks. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeEnvironment } from "../../cli/jupyter/environment.ts";
import { environmentPython } from "../../cli/jupyter/find-jupyter.ts";
import { installKernel } from "../../kernel/install.ts";
import {
  joinText,
  type Notebook,
  type NotebookOutput,
  parseNotebook,
} from "../../kernel/notebook/nbformat.ts";
import { widgetStateType, widgetViewType } from "../../kernel/notebook/widget-models.ts";
import { buildLesson, notebookText } from "../../lessons/build.ts";
import { root } from "../root.ts";

const lesson = "02-forward-noising";

const program = `
import sys, nbformat
from nbclient import NotebookClient
path, = sys.argv[1:]
notebook = nbformat.read(path, as_version=4)
NotebookClient(notebook, timeout=120, allow_errors=True).execute()
nbformat.validate(notebook)
nbformat.write(notebook, path)
`;

describe("the lesson under nbclient", () => {
  let folder: string;
  let asGiven: Notebook;
  let solved: Notebook;

  before(async function () {
    const environment = join(root, ".venv");
    try {
      // The environment that `noisebook lab` makes, with the kernel at home in it.
      await makeEnvironment(environment, { show() {}, keep() {} });
    } catch (error) {
      if (process.env["CI"]) throw error;
      console.log((error as Error).message);
      this.skip();
    }
    installKernel({ prefix: environment });
    folder = mkdtempSync(join(tmpdir(), "noisebook-"));
    asGiven = await run(environment, false);
    solved = await run(environment, true);
  });

  after(() => {
    if (folder) rmSync(folder, { recursive: true });
  });

  async function run(environment: string, solutions: boolean): Promise<Notebook> {
    const path = join(folder, "lesson.ipynb");
    writeFileSync(path, notebookText(buildLesson(lesson, { solutions })));
    await promisify(execFile)(environmentPython(environment), ["-c", program, path]);
    return parseNotebook(readFileSync(path, "utf8"), path).notebook;
  }

  const outputs = (notebook: Notebook, id: string): NotebookOutput[] =>
    notebook.cells.find((cell) => cell.id === id)?.outputs ?? [];

  const verdicts = (notebook: Notebook) =>
    notebook.cells
      .filter(({ source }) => joinText(source).startsWith("check("))
      .map(({ outputs }) =>
        outputs!
          .map((output) => ("data" in output ? joinText(output.data["text/plain"] as string) : ""))
          .join(),
      );

  const failed = (notebook: Notebook) =>
    notebook.cells.flatMap(({ id, outputs }) =>
      (outputs ?? []).flatMap((output) =>
        output.output_type === "error" ? [`${id}: ${output.evalue}`] : [],
      ),
    );

  it("runs to its end for a student who has written nothing yet, and no check passes", () => {
    const notebook = asGiven;
    assert.deepEqual(failed(notebook), []);
    assert.equal(verdicts(notebook).length, 4);
    for (const verdict of verdicts(notebook)) assert.match(verdict, /not yet/i);
    const code = notebook.cells.filter((cell) => cell.cell_type === "code");
    assert.deepEqual(
      code.map((cell) => cell.execution_count),
      code.map((_, i) => i + 1),
    );
  });

  it("runs without a failure with the solutions, and every check passes", () => {
    const notebook = solved;
    assert.deepEqual(failed(notebook), []);
    for (const verdict of verdicts(notebook)) assert.doesNotMatch(verdict, /not yet/i);
    assert.ok("data" in outputs(notebook, "curves")[0]!);
  });

  it("keeps the slider's state, and a still of it for readers without widgets", () => {
    const notebook = asGiven;
    const [shown] = outputs(notebook, "drown");
    assert.ok(shown && "data" in shown);
    assert.ok("image/png" in shown.data && "text/plain" in shown.data);
    const { model_id } = shown.data[widgetViewType] as { model_id: string };
    const widgets = notebook.metadata["widgets"] as Record<
      string,
      { state: Record<string, { model_name: string }> }
    >;
    assert.equal(widgets[widgetStateType]!.state[model_id]!.model_name, "VBoxModel");
  });
});
