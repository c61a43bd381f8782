import { readFileSync } from "node:fs";

/** A style sheet or program that goes into a page. */
export function asset(name: string): string {
  return readFileSync(new URL(`../../../../kernel/assets/${name}`, import.meta.url), "utf8");
}
