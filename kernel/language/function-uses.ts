/** What functions do with the notebook's names: a loop may keep a name in a local variable only if none interferes. */
import type { References } from "./references.ts";

export interface FunctionUses {
  add(references: References): void;
  /** True when no function can change the name while a loop only reads it, or see it while a loop writes it. */
  isFree(name: string, use: { isWritten: boolean }): boolean;
  /** From now on no name is free: there are functions that were not seen. */
  distrust(): void;
  forget(): void;
}

/** The uses in all cells so far; names only ever become less free. */
export function createFunctionUses(): FunctionUses {
  const read = new Set<string>();
  const written = new Set<string>();
  let sawAll = true;
  return {
    add(references) {
      for (const { name, inFunction, isWrite } of references.values())
        if (inFunction) (isWrite ? written : read).add(name);
    },
    isFree: (name, { isWritten }) => sawAll && !written.has(name) && !(isWritten && read.has(name)),
    distrust() {
      sawAll = false;
    },
    forget() {
      sawAll = true;
      read.clear();
      written.clear();
    },
  };
}
