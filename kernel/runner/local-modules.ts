/**
 * Loader hooks for modules beside the notebook: TypeScript without a build, `./name` without an ending, and a fresh
 * copy once a file has changed. Packages that are not found there are looked for from the kernel's own package.
 */
import { readFileSync, statSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transpileModule } from "../language/transpile-module.ts";
import { tslabModule } from "./import-module.ts";

interface Context {
  parentURL?: string;
}
interface Resolved {
  url: string;
  format?: string | null;
  shortCircuit?: boolean;
}
type NextResolve = (specifier: string, context: Context) => Promise<Resolved>;
type NextLoad = (url: string, context: object) => Promise<object>;

/** When each local file of this generation had last been written as it was loaded. */
const loaded = new Map<string, number>();
/** Part of every local URL; another one means that Node loads the modules anew. */
let generation = 0;

export async function resolve(specifier: string, context: Context, next: NextResolve): Promise<Resolved> {
  if (specifier === "tslab") return { url: tslabModule, format: "module", shortCircuit: true };
  if (/^(node|data|https?):/.test(specifier)) return next(specifier, context);
  const found = await find(specifier, context, next);
  if (!isOwnFile(found.url)) return found;
  const path = fileURLToPath(found.url);
  if (isFromCell(context) && hasChanged()) {
    generation += 1;
    loaded.clear();
  }
  // Its first time counts: what an old copy's functions import again is as old as they are.
  if (!loaded.has(path)) loaded.set(path, statSync(path).mtimeMs);
  const url = pathToFileURL(path);
  url.search = `?${generation}`;
  return { ...found, url: url.href, shortCircuit: true };
}

async function find(specifier: string, context: Context, next: NextResolve): Promise<Resolved> {
  try {
    return await next(specifier, context);
  } catch (error) {
    const isRelative = /^(\.{0,2}\/|file:)/.test(specifier);
    if (!isRelative) {
      if (isFromCell(context)) throw error;
      return next(specifier, { ...context, parentURL: import.meta.url }).catch(() => Promise.reject(error));
    }
    for (const guess of guesses(specifier)) {
      const url = new URL(guess, context.parentURL);
      if (statSync(url, { throwIfNoEntry: false })?.isFile()) return { url: url.href, format: "module" };
    }
    throw error;
  }
}

function guesses(specifier: string): string[] {
  const base = specifier.replace(/\.js$/, "");
  return [".ts", ".mts", ".js", ".mjs", "/index.ts", "/index.js"].map((ending) => base + ending);
}

export async function load(url: string, context: object, next: NextLoad): Promise<object> {
  if (!isOwnFile(url) || !/\.m?ts$/.test(new URL(url).pathname)) return next(url, context);
  const path = fileURLToPath(url);
  const source = transpileModule(readFileSync(path, "utf8"), { path, runtime });
  return { format: "module", source, shortCircuit: true };
}

function isOwnFile(url: string): boolean {
  return url.startsWith("file:") && !url.includes("/node_modules/") && !url.startsWith(kernel);
}

const runtime = new URL("./module-runtime.js", import.meta.url).href;
const kernel = new URL("../../", import.meta.url).href;

function isFromCell({ parentURL = "" }: Context): boolean {
  return parentURL.endsWith("/notebook.js");
}

function hasChanged(): boolean {
  return [...loaded].some(([path, time]) => statSync(path, { throwIfNoEntry: false })?.mtimeMs !== time);
}
