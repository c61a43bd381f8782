/** The one door to TypeScript's compiler. Version 6 is the last with this interface. */
import ts from "typescript";

export { ts };
