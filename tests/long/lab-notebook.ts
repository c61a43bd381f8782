/** What a person does with an open notebook, in JupyterLab and in Notebook 7: wait for its kernel, choose from a menu, run all. */
import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { type Notebook, readNotebook } from "../../kernel/notebook/nbformat.ts";

/**
 * Waits until the notebook's kernel has nothing to do: JupyterLab's status bar says so, and Notebook 7's head, which tells
 * of a kernel that comes, falls silent. The toolbar's circle will not do: it is idle also before there is a kernel.
 */
export async function whenKernelIsIdle(page: Page, timeout = 90_000): Promise<void> {
  const inLab = page.getByText(/^TypeScript.* \| Idle$/);
  const inNotebook7 = page.locator(".jp-NotebookKernelStatus-fade:empty");
  await inLab.or(inNotebook7).first().waitFor({ state: "attached", timeout });
}

export async function choose(page: Page, menu: string, item: RegExp): Promise<void> {
  await page.locator(".lm-MenuBar-itemLabel", { hasText: new RegExp(`^${menu}$`) }).click();
  await page.locator(".lm-Menu-itemLabel", { hasText: item }).first().click();
}

/** Chosen before the kernel has come, the command does nothing, or asks for a kernel in a dialog that nobody answers. */
export async function runAllCells(page: Page): Promise<void> {
  await whenKernelIsIdle(page);
  await choose(page, "Run", /^Run All Cells$/);
}

/** The notebook of a file once it is as wanted; while the server writes the file, it cannot be read. */
export async function whenSaved(path: string, isWanted: (notebook: Notebook) => boolean): Promise<Notebook> {
  for (let tries = 0; ; tries++) {
    const notebook = await readNotebook(path).then(
      (file) => file.notebook,
      () => undefined,
    );
    if (notebook && isWanted(notebook)) return notebook;
    if (tries === 300) throw new Error(`${path} has not been saved as wanted`);
    await delay(100);
  }
}
