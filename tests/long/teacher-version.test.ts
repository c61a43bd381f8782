/** A lesson handed out and graded with nbgrader's own tools, from what `noisebook build --teacher` writes. */
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { installKernel } from "../../kernel/install.ts";
import { joinText, type NotebookCell, parseNotebook } from "../../kernel/notebook/nbformat.ts";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { venvPython } from "./venv.ts";

const lesson = "02-forward-noising";

describe("a lesson's source version in nbgrader", function () {
  this.timeout(600_000);
  let python: string;
  const course = temporaryFolder();

  before(function () {
    python = venvPython(this, ["nbgrader==0.9.6"]);
    installKernel({ prefix: dirname(dirname(python)) });
    const build = [join(root, "dist/cli/main.js"), "build", lesson, "--teacher", course];
    execFileSync(process.execPath, build, { stdio: "ignore" });
  });

  async function nbgrader(...words: string[]): Promise<string> {
    // nbgrader calls alembic by name.
    const env = { ...process.env, PATH: `${dirname(python)}${delimiter}${process.env.PATH}` };
    const command = ["-m", "nbgrader", ...words];
    const { stdout, stderr } = await promisify(execFile)(python, command, { cwd: course, env });
    return stdout + stderr;
  }

  const cells = (path: string): NotebookCell[] =>
    parseNotebook(readFileSync(join(course, path), "utf8"), path).notebook.cells;

  it("passes `nbgrader validate`: every check and hidden test accepts the solutions", async () => {
    const said = await nbgrader("validate", `source/${lesson}/${lesson}.ipynb`);
    assert.match(said, /Success! Your notebook passes all the tests/);
  });

  it("is made a release without solutions and hidden tests by `nbgrader generate_assignment`", async () => {
    await nbgrader("generate_assignment", lesson);
    const release = cells(`release/${lesson}/${lesson}.ipynb`);
    const text = release.map(({ source }) => joinText(source)).join("\n");
    assert.doesNotMatch(text, /SOLUTION|HIDDEN TESTS/);
    assert.equal(text.match(/Not written yet/g)?.length, 4);
    assert.match(text, /\.\bpassed\) throw new Error/);
  });

  it("gives ten points by tests and leaves ten to a person", () => {
    const points = (flag: "grade" | "task") =>
      cells(`release/${lesson}/${lesson}.ipynb`)
        .map(({ metadata }) => metadata["nbgrader"] as Record<string, number> | undefined)
        .reduce((sum, meta) => sum + (meta?.[flag] ? (meta["points"] ?? 0) : 0), 0);
    assert.deepEqual([points("grade"), points("task")], [10, 10]);
  });

  it("fails `nbgrader validate` as it was handed out, with what the checks say", async () => {
    const said = await nbgrader("validate", `release/${lesson}/${lesson}.ipynb`);
    assert.match(said, /There is nothing to check yet/);
  });
});
