/** Spares TypeScript's completion the work whose result no notebook sees. */
import { ts } from "./typescript.ts";

/** All that completion asks of the type of a method: whether it can be called. */
const callable = { getNonNullableType: () => callable, getCallSignatures: () => [{}] } as unknown as ts.Type;

/**
 * Completes with a checker that leaves out the names that do not fit before TypeScript describes and sorts each of a
 * thousand globals, and that takes a method for something to call without working out its type.
 */
export function leanly<T>(checker: ts.TypeChecker, isFitting: (name: string) => boolean, ask: () => T): T {
  const { getSymbolsInScope, getTypeOfSymbolAtLocation, isValidPropertyAccessForCompletions } =
    checker as CompletionChecker;
  Object.assign(checker, {
    getSymbolsInScope: (...place) => getSymbolsInScope(...place).filter(({ name }) => isFitting(name)),
    getTypeOfSymbolAtLocation: (symbol, node) =>
      symbol.flags & ts.SymbolFlags.Method ? callable : getTypeOfSymbolAtLocation(symbol, node),
    isValidPropertyAccessForCompletions: (node, type, property) =>
      (isFitting(property.name) || property.name.includes("#")) &&
      isValidPropertyAccessForCompletions(node, type, property),
  } satisfies Partial<CompletionChecker>);
  try {
    return ask();
  } finally {
    Object.assign(checker, {
      getSymbolsInScope,
      getTypeOfSymbolAtLocation,
      isValidPropertyAccessForCompletions,
    });
  }
}

/** With what TypeScript keeps out of its declared interface. */
interface CompletionChecker extends ts.TypeChecker {
  isValidPropertyAccessForCompletions(node: ts.Node, type: ts.Type, property: ts.Symbol): boolean;
}
