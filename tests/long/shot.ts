/** Pictures of what a browser shows, to be looked at. */
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { root } from "../root.ts";

/** Keeps one for the documentation when SCREENSHOTS is set; otherwise among the files that are not committed. */
export async function shot(of: Page | Locator, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS ? "docs/screenshots" : ".noisebook/screenshots";
  await of.screenshot({ path: join(root, folder, `${name}.png`) });
}
