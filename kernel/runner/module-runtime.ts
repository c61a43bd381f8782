/** The runtime of cells, for the modules that they import from beside the notebook; language/transpile-module.ts writes its calls. */
import type { CellRuntime } from "./runtime.ts";

export let $run: Pick<CellRuntime, "at" | "resume" | "each">;

export function setModuleRuntime(runtime: typeof $run): void {
  $run = runtime;
}
