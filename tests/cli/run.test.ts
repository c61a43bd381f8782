import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type NotebookOutput, parseNotebook } from "../../kernel/notebook/nbformat.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { noisebook, writeCells } from "./noisebook.ts";

describe("noisebook run", function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });

  /** What each cell shows, in short. */
  function shown(path = join(folder, "cells.ipynb")) {
    const short = (output: NotebookOutput) =>
      output.output_type === "stream" ? [output.text].flat().join("") : output.output_type;
    return parseNotebook(readFileSync(path, "utf8"), path).notebook.cells.map(({ outputs }) =>
      outputs!.map(short),
    );
  }

  it("keeps the outputs, in order, and leaves the rest of the file as it was", async () => {
    const path = writeCells(folder, "const a: number = 20;\nconsole.log(a)", "a + 1");
    const before = readFileSync(path, "utf8");
    const { status, stderr } = await noisebook(["run", "cells.ipynb"], { cwd: folder });
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^\[1\/2\] ok .* const a: number = 20;\n\[2\/2\] ok .* a \+ 1\n$/);
    assert.deepEqual(shown(), [["20\n"], ["execute_result"]]);
    const [old, now] = [before, readFileSync(path, "utf8")].map((text) => JSON.parse(text));
    assert.deepEqual(
      now.cells.map((c: { source: string[] }) => c.source),
      old.cells.map((c: { source: string[] }) => c.source),
    );
    assert.deepEqual(readdirSync(folder), ["cells.ipynb"]);
  });

  it("keeps what a cell showed when a later one uses the same id", async () => {
    writeCells(
      folder,
      'display("a1", { id: "x" });\ndisplay("a2", { id: "x" });',
      'display("b1", { id: "x" });\ndisplay("b2", { id: "x" });',
    );
    const { status, stderr } = await noisebook(["run", "cells.ipynb", "--html"], { cwd: folder });
    assert.equal(status, 0, stderr);
    assert.deepEqual(shown(), [["display_data"], ["display_data"]]);
    const page = readFileSync(join(folder, "cells.html"), "utf8");
    assert.deepEqual(page.match(/<pre>[^<]*[ab]\d[^<]*<\/pre>/g), ["<pre>'a2'</pre>", "<pre>'b2'</pre>"]);
  });

  it("says cell, line and message of an error, with status 1; what came before it is kept", async () => {
    writeCells(folder, 'console.log("fine");', "const b = 1;\n\nthrow new RangeError(`no ${b}`);", "1");
    const { status, stderr } = await noisebook(["run", "cells.ipynb"], { cwd: folder });
    assert.equal(status, 1);
    assert.match(stderr, /Cannot run cells.ipynb to its end: cell 2, line 3: RangeError: no 1\n$/);
    assert.deepEqual(shown(), [["fine\n"], ["error"], ["old\n"]]);
  });

  it("has run to the end when only cells failed that have the tag for it", async () => {
    const path = writeCells(folder, "throw new RangeError();", '"after"');
    const file = JSON.parse(readFileSync(path, "utf8"));
    file.cells[0].metadata.tags = ["raises-exception"];
    writeFileSync(path, JSON.stringify(file));
    const { status, stderr } = await noisebook(["run", "cells.ipynb"], { cwd: folder });
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stderr, /Cannot run/);
    assert.deepEqual(shown(), [["error"], ["execute_result"]]);
  });

  it("says what a missing data file is called", async () => {
    writeCells(folder, 'import { readFileSync } from "node:fs";\nreadFileSync("faces.csv");');
    const { status, stderr } = await noisebook(["run", "cells.ipynb"], { cwd: folder });
    assert.equal(status, 1);
    assert.match(stderr, /cell 1, line 2: Error: ENOENT: no such file or directory, open '.*faces\.csv'\n$/);
  });

  it("says that the kernel died, and keeps the outputs so far", async () => {
    writeCells(folder, 'console.log("so far");', 'process.kill(process.ppid, "SIGKILL");', "1");
    const { status, stderr } = await noisebook(["run", "cells.ipynb"], { cwd: folder });
    assert.equal(status, 1);
    assert.match(stderr, /\nThe kernel died \(ended by SIGKILL\)\n$/);
    assert.deepEqual(shown()[0], ["so far\n"]);
    assert.deepEqual(shown()[2], ["old\n"]);
  });

  it("stops at Ctrl-C with status 130, and keeps the outputs so far", async () => {
    writeCells(folder, 'console.log("so far");', "while (true) {}", "1");
    let told = false;
    const { status } = await noisebook(["run", "cells.ipynb"], {
      cwd: folder,
      watch(child, said) {
        if (told || !said.includes("[1/3] ok")) return;
        told = true;
        setTimeout(() => child.kill("SIGINT"), 500);
      },
    });
    assert.equal(status, 130);
    assert.deepEqual(shown(), [["so far\n"], ["error"], ["old\n"]]);
  });

  it("writes elsewhere, goes on after errors and stops slow cells when told so", async () => {
    const path = writeCells(
      folder,
      "await new Promise((resolve) => setTimeout(resolve, 60_000));",
      '"after"',
    );
    const before = readFileSync(path, "utf8");
    const options = ["--output", "out.ipynb", "--allow-errors", "--timeout", "1", "--html", "page.html"];
    const { status } = await noisebook(["run", "cells.ipynb", ...options], { cwd: folder });
    assert.equal(status, 0);
    assert.equal(readFileSync(path, "utf8"), before);
    assert.deepEqual(shown(join(folder, "out.ipynb")), [["error"], ["execute_result"]]);
    assert.match(readFileSync(join(folder, "page.html"), "utf8"), /^<!doctype html>/);
  });

  for (const [name, text, message] of [
    ["none.ipynb", undefined, "Cannot read none.ipynb: there is no such file\n"],
    ["text.ipynb", "# Not a notebook", /^Cannot read text.ipynb: it is not JSON \(.*\)\n$/],
    [
      "python.ipynb",
      '{"nbformat":4,"nbformat_minor":5,"cells":[],"metadata":{"kernelspec":{"name":"python3","language":"python"}}}',
      "Cannot run python.ipynb: its language is python, and Noisebook runs TypeScript\n",
    ],
  ] as const)
    it(`says in a sentence why it cannot run ${name}, and changes nothing`, async () => {
      if (text) writeFileSync(join(folder, name), text);
      const { status, stderr } = await noisebook(["run", name], { cwd: folder });
      assert.equal(status, 1);
      if (typeof message === "string") assert.equal(stderr, message);
      else assert.match(stderr, message);
      if (text) assert.equal(readFileSync(join(folder, name), "utf8"), text);
    });
});
