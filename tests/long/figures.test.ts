/** Figures with the front end that people use: what Vega-Lite and plotly.js draw there, and a player without a kernel. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "./lab-browser.ts";
import { choose, runAllCells } from "./lab-notebook.ts";
import { type Lab, startLab } from "./lab-server.ts";
import { shot } from "./shot.ts";

const cells = [
  `import { cosineSchedule, last, lineChart, loadDataset, mixture, pointCloud, random, record, recordingPlayer, sample, surface, idealDenoiser, vectorField } from "noisebook";
lineChart({ series: [{ name: "one", y: [1, 2, 4] }, { name: "two", y: [3, 2, 1] }], x: { title: "step" }, y: { title: "value" }, title: "Lines" })`,
  `const exact = mixture({ weights: [0.5, 0.5], means: [[-1, 0], [1, 1]], deviations: [0.3, 0.5] });
const at = (x: number, y: number) => ({ data: Float64Array.of(x, y), count: 1, dim: 2 });
const grid = Array.from({ length: 30 }, (_, i) => i / 5 - 3);
surface(grid.map((y) => grid.map((x) => exact.density(at(x, y), 0.2)[0])), { x: grid, y: grid, title: "Density" })`,
  `pointCloud({ data: random(1).normal(900), count: 300, dim: 3 }, { title: "Cloud" })`,
  `vectorField((x, y) => exact.score(at(x, y), 0.3).data, { range: [-3, 3], density: (x, y) => exact.density(at(x, y), 0.3)[0], title: "Score" })`,
  `const digits = await loadDataset("digits8", { limit: 40 });
const run = await last(record(sample(idealDenoiser(digits.first(40)), { schedule: cosineSchedule(), steps: 12, count: 3, rng: random(1) })));
recordingPlayer(run, { title: "Flight" })`,
  `recordingPlayer(await last(record(sample(exact, { schedule: cosineSchedule(), steps: 12, count: 100, rng: random(1) }))), { title: "Points" })`,
];

describe("figures in JupyterLab", function () {
  this.timeout(240_000);
  let browser: Browser;
  let lab: Lab;
  let page: Page;
  const requests: string[] = [];

  before(async function () {
    browser = await openBrowser(this);
    lab = await startLab();
    const source = (text: string, index: number) => ({
      ...{ cell_type: "code", id: `cell-${index}`, metadata: {}, execution_count: null, outputs: [] },
      source: text,
    });
    const kernelspec = { name: "noisebook", display_name: "TypeScript (Noisebook)", language: "typescript" };
    const notebook = { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells: cells.map(source) };
    writeFileSync(join(lab.folder, "notebooks", "figures.ipynb"), JSON.stringify(notebook));
    page = await browser.newPage({ viewport: { width: 1200, height: 900 }, colorScheme: "light" });
    page.on("request", (request) => requests.push(request.url()));
    const { origin, search } = new URL(lab.url);
    await page.goto(`${origin}/lab/tree/figures.ipynb${search}`);
    await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor({ timeout: 90_000 });
    await runAllCells(page);
  });

  after(async () => {
    await browser?.close();
    await lab?.interrupt();
    lab?.clean();
  });

  it("Vega-Lite draws charts", async () => {
    await cell(0).locator(".vega-embed canvas, .vega-embed svg").first().waitFor({ timeout: 120_000 });
    await shot(cell(0), "figures-line-chart");
  });

  it("plotly.js draws surfaces and clouds, from the Jupyter server itself", async () => {
    for (const index of [1, 2]) {
      await cell(index).scrollIntoViewIfNeeded();
      await cell(index).locator(".noisebook-plotly .main-svg").first().waitFor({ timeout: 60_000 });
    }
    await page.waitForTimeout(1500);
    await shot(cell(1), "figures-surface");
    await shot(cell(2), "figures-point-cloud");
    const fetched = requests.filter((url) => url.includes("plotly.min.js"));
    assert.equal(fetched.length, 1, "once a page, for all figures");
  });

  it("plays a recording, also after the kernel is shut down and the page loaded anew", async () => {
    await player(4).waitFor({ timeout: 120_000 });
    await player(5).waitFor({ timeout: 120_000 });
    await choose(page, "File", /^Save Notebook$/);
    await choose(page, "Kernel", /^Shut Down Kernel$/);
    await page
      .getByText("TypeScript (Noisebook) | ")
      .waitFor({ timeout: 30_000 })
      .catch(() => {});
    for (const index of [4, 5]) await scrubs(index);
    await shot(cell(4), "figures-player");
    await page.reload();
    await player(4).waitFor({ timeout: 60_000 });
    await scrubs(4);
  });

  it("fits a dark notebook", async () => {
    await page.evaluate(() => document.body.setAttribute("data-jp-theme-light", "false"));
    await choose(page, "Settings", /^Theme$/);
    await page.locator(".lm-Menu-itemLabel", { hasText: /^JupyterLab Dark$/ }).click();
    await page.waitForTimeout(2500);
    for (const [index, name] of [
      [0, "line-chart"],
      [3, "vector-field"],
      [4, "player"],
    ] as const) {
      await cell(index).scrollIntoViewIfNeeded();
      await page.waitForTimeout(300);
      await shot(cell(index), `figures-${name}-dark`);
    }
  });

  it("asked no other machine for anything", () => {
    const others = requests.filter((url) => !/^(https?:\/\/127\.0\.0\.1:|data:|blob:)/.test(url));
    assert.deepEqual(others, []);
  });

  const cell = (index: number) => page.locator(".jp-Notebook .jp-CodeCell").nth(index);
  const player = (index: number) => cell(index).locator(".noisebook-player");

  /** Moves a player's slider by keys; its words and its picture follow. */
  async function scrubs(index: number): Promise<void> {
    await player(index).scrollIntoViewIfNeeded();
    const look = async () => ({
      words: await player(index).locator("output").first().textContent(),
      pixels: (await player(index).locator("figure").first().screenshot()).toString("base64"),
    });
    await player(index).locator("input[type=range]").focus();
    await page.keyboard.press("End");
    const end = await look();
    assert.match(end.words!, /^step 12 /);
    await page.keyboard.press("Home");
    const start = await look();
    assert.match(start.words!, /^step 1 /);
    assert.notEqual(start.pixels, end.pixels);
  }
});
