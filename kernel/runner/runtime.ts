/** What compiled cells call under the name `$run`; the compiler that writes these calls is language/cell-transformer.ts. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ImportModule } from "./import-module.ts";
import type { Origins } from "./origins.ts";

export interface CellRuntime {
  /** Taken before an await, given back after it. */
  at(): string;
  resume<T>(origin: string, value: T): T;
  /** What `for await` runs over: checks after every step that the cell may still run. */
  each<T>(source: AsyncIterable<T> | Iterable<T | PromiseLike<T>>): AsyncIterable<T>;
  import: ImportModule;
  /** `import.meta` of a cell. */
  meta: { url: string; filename: string; dirname: string };
}

export function cellRuntime(
  origins: Origins,
  { cwd, importModule }: { cwd: string; importModule: ImportModule },
): CellRuntime {
  const filename = join(cwd, "notebook.js");
  return {
    at: origins.current,
    resume: origins.resume,
    each: (source) => ({ [Symbol.asyncIterator]: () => checked(iterate(source), origins) }),
    import: importModule,
    meta: { url: pathToFileURL(filename).href, filename, dirname: cwd },
  };
}

function iterate<T>(source: AsyncIterable<T> | Iterable<T | PromiseLike<T>>): AsyncIterator<T> {
  if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
  return (async function* () {
    yield* source;
  })() as AsyncIterator<T>;
}

/** When the cell has been interrupted, the source gets to clean up and the loop ends. */
function checked<T>(inner: AsyncIterator<T>, origins: Origins): AsyncIterator<T> {
  const origin = origins.current();
  return {
    async next() {
      const step = await inner.next();
      if (origins.isDead(origin)) await inner.return?.();
      return origins.resume(origin, step);
    },
    async return(value) {
      const step = await inner.return?.(value);
      return step ?? { done: true, value };
    },
  };
}
