/** The package as npm gives it to a stranger: packed, installed in an empty folder, and used there by `npx noisebook`. */
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeEnvironment } from "../../cli/jupyter/environment.ts";
import { readNotebook } from "../../kernel/notebook/nbformat.ts";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { printedUrl } from "./lab-server.ts";
import { failures } from "./lesson-notebook.ts";

const ran = promisify(execFile);
const environment = join(root, ".venv");

describe("the package in an empty folder", function () {
  this.timeout(600_000);
  const folder = temporaryFolder();

  before(async () => {
    // What it is built from is there: `prepare` need not build it again.
    await ran("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], { cwd: root });
    const [archive] = readdirSync(folder);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "empty", private: true }));
    const words = [
      "install",
      "--prefer-offline",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      `./${archive}`,
    ];
    await ran("npm", words, { cwd: folder });
  });

  const noisebook = (...words: string[]) =>
    ran("npx", ["--no-install", "noisebook", ...words], { cwd: folder });

  it("says what it is made of", async () => {
    const { stdout } = await noisebook("doctor", "--json");
    assert.match(stdout, /wasm/);
    JSON.parse(stdout);
  });

  it("makes what lets its kernels start quickly", async () => {
    const main = join(folder, "node_modules/noisebook/dist/cli/main.js");
    const env = { ...process.env, NOISEBOOK_CACHE: "cache" };
    await ran(process.execPath, [main, "grade-worker", "--prepare"], { cwd: folder, env });
    assert.equal(readdirSync(join(folder, "cache")).filter((name) => name.endsWith(".blob")).length, 1);
  });

  it("runs a notebook that loads a data set and draws it", async () => {
    const source =
      'import { imageGrid, loadDataset } from "noisebook";\nimageGrid((await loadDataset("faces16", { limit: 4 })).first(4))';
    const cell = { cell_type: "code", id: "a", metadata: {}, execution_count: null, outputs: [], source };
    const path = join(folder, "faces.ipynb");
    writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] }));
    await noisebook("run", path);
    const [{ outputs }] = (await readNotebook(path)).notebook.cells;
    assert.ok("image/png" in (outputs![0] as { data: object }).data);
  });

  it("runs a lesson that comes with it", async () => {
    const lesson = join(folder, "node_modules/noisebook/notebooks/02-forward-noising.ipynb");
    const output = join(folder, "lesson.ipynb");
    await noisebook("run", lesson, "--output", output);
    assert.deepEqual(failures((await readNotebook(output)).notebook), []);
  });

  it("opens the course in JupyterLab, and ends it at Ctrl-C", async () => {
    await makeEnvironment(environment, { show() {}, keep() {} });
    const command = join(folder, "node_modules/noisebook/dist/cli/main.js");
    const lab = spawn(process.execPath, [command, "lab", "--no-browser"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      // The environment that is active, so that none is fetched into the folder.
      env: { ...process.env, VIRTUAL_ENV: environment, JUPYTER_RUNTIME_DIR: join(folder, "runtime") },
    });
    const ended = new Promise<number | null>((resolve) => lab.once("exit", resolve));
    try {
      const page = await fetch(await printedUrl(lab, ended));
      assert.equal(page.status, 200);
      assert.match(await page.text(), /JupyterLab/);
      assert.ok(readdirSync(join(folder, "notebooks")).includes("00-start-here.ipynb"));
    } finally {
      lab.kill("SIGINT");
    }
    assert.equal(await ended, 0);
  });
});
