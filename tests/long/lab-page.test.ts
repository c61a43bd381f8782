/** The lesson as one HTML file: run without Python, opened from disk, its slider moved without a kernel. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { readNotebook } from "../../kernel/notebook/nbformat.ts";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openBrowser } from "./lab-browser.ts";
import { shot } from "./shot.ts";

describe("the lesson as a page", () => {
  let browser: Browser;
  const folder = temporaryFolder();
  const file = (name: string) => join(folder, name);

  before(async function () {
    browser = await openBrowser(this);
    copyFileSync(join(root, "notebooks", "02-forward-noising.ipynb"), file("lesson.ipynb"));
    const command = [join(root, "dist", "cli", "main.js"), "run", "lesson.ipynb", "--html", "--allow-errors"];
    await promisify(execFile)(process.execPath, command, { cwd: folder });
  });

  after(() => browser?.close());

  async function open(
    width: number,
    colorScheme: "light" | "dark",
  ): Promise<{ page: Page; faults: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    page.on("request", (request) => /^(file|data):/.test(request.url()) || faults.push(request.url()));
    await page.goto(pathToFileURL(file("lesson.html")).href);
    return { page, faults };
  }

  it("has every cell's outputs in the notebook too", async () => {
    const { notebook } = await readNotebook(file("lesson.ipynb"));
    const code = notebook.cells.filter((cell) => cell.cell_type === "code");
    assert.deepEqual(
      code.map((cell) => cell.execution_count),
      code.map((_, i) => i + 1),
    );
  });

  it("is of a size that can be sent, and names no address to load from", () => {
    assert.ok(statSync(file("lesson.html")).size < 8e6);
    const html = readFileSync(file("lesson.html"), "utf8");
    assert.doesNotMatch(html, /(?:src|srcset)="(?!data:)|@import|url\((?!data:)/);
  });

  for (const [width, scheme] of [
    [1280, "light"],
    [390, "dark"],
  ] as const)
    it(`needs no other file and fits ${width} pixels, ${scheme}`, async () => {
      const { page, faults } = await open(width, scheme);
      assert.deepEqual(faults, []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      assert.equal(await page.title(), "Lesson 2 · Forward noising");
      assert.ok(
        await page
          .locator("img")
          .evaluateAll((images) =>
            images.every(
              (image) =>
                (image as HTMLImageElement).naturalWidth > 0 && (image as HTMLImageElement).alt !== "",
            ),
          ),
      );
      await page.locator("h2", { hasText: "Watch it drown" }).evaluate((heading) => heading.scrollIntoView());
      await shot(page, `page-${width}-${scheme}`);
      await page.close();
    });

  it("has a slider that moves by key, plays, and shows the value that belongs to the picture", async () => {
    const { page, faults } = await open(1280, "light");
    const player = page.locator(".player").first();
    const slider = player.locator("input");
    const source = () => player.locator(".frame img").first().getAttribute("src");
    const first = await source();
    assert.equal(await player.locator("output").textContent(), "150");
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    const second = await source();
    assert.notEqual(second, first);
    await page.keyboard.press("End");
    assert.equal(await player.locator("output").textContent(), "999");
    assert.match((await player.locator(".frame img").first().getAttribute("alt")) ?? "", /t = 999/);
    await page.keyboard.press("Home");
    assert.equal(await player.locator("output").textContent(), "0");
    await player.locator("button").click();
    await page.waitForFunction(
      () => Number(document.querySelector<HTMLInputElement>(".player input")!.value) > 3,
    );
    await player.locator("button").click();
    const stopped = await slider.inputValue();
    await page.waitForTimeout(500);
    assert.equal(await slider.inputValue(), stopped);
    assert.deepEqual(faults, []);
  });
});
