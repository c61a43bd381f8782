/** JupyterLab's debugger panel: a click beside a line, a run that stops there, variables, a step, and on to the end. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "./lab-browser.ts";
import { whenKernelIsIdle } from "./lab-notebook.ts";
import { type Lab, startLab } from "./lab-server.ts";
import { shot } from "./shot.ts";

const earlier = `interface Step { t: number; noise: number }

function mix(x0: number, step: Step): number {
  const signal = Math.sqrt(1 - step.noise);
  return signal * x0 + Math.sqrt(step.noise);
}`;
const later = `const steps: Step[] = [0.1, 0.5].map((noise, t) => ({ t, noise }));
let x: number = 2;
for (const step of steps) {
  x = mix(x, step);
}
x.toFixed(3)`;

describe("the debugger in JupyterLab", () => {
  let browser: Browser;
  let lab: Lab;
  let page: Page;

  before(async function () {
    browser = await openBrowser(this);
    lab = await startLab();
    writeFileSync(join(lab.folder, "notebooks", "debug.ipynb"), JSON.stringify(notebook([earlier, later])));
    page = await browser.newPage({ viewport: { width: 1400, height: 900 }, colorScheme: "light" });
    const { origin, search } = new URL(lab.url);
    await page.goto(`${origin}/lab/tree/debug.ipynb${search}`);
    await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor();
    await whenKernelIsIdle(page);
  });

  after(async () => {
    await browser?.close();
    await lab?.interrupt();
    lab?.clean();
  });

  it("switches on, and shows the notebook's variables", async () => {
    await run(0);
    await page.locator(".jp-DebuggerBugButton:not([disabled])").click();
    await page.locator(".jp-DebuggerVariables-name", { hasText: "mix" }).waitFor();
  });

  it("stops at a breakpoint in a function of an earlier cell, at the user's line", async () => {
    await gutterLine(0, 4);
    await run(1);
    await highlighted("const signal = Math.sqrt(1 - step.noise);");
    const frames = page.locator(".jp-DebuggerCallstackFrame-name");
    assert.deepEqual(await frames.allTextContents(), ["mix", "cell 2"]);
    const places = page.locator(".jp-DebuggerCallstackFrame-location");
    assert.deepEqual(await places.allTextContents(), ["Cell [1]:4", "Cell [*]:4"]);
    await page.locator(".jp-DebuggerVariables-name", { hasText: /^x0$/ }).waitFor();
    assert.equal(await detail("x0"), "2");
    assert.equal(await detail("step"), "{t: 0, noise: 0.1}");
    await page.waitForTimeout(500);
    await shot(page, "lab-debugger");
  });

  it("steps to the next line, and goes on to the end", async () => {
    await page.locator('.jp-DebuggerSidebar [data-command="debugger:next"]').first().click();
    await highlighted("return signal * x0 + Math.sqrt(step.noise);");
    await page.locator(".jp-DebuggerVariables-name", { hasText: /^signal$/ }).waitFor();
    assert.match(await detail("signal"), /^0\.9486/);
    await gutterLine(0, 4);
    await page.locator('.jp-DebuggerSidebar [data-command="debugger:continue"]').first().click();
    await page
      .locator(".jp-CodeCell")
      .nth(1)
      .locator(".jp-OutputArea-output", { hasText: "2.272" })
      .waitFor();
    assert.equal(await page.locator(".jp-DebuggerCallstackFrame-name").count(), 0);
  });

  async function run(cell: number): Promise<void> {
    await page.locator(".jp-CodeCell").nth(cell).locator(".cm-content").click();
    await page.keyboard.press("Control+Enter");
  }

  /** Clicks the place for breakpoints beside a line. */
  async function gutterLine(cell: number, line: number): Promise<void> {
    const gutter = page.locator(".jp-CodeCell").nth(cell).locator(".cm-breakpoint-gutter .cm-gutterElement");
    await gutter.nth(line).click();
    await page.waitForTimeout(1500);
  }

  async function highlighted(text: string): Promise<void> {
    await page.locator(".jp-DebuggerEditor-highlight", { hasText: text }).first().waitFor();
  }

  async function detail(name: string): Promise<string> {
    const item = page.locator(".jp-DebuggerVariables-body jp-tree-item", {
      has: page.locator(".jp-DebuggerVariables-name", { hasText: new RegExp(`^${name}$`) }),
    });
    return (await item.first().locator(".jp-DebuggerVariables-detail").first().textContent()) ?? "";
  }
});

function notebook(sources: string[]) {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: "noisebook", display_name: "TypeScript (Noisebook)", language: "typescript" },
    },
    cells: sources.map((source, i) => ({
      cell_type: "code",
      id: `cell${i}`,
      execution_count: null,
      metadata: {},
      outputs: [],
      source,
    })),
  };
}
