/** What functions do with the notebook's names: a loop may keep a name in a local variable only if none interferes. */
import type { References } from "./references.ts";

export interface FunctionUses {
  add(references: References): void;
  /** True when no function can change the name while a loop only reads it, or see it while a loop writes it. */
  isFree(name: string, use: { isWritten: boolean }): boolean;
  forget(): void;
}

/** The uses in all cells so far; names only ever become less free. */
export function createFunctionUses(): FunctionUses {
  const read = new Set<string>();
  const written = new Set<string>();
  return {
    add(references) {
      for (const { name, inFunction, isWrite } of references.values())
        if (inFunction) (isWrite ? written : read).add(name);
    },
    isFree: (name, { isWritten }) => !written.has(name) && !(isWritten && read.has(name)),
    forget() {
      read.clear();
      written.clear();
    },
  };
}
