/**
 * The notebook as TypeScript sees it: each cell is a module that imports the names it uses from the cell which last
 * declared them, so types flow from cell to cell and nothing has to be repeated or shortened.
 */
import { topLevel } from "./top-level.ts";
import { ts } from "./typescript.ts";

export interface CellModule {
  /** The cell, then its imports and exports: positions in the cell stay what they are. */
  text: string;
  /** How much of the text the user wrote. */
  length: number;
  declares: string[];
  /** Those of the names that are more than a type. */
  values: string[];
  syntaxErrors: readonly ts.Diagnostic[];
}

export interface CellChain {
  /** The module that a cell would be now. */
  moduleOf(code: string): CellModule;
  /** Adds a cell that has run; only the names that it got to declare are known from now on. */
  add(id: number, cell: CellModule, declared: string[]): void;
  /** The text of an earlier cell, by its file's base name. */
  text(name: string): string | undefined;
  forget(): void;
}

export function createCellChain(): CellChain {
  const texts = new Map<string, string>();
  /** Name → the module that last declared it. */
  const known = new Map<string, string>();
  return {
    moduleOf(code) {
      const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest);
      const { declarations } = topLevel(file.statements);
      const declares = [...declarations.keys()];
      const values = declares.filter((name) => !declarations.get(name)?.every(isType));
      const uses = identifiers(file).filter((name) => known.has(name) && !declares.includes(name));
      const imports = uses.map((name) => `import { ${name} } from "./${known.get(name)}";`);
      const suffix = `\n;${imports.join("")}export { ${declares.join(", ")} };`;
      return { text: code + suffix, length: code.length, declares, values, syntaxErrors: syntaxErrors(file) };
    },
    add(id, cell, declared) {
      const module = `[cell ${id}].ts`;
      texts.set(module, cell.text);
      for (const name of declared) known.set(name, module);
    },
    text: (name) => texts.get(name),
    forget() {
      texts.clear();
      known.clear();
    },
  };
}

/** TypeScript keeps them on the file, but out of its declared interface. */
export function syntaxErrors(file: ts.SourceFile): readonly ts.Diagnostic[] {
  return (file as unknown as { parseDiagnostics: ts.Diagnostic[] }).parseDiagnostics;
}

function isType(node: ts.Node): boolean {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

/** All names that occur in a file, whatever they stand for. */
function identifiers(file: ts.SourceFile): string[] {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...names];
}
