/** The lessons under nbclient, as nbconvert, Jupyter Book and graders run notebooks. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeEnvironment } from "../../cli/jupyter/environment.ts";
import { environmentPython } from "../../cli/jupyter/find-jupyter.ts";
import { installKernel } from "../../kernel/install.ts";
import { type Notebook, parseNotebook } from "../../kernel/notebook/nbformat.ts";
import { widgetStateType, widgetViewType } from "../../kernel/notebook/widget-models.ts";
import { type BuildOptions, buildLesson, lessonNames, notebookText } from "../../lessons/build.ts";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { assertSolved, failures, outputsOf, verdicts } from "./lesson-notebook.ts";
import { itOfLesson } from "./whole.ts";

const program = `
import sys, nbformat
from nbclient import NotebookClient
path, = sys.argv[1:]
notebook = nbformat.read(path, as_version=4)
NotebookClient(notebook, timeout=120, allow_errors=True).execute()
nbformat.validate(notebook)
nbformat.write(notebook, path)
`;

describe("the lessons under nbclient", () => {
  const folder = temporaryFolder();
  let asGiven: Notebook;
  const environment = join(root, ".venv");

  before(async function () {
    try {
      // The environment that `noisebook lab` makes, with the kernel at home in it.
      await makeEnvironment(environment, { show() {}, keep() {} });
    } catch (error) {
      if (process.env.CI) throw error;
      console.log((error as Error).message);
      this.skip();
    }
    installKernel({ prefix: environment });
    asGiven = await run("02-forward-noising", {});
  });

  async function run(lesson: string, options: BuildOptions): Promise<Notebook> {
    const path = join(folder, "lesson.ipynb");
    writeFileSync(path, notebookText(buildLesson(lesson, options)));
    await promisify(execFile)(environmentPython(environment), ["-c", program, path]);
    return parseNotebook(readFileSync(path, "utf8"), path).notebook;
  }

  it("runs to its end for a student who has written nothing yet, and no check passes", () => {
    const notebook = asGiven;
    assert.deepEqual(failures(notebook), []);
    assert.equal(verdicts(notebook).size, 4);
    for (const verdict of verdicts(notebook).values()) assert.match(verdict, /not yet/i);
    const code = notebook.cells.filter((cell) => cell.cell_type === "code");
    assert.deepEqual(
      code.map((cell) => cell.execution_count),
      code.map((_, i) => i + 1),
    );
  });

  for (const [at, lesson] of lessonNames().entries())
    itOfLesson(at, `${lesson} runs whole with the solutions, and every check passes`, async () => {
      const start = performance.now();
      const notebook = await run(lesson, { solutions: true });
      console.log(`      ${((performance.now() - start) / 1000).toFixed(0)} s`);
      assertSolved(notebook);
    });

  it("keeps the slider's state, and a still of it for readers without widgets", () => {
    const notebook = asGiven;
    const [shown] = outputsOf(notebook, "drown");
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
