/** TypeScript for a notebook: compiles its cells in order, and answers an editor's questions about the next one. */
import type { CellError, Completeness, Completion, MimeBundle } from "../interpreter.ts";
import type { CellModule } from "./cell-chain.ts";
import { check } from "./check.ts";
import { complete } from "./complete.ts";
import { type Emitted, emit } from "./emit.ts";
import { createFunctionUses } from "./function-uses.ts";
import { inspect } from "./inspect.ts";
import { isComplete } from "./is-complete.ts";
import { openWorkspace } from "./workspace.ts";

/** A cell ready to run, or what is wrong with it. */
export type Compiled = ({ values: string[] } & Emitted) | { error: CellError };

export interface Language {
  /** @param options.id Distinct for every cell. Likewise `count`, the number that the reader sees. */
  compile(code: string, options: { id: number; count: number }): Compiled;
  /**
   * Makes the names of a cell that has run known to the next ones, but for those that it did not get to.
   *
   * @returns The cells that are of no use to later ones: no name of the notebook leads to them any more.
   */
  commit(id: number, unset: string[]): number[];
  /** Tells that cells of no use have run before, which this process has not seen. */
  joinLate(): void;
  /** Forgets all cells: their values are gone. */
  forget(): void;
  complete(code: string, cursor: number): Completion;
  inspect(code: string, cursor: number): MimeBundle | undefined;
  isComplete(code: string): Completeness;
}

/** Opens the language for a notebook in a folder. */
export function createLanguage(cwd: string): Language {
  const workspace = openWorkspace(cwd);
  const uses = createFunctionUses();
  const compiled = new Map<number, CellModule>();
  return {
    compile(code, { id, count }) {
      const open = workspace.open(code);
      const error = check(workspace, open, count);
      if (error) return { error };
      compiled.set(id, open.cell);
      return { values: valuesOf(open.cell), ...emit(open, uses) };
    },
    commit(id, unset) {
      const cell = compiled.get(id);
      compiled.delete(id);
      return cell ? workspace.chain.add(id, cell, unset) : [];
    },
    joinLate: uses.distrust,
    forget() {
      workspace.chain.forget();
      uses.forget();
      compiled.clear();
    },
    complete: (code, cursor) => complete(workspace, code, cursor),
    inspect: (code, cursor) => inspect(workspace, code, cursor),
    isComplete,
  };
}

function valuesOf({ declares }: CellModule): string[] {
  return declares.filter(({ kind }) => kind !== "type").map(({ name }) => name);
}
