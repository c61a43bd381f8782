/** Documentation of a name: its own, or that of the function that it holds. */
import { ts } from "./typescript.ts";

export interface Documentation {
  prose: string;
  tags: { name: string; text: string }[];
}

/** A global such as `const slider: typeof import("…").slider` has no comment of its own; its type's symbol does. */
export function documentationOf(symbol: ts.Symbol, checker: ts.TypeChecker): Documentation {
  const aliased = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const candidates = [symbol, aliased, checker.getTypeOfSymbol(aliased).symbol].filter(Boolean);
  const documented = candidates.find((each) => each.getDocumentationComment(checker).length > 0) ?? symbol;
  return {
    prose: ts.displayPartsToString(documented.getDocumentationComment(checker)),
    tags: documented
      .getJsDocTags(checker)
      .map(({ name, text }) => ({ name, text: ts.displayPartsToString(text) })),
  };
}
