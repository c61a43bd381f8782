/**
 * The types of JavaScript itself as one file. TypeScript has them in sixty, and merges what those say of `Array` or
 * `Promise` anew for every check; declarations of one file it merges once.
 */
import { basename, dirname, join } from "node:path";
import { ts } from "./typescript.ts";

const folder = dirname(ts.getDefaultLibFilePath({}));
const wanted = ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts", "lib.esnext.collection.d.ts"];
const reference = /^\/\/\/ <reference lib="([^"]+)" \/>\r?$/gm;

/** Beside TypeScript's own files, so that a package's `/// <reference lib="dom" />` finds those. */
export const libraryFile = join(folder, "[library].d.ts").replaceAll("\\", "/");

const texts = new Map<string, string>();
for (const name of wanted) addWithReferences(name);
const libraryText = [...texts.values()].join("\n");

function addWithReferences(name: string): void {
  const text = ts.sys.readFile(join(folder, name)) ?? "";
  for (const [, library] of text.matchAll(reference)) {
    const referenced = `lib.${library}.d.ts`;
    if (!texts.has(referenced)) addWithReferences(referenced);
  }
  texts.set(name, text.replaceAll(reference, ""));
}

/** The text of the one file, and none for those of TypeScript's that are in it; undefined for any other path. */
export function libraryTextOf(path: string): string | undefined {
  if (path === libraryFile) return libraryText;
  return texts.has(basename(path)) && dirname(path) === dirname(libraryFile) ? "" : undefined;
}
