/** The parts of the project's pages that a command makes: what stands between `<!-- NAME -->` and `<!-- end of NAME -->`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./source.ts";

/**
 * The text with another content of its region.
 *
 * @throws {SyntaxError} If it has no such region.
 */
export function withRegion(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name} -->\n`, `\n<!-- end of ${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from)
    throw new SyntaxError(`Cannot write the page: it has no region <!-- ${name} -->`);
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
}

/** Writes a region of one of the project's pages, `lessons/README.md` for one. */
export function writeRegion(page: string, name: string, content: string): void {
  const path = join(root, page);
  writeFileSync(path, withRegion(readFileSync(path, "utf8"), name, content));
}
