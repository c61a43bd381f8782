/** Golden SVG files: a drawing is compared with the one that was looked at and kept. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../root.ts";

const folder = join(root, "tests/golden/viz");

/**
 * Compares a drawing with its golden file. On a difference the new drawing is left beside it as NAME-changed.svg; a
 * drawing that has no golden file yet becomes it, except under CI.
 */
export function assertGolden(
  name: string,
  svg: string,
  options = { folder, ci: process.env.CI === "true" },
): void {
  const kept = join(options.folder, `${name}.svg`);
  const changed = join(options.folder, `${name}-changed.svg`);
  const drawn = stable(svg);
  if (!existsSync(kept)) {
    assert.ok(
      !options.ci,
      `There is no golden file ${kept}: make it on your machine, look at it and commit it`,
    );
    mkdirSync(options.folder, { recursive: true });
    writeFileSync(kept, drawn);
    return;
  }
  if (readFileSync(kept, "utf8") === drawn) {
    rmSync(changed, { force: true });
    return;
  }
  writeFileSync(changed, drawn);
  assert.fail(
    `The drawing ${name} is not its golden file: compare ${changed}, and replace the old one if it is right`,
  );
}

/** A drawing without what may differ between machines: digits beyond the second, and the numbers in ids. */
export function stable(svg: string): string {
  const ids = new Map<string, string>();
  const renumbered = (id: string) => {
    if (!ids.has(id)) ids.set(id, `id${ids.size}`);
    return ids.get(id);
  };
  return `${svg
    .replace(/(\sid="|url\(#)([^")]+)/g, (_, before: string, id: string) => `${before}${renumbered(id)}`)
    .replace(/(?<![\w/+])-?\d+\.\d+(?!\w)/g, (number) => String(Number(Number(number).toFixed(2))))
    .replaceAll("><", ">\n<")}\n`;
}
