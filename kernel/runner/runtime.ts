/** What compiled cells call under the name `$run`; the compiler that writes these calls is language/cell-transformer.ts. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ImportModule } from "./import-module.ts";
import { setModuleRuntime } from "./module-runtime.ts";
import type { Activity, Origins } from "./origins.ts";

export interface CellRuntime {
  /** Taken before an await, given back after it. */
  at(): Activity;
  resume<T>(activity: Activity, value: T): T;
  /** What `for await` runs over: checks after every step that the cell may still run. */
  each<T>(source: AsyncIterable<T> | Iterable<T | PromiseLike<T>>): AsyncIterable<T>;
  import: ImportModule;
  /** `import.meta` of a cell. */
  meta: { url: string; filename: string; dirname: string };
}

/** Makes the runtime of cells and of the modules beside the notebook. */
export function cellRuntime(
  origins: Origins,
  { cwd, importModule }: { cwd: string; importModule: ImportModule },
): CellRuntime {
  const filename = join(cwd, "notebook.js");
  const runtime: CellRuntime = {
    at: origins.activity,
    resume: origins.resume,
    each: (source) => ({ [Symbol.asyncIterator]: () => checked(iterate(source), origins) }),
    import: importModule,
    meta: { url: pathToFileURL(filename).href, filename, dirname: cwd },
  };
  setModuleRuntime(runtime);
  return runtime;
}

function iterate<T>(source: AsyncIterable<T> | Iterable<T | PromiseLike<T>>): AsyncIterator<T> {
  if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
  return (async function* () {
    yield* source;
  })() as AsyncIterator<T>;
}

/** When the cell has been interrupted, the source gets to clean up and the loop ends. */
function checked<T>(inner: AsyncIterator<T>, origins: Origins): AsyncIterator<T> {
  const activity = origins.activity();
  return {
    async next() {
      const step = await inner.next();
      if (origins.isDead(activity)) await inner.return?.();
      return origins.resume(activity, step);
    },
    async return(value) {
      const step = await inner.return?.(value);
      return step ?? { done: true, value };
    },
  };
}
