/** A newcomer's first minutes: start, open the lesson, run all, move the slider, read what the check says, stop. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import type { Browser, Locator, Page } from "playwright-core";
import { openBrowser } from "./lab-browser.ts";
import { runAllCells, whenKernelIsIdle } from "./lab-notebook.ts";
import { type Lab, startLab } from "./lab-server.ts";
import { shot } from "./shot.ts";

const lesson = "02-forward-noising.ipynb";

describe("the lesson in JupyterLab", () => {
  let browser: Browser;
  let lab: Lab;
  let page: Page;
  const requests: string[] = [];

  before(async function () {
    browser = await openBrowser(this);
    lab = await startLab();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: "light" });
    page.on("request", (request) => requests.push(request.url()));
    const { origin, search } = new URL(lab.url);
    await page.goto(`${origin}/lab/tree/${lesson}${search}`);
    await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor();
  });

  after(async () => {
    await browser?.close();
    lab?.clean();
  });

  it("opens with our kernel, and asks nothing", async () => {
    await page.getByText("TypeScript (Noisebook)").first().waitFor();
    assert.equal(await page.locator(".jp-Dialog").count(), 0);
    await page.waitForTimeout(2000);
    assert.equal(await page.locator(".Toastify__toast").count(), 0, "no news, no question about news");
  });

  it("colours the code as TypeScript", async () => {
    const colour = (of: Locator) => of.first().evaluate((element) => getComputedStyle(element).color);
    const word = page.locator(".jp-CodeCell .cm-line span", { hasText: /^import$/ });
    await word.first().waitFor();
    assert.notEqual(await colour(word), await colour(page.locator(".jp-CodeCell .cm-line")));
  });

  it("runs all cells and shows the sliders", async () => {
    await runAllCells(page);
    await slider().waitFor({ timeout: 60_000 });
    assert.equal(await readout().textContent(), "150");
    await picture().locator("img").waitFor();
  });

  it("says in the check below the starter that it is not yet right", async () => {
    const check = page.locator(".jp-CodeCell", { hasText: "check(exercises.noise, noise" }).first();
    await check.locator(".jp-OutputArea-output", { hasText: "Not yet" }).waitFor({ timeout: 60_000 });
    await whenKernelIsIdle(page, 120_000);
    await check.scrollIntoViewIfNeeded();
    await page.waitForTimeout(500);
    await shot(check, "lab-check");
  });

  it("changes the picture while the slider is dragged, and when a value is typed", async () => {
    await slider().scrollIntoViewIfNeeded();
    const before = await seen();
    const handle = (await slider().locator(".noUi-handle").boundingBox())!;
    const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let i = 1; i <= 12; i++) await page.mouse.move(x + i * 4, y);
    await page.mouse.up();
    const dragged = await changed(before);
    assert.notEqual(await readout().textContent(), "150");
    await picture()
      .getByText(`t = ${await readout().textContent()}`)
      .or(picture().locator("img"))
      .first()
      .waitFor();
    await readout().fill("900");
    await readout().press("Enter");
    const typed = await changed(dragged);
    assert.ok(![before.src, dragged.src].includes(typed.src));
    await readout().fill("150");
    await readout().press("Enter");
    assert.equal((await changed(typed)).src, before.src, "the same value shows the same picture");
    await readout().blur();
    await shot(page, "lab-lesson");
  });

  it("asked no other machine for anything", () => {
    const others = requests.filter((url) => !/^(https?:\/\/127\.0\.0\.1:|data:|blob:)/.test(url));
    assert.deepEqual(others, []);
  });

  it("stops at Ctrl-C with status 0, and leaves no process behind", async () => {
    assert.match(processes(), /jupyterlab/);
    assert.match(processes(), /kernel\/main\.js/);
    assert.equal(await lab.interrupt(), 0);
    await page.waitForTimeout(1500);
    assert.equal(processes(), "");
  });

  const drown = () =>
    page.locator(".jp-CodeCell", { hasText: "interact({ t: slider(0, 999, { value: 150 })" });
  const slider = () => drown().locator(".widget-slider");
  const readout = () => drown().locator(".widget-readout");
  const picture = () => drown().locator(".noisebook-interact-output");

  async function seen() {
    const src = await picture().locator("img").first().getAttribute("src");
    const pixels = (await picture().screenshot()).toString("base64");
    return { src: src!, pixels };
  }

  /** Waits until the picture has another source and other pixels, and stands still. */
  async function changed(before: { src: string; pixels: string }) {
    let now = before;
    for (let last = ""; now.src === before.src || now.src !== last; ) {
      last = now.src;
      await page.waitForTimeout(300);
      now = await seen();
    }
    assert.notEqual(now.pixels, before.pixels);
    return now;
  }

  /** The command lines of every process that belongs to this JupyterLab. */
  function processes(): string {
    return execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })
      .split("\n")
      .filter((line) => line.includes(lab.folder) && !line.includes("chromium"))
      .join("\n");
  }
});
