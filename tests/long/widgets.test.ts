/** Widgets with the front end that people use: JupyterLab and ipywidgets 8 in Chromium, moved by mouse and keyboard. */
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Browser, Locator, Page } from "playwright-core";
import { temporaryFolder } from "../temporary-folder.ts";
import { openBrowser } from "./lab-browser.ts";
import { choose, runAllCells } from "./lab-notebook.ts";
import { shot } from "./shot.ts";
import { venvPython } from "./venv.ts";
import { openWidgetsLab } from "./widgets-lab.ts";

const packages = ["jupyterlab==4.6.6", "ipywidgets==8.1.9"];
describe("widgets in JupyterLab", function () {
  this.timeout(300_000);
  const folder = temporaryFolder();
  let server: ChildProcess;
  let browser: Browser;
  let page: Page;

  before(async function () {
    browser = await openBrowser(this);
    const python = venvPython(this, packages);
    const lab = await openWidgetsLab(python, folder);
    server = lab.server;
    page = await browser.newPage({ viewport: { width: 1200, height: 1500 } });
    await page.goto(lab.url);
    await runAllCells(page);
    const done = page.locator(".noisebook-interact").nth(1).locator("text=done 0");
    await done.waitFor({ timeout: 20_000 }).finally(() => shot(page, "widgets-start"));
  });

  after(async () => {
    await browser?.close();
    server?.kill("SIGTERM");
    if (server && server.exitCode === null) await new Promise((resolve) => server.once("exit", resolve));
  });

  /** Waits until the kernel has noted a value for a control; gives the last one. */
  const noted = async (name: string): Promise<unknown> => {
    for (let wait = 0; wait < 200; wait++) {
      const path = join(folder, "work", "seen.jsonl");
      const lines = existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
      const last = lines
        .map((line) => JSON.parse(line) as [string, unknown])
        .findLast(([each]) => each === name);
      if (last) return last[1];
      await delay(50);
    }
    return assert.fail(`the kernel heard nothing of ${name}`);
  };
  const control = (label: string) =>
    page
      .locator(".jupyter-widgets, .widget-inline-hbox", {
        has: page.locator(`.widget-label:text-is("${label}")`),
      })
      .last();
  const handle = (label: string): Locator => control(label).locator(".noUi-handle").first();

  it("shows every control", async () => {
    await shot(page, "widgets-controls");
    for (const label of [
      "slider",
      "float",
      "log",
      "range",
      "dropdown",
      "radio",
      "toggles",
      "list",
      "several",
      "choices",
      "text",
      "area",
      "number",
      "color",
      "date",
    ])
      assert.ok(await control(label).isVisible(), label);
    assert.equal(await page.locator("text=/Error displaying widget|Loading widget/").count(), 0);
  });

  it("moves sliders", async () => {
    for (const label of ["slider", "float", "log", "choices"]) {
      await handle(label).focus();
      await page.keyboard.press("ArrowRight");
    }
    await handle("range").focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await noted("slider"), 1);
    assert.equal(await noted("float"), 0.01);
    assert.ok(Math.abs(((await noted("log")) as number) / 1e-3 - 10 ** 0.1) < 1e-9);
    assert.deepEqual(await noted("range"), [26, 75]);
    assert.equal(await noted("choices"), "high");
  });

  it("chooses", async () => {
    await control("dropdown").locator("select").selectOption("x0");
    await control("radio").locator("input").nth(1).click();
    await control("toggles").locator("button").nth(1).click();
    await control("list").locator("select").selectOption("second");
    await control("several").locator("select").selectOption(["a", "c"]);
    assert.equal(await noted("dropdown"), "x0");
    assert.equal(await noted("radio"), "two");
    assert.equal(await noted("toggles"), "right");
    assert.equal(await noted("list"), "second");
    assert.deepEqual(await noted("several"), ["a", "c"]);
  });

  it("takes clicks, text, numbers, colours, days, tags and files", async () => {
    await page.locator("button.widget-toggle-button:text-is('toggle')").last().click();
    await page.locator(".widget-checkbox input").click();
    await page.locator("button:has-text('Press')").click();
    await control("text").locator("input").fill("a face");
    await page.keyboard.press("Enter");
    await control("area").locator("textarea").fill("two\nlines");
    await page.keyboard.press("Tab");
    await control("number").locator("input").fill("2.5");
    await page.keyboard.press("Enter");
    await control("color").locator("input[type=text]").fill("#00ff00");
    await page.keyboard.press("Enter");
    await control("date").locator("input").fill("2024-02-29");
    await page.locator(".jupyter-widget-tagsinput").click();
    await page.keyboard.type("face");
    await page.keyboard.press("Enter");
    const file = { name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("1,2") };
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.locator("button.widget-upload").click(),
    ]);
    await chooser.setFiles(file);
    await page.locator(".widget-play button").first().click();
    assert.equal(await noted("toggle"), true);
    assert.equal(await noted("checkbox"), true);
    assert.equal(await noted("press"), true);
    assert.equal(await noted("text"), "a face");
    assert.equal(await noted("area"), "two\nlines");
    assert.equal(await noted("number"), 2.5);
    assert.equal(await noted("color"), "#00ff00");
    assert.equal(await noted("date"), "2024-02-29");
    assert.deepEqual(await noted("tags"), ["noise", "face"]);
    const [uploaded] = (await noted("upload")) as { name: string; content: { data: number[] } }[];
    assert.deepEqual([uploaded.name, uploaded.content.data], ["a.csv", [49, 44, 50]]);
    await delay(600);
    assert.equal(await noted("play"), 5);
    await shot(page, "widgets-moved");
  });

  it("shows a click's print below the cell that made the button", async () => {
    const output = page.locator(".jp-Notebook .jp-Cell").nth(0).locator(".jp-OutputArea");
    await output.locator("text=pressed").first().waitFor({ timeout: 5000 });
  });

  it("moves widgets by code", async () => {
    await page.locator("#word", { hasText: /^1$/ }).waitFor();
    const bar = page.locator(".widget-hprogress .progress-bar").first();
    assert.equal(
      await bar.evaluate((element) => (element as unknown as { style: { width: string } }).style.width),
      "0.1%",
    );
  });

  it("draws the figure of interact anew for each move, and shows its errors in place", async () => {
    const box = page.locator(".noisebook-interact").first();
    await box.scrollIntoViewIfNeeded();
    await box.locator(".noUi-handle").focus();
    for (let press = 0; press < 12; press++) await page.keyboard.press("ArrowRight");
    await box.locator("text=dot at 12").waitFor();
    await shot(page, "widgets-interact");
    await box.locator(".noUi-handle").focus();
    await page.keyboard.press("ArrowRight");
    await box.locator("text=RangeError").first().waitFor();
    await shot(page, "widgets-interact-error");
    await page.keyboard.press("ArrowRight");
    await box.locator("text=dot at 14").waitFor();
    assert.equal(await box.locator("text=RangeError").count(), 0);
  });

  it("ends an asynchronous function's moves at the newest", async () => {
    const box = page.locator(".noisebook-interact").nth(1);
    await box.locator(".noUi-handle").focus();
    for (let press = 0; press < 30; press++) await page.keyboard.press("ArrowRight");
    await box.locator("text=done 30").waitFor();
    await box.locator("text=n 30 step 4").waitFor({ timeout: 5000 });
    await shot(page, "widgets-interact-async");
    const runs = readFileSync(join(folder, "work", "seen.jsonl"), "utf8").match(/"slow"/g)!.length;
    assert.ok(runs < 25, `${runs} runs for 30 moves`);
  });

  it("gives a reloaded page its widgets back as they stand", async () => {
    await choose(page, "File", /^Save Notebook$/);
    await page.locator(".jp-mod-dirty").first().waitFor({ state: "detached" });
    await page.reload();
    await page.locator(".noisebook-interact").nth(1).locator("text=done 30").waitFor({ timeout: 30_000 });
    await page.locator("#word").waitFor();
    assert.equal(await page.locator("#word").textContent(), "1");
    await shot(page, "widgets-reloaded");
    const box = page.locator(".noisebook-interact").first();
    await box.locator(".noUi-handle").focus();
    await page.keyboard.press("ArrowRight");
    await box.locator("text=dot at 15").waitFor();
  });
});
