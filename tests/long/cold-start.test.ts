/** The README's two lines on a machine that has nothing of ours: cloned, installed, started, and the first lesson drawn. */
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { npm } from "../../cli/backend/job.ts";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openBrowser } from "./lab-browser.ts";
import { runAllCells } from "./lab-notebook.ts";
import { printedUrl } from "./lab-server.ts";
import { whole } from "./whole.ts";

describe("a cold start", () => {
  const folder = temporaryFolder();
  const clone = join(folder, "noisebook");
  // With caches of its own it fetches all, and finds nothing of an earlier start.
  const env = {
    ...process.env,
    XDG_CACHE_HOME: join(folder, "cache"),
    npm_config_cache: join(folder, "npm"),
    PIP_NO_CACHE_DIR: "1",
  };
  const since = performance.now();
  const tell = (what: string) =>
    console.log(`      ${what}: ${((performance.now() - since) / 1000).toFixed(0)} s`);
  let browser: Browser;
  let lab: ChildProcess;

  before(async function () {
    // Two and a half minutes; the README's lines are also typed by the guides' test, with packages that lie there already.
    if (!whole) this.skip();
    browser = await openBrowser(this);
  });

  after(async () => {
    await browser?.close();
    if (lab?.exitCode === null) {
      const ended = new Promise((resolve) => lab.once("exit", resolve));
      lab.kill("SIGINT");
      await ended;
    }
  });

  it("needs npm install and npm start alone to draw the first lesson's first picture", async () => {
    execFileSync("git", ["clone", "--quiet", root, clone]);
    const [program = "", ...words] = npm("install");
    execFileSync(program, words, { cwd: clone, env, stdio: ["ignore", "ignore", "pipe"] });
    tell("installed");
    // As npm start does it, in one process that Ctrl-C reaches.
    lab = spawn(process.execPath, ["dist/cli/main.js", "lab", "--no-browser"], { cwd: clone, env });
    const ended = new Promise((resolve) => lab.once("exit", resolve));
    const { origin, search } = new URL(await printedUrl(lab, ended));
    tell("JupyterLab has come");
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${origin}/lab/tree/01-four-ways.ipynb${search}`);
    await runAllCells(page);
    const picture = page.locator(".jp-OutputArea-output canvas, .jp-OutputArea-output img").first();
    await picture.waitFor({ timeout: 120_000 });
    tell("drawn");
    const box = await picture.boundingBox();
    assert.ok(box && box.width > 100 && box.height > 50, JSON.stringify(box));
  });
});
