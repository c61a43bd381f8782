/** `import` for cells: as from a file in the notebook's folder, else from the kernel's own package. */
import { register } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { constants, Script } from "node:vm";

/** The module for notebooks written for tslab; the package itself, also where it is installed, knows its own kernel only. */
export const tslabModule = new URL("../tslab/module.js", import.meta.url).href;

type Module = Record<string, unknown>;
export type ImportModule = (
  specifier: string,
  options?: { with?: Record<string, string> },
  names?: string[],
) => Promise<Module>;

/** Makes the import function of a notebook in a folder. */
export function createImport(cwd: string): ImportModule {
  const notebook = join(cwd, "notebook.js");
  const fromNotebook = new Script("(specifier, options) => import(specifier, options)", {
    filename: notebook,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }).runInThisContext() as (specifier: string, options?: object) => Promise<Module>;
  const localModules = once(() => {
    register("./local-modules.js", import.meta.url);
    process.setSourceMapsEnabled(true);
  });
  return async (specifier, options = {}, names = []) => {
    if (specifier === "tslab") return import(tslabModule);
    if (isLocal(specifier)) localModules();
    const attributes = specifier.endsWith(".json") ? { with: { type: "json" }, ...options } : options;
    const module = await fromNotebook(specifier, attributes).catch((error) => {
      if (!isMissing(error, notebook)) throw error;
      return import(specifier, attributes).catch(() => {
        throw notFound(specifier, cwd);
      });
    });
    return withNames(module, names, specifier);
  };
}

/** Node finds the exports of CommonJS modules by reading their text, and misses some: those are taken from the whole. */
function withNames(module: Module, names: string[], specifier: string): Module {
  const missed = names.filter((name) => !(name in module));
  const whole = Object(module.default) as Module;
  for (const name of missed)
    if (!(name in whole))
      throw new SyntaxError(`The module "${specifier}" does not provide an export named "${name}"`);
  if (missed.length === 0) return module;
  return { ...module, ...Object.fromEntries(missed.map((name) => [name, whole[name]])) };
}

/** This package's own files: they do not change under a notebook, and need none of what local modules are loaded with. */
const own = new URL("../../", import.meta.url).href;

function isLocal(specifier: string): boolean {
  return /^(\.{0,2}\/|file:)/.test(specifier) && !specifier.startsWith(own);
}

/** Tells a package that the notebook lacks from one that a found package lacks. */
function isMissing(error: unknown, notebook: string): boolean {
  const { code, message = "" } = error as NodeJS.ErrnoException;
  const ours = message.includes(notebook) || message.includes(pathToFileURL(notebook).href);
  return code === "ERR_MODULE_NOT_FOUND" && ours && message.includes("package");
}

function notFound(specifier: string, cwd: string): Error {
  return Object.assign(
    new Error(`Cannot find the package "${specifier}" from ${cwd}; install it there with npm install`),
    { code: "ERR_MODULE_NOT_FOUND" },
  );
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}
