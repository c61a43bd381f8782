/** Two more lessons in JupyterLab, as a student meets them: run all, read what came, move the first slider. Lesson 2 has a test of its own. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "./lab-browser.ts";
import { choose, runAllCells, whenKernelIsIdle, whenSaved } from "./lab-notebook.ts";
import { type Lab, startLab } from "./lab-server.ts";
import { failures, verdicts } from "./lesson-notebook.ts";
import { shot } from "./shot.ts";

const lessons = ["04-what-to-predict", "07-ddpm-and-ddim"];

describe("lessons in JupyterLab", function () {
  this.timeout(600_000);
  let browser: Browser;
  let lab: Lab;

  before(async function () {
    browser = await openBrowser(this);
    lab = await startLab();
  });
  after(async () => {
    await browser?.close();
    await lab?.interrupt();
    lab?.clean();
  });

  for (const lesson of lessons)
    it(`${lesson} runs to its end, and its first slider moves what it shows`, async () => {
      const page = await open(lesson);
      await runAllCells(page);
      await page.locator(".noisebook-interact-output").first().waitFor({ timeout: 300_000 });
      await whenKernelIsIdle(page, 500_000);
      await moveFirstSlider(page, lesson);
      const notebook = await savedWhenRun(page, lesson);
      assert.deepEqual(failures(notebook), []);
      const said = [...verdicts(notebook).values()];
      assert.ok(said.length > 0);
      for (const verdict of said) assert.match(verdict, /Not yet/);
      await page.close();
    });

  /** Saves until every cell has run: between two cells the kernel is idle too. */
  async function savedWhenRun(page: Page, lesson: string) {
    for (let tries = 0; ; tries++) {
      await choose(page, "File", /^Save Notebook/);
      await page.waitForTimeout(2000);
      const notebook = await whenSaved(join(lab.folder, "notebooks", `${lesson}.ipynb`), () => true);
      const isWaiting = notebook.cells.some((cell) => cell.cell_type === "code" && !cell.execution_count);
      if (!isWaiting) return notebook;
      assert.ok(tries < 100, "some cells have not run");
    }
  }

  async function open(lesson: string): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: "light" });
    const { origin, search } = new URL(lab.url);
    // In a workspace of its own, where no other lesson is open.
    await page.goto(`${origin}/lab/workspaces/${lesson}/tree/${lesson}.ipynb${search}`);
    await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor();
    return page;
  }
});

/** Presses an arrow key on the first slider and waits until its picture is another one. */
async function moveFirstSlider(page: Page, lesson: string): Promise<void> {
  const cell = page.locator(".jp-CodeCell", { has: page.locator(".noisebook-interact-output") }).first();
  await cell.scrollIntoViewIfNeeded();
  const shown = cell.locator(".noisebook-interact-output img").first();
  await shown.waitFor();
  const before = await shown.getAttribute("src");
  await cell.locator(".widget-slider .noUi-handle").first().focus();
  await page.keyboard.press("ArrowRight");
  for (let tries = 0; (await shown.getAttribute("src")) === before; tries++) {
    assert.ok(tries < 100, "the picture stayed as it was");
    await page.waitForTimeout(300);
  }
  await shot(page, `lab-${lesson}`);
}
