/**
 * The notebook as TypeScript sees it: each cell is a module that imports the names it uses from the cell which last
 * declared them, so types flow from cell to cell and nothing has to be repeated or shortened.
 */
import { declaredNames, topLevel } from "./top-level.ts";
import { ts } from "./typescript.ts";

export interface CellModule {
  /** The cell, then what ties it to the others: positions in the cell stay what they are. */
  text: string;
  /** How much of the text the user wrote. */
  length: number;
  declares: DeclaredName[];
  /** The cell alone, parsed. */
  file: ts.SourceFile;
}

export interface DeclaredName {
  name: string;
  /** Whether it can be assigned, is another value, or a type alone. */
  kind: "variable" | "value" | "type";
}

export interface CellChain {
  /**
   * The module that a cell would be now.
   *
   * @param options.isOpen True to have all names of the notebook at hand, also those that it does not use yet.
   */
  moduleOf(code: string, options?: { isOpen: boolean }): CellModule;
  /** Adds a cell that has run; the names that it did not get to declare stay what they were. */
  add(id: number, cell: CellModule, unset: string[]): void;
  /** The text of an earlier cell, by its file's base name. */
  text(name: string): string | undefined;
  forget(): void;
}

export function createCellChain(): CellChain {
  const texts = new Map<string, string>();
  const known = new Map<string, { module: string; kind: DeclaredName["kind"] }>();
  const tie = (name: string) => {
    const { module, kind } = known.get(name) ?? {};
    // An import could not be assigned.
    if (kind === "variable") return `declare var ${name}: typeof import("./${module}").${name};`;
    return `import { ${name} } from "./${module}";`;
  };
  return {
    moduleOf(code, { isOpen } = { isOpen: false }) {
      const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
      const { declarations } = topLevel(file.statements);
      const declares = [...declarations].map(([name, nodes]) => ({ name, kind: kindOf(nodes) }));
      const used = isOpen ? [...known.keys()] : identifiers(file).filter((name) => known.has(name));
      const ties = used.filter((name) => !declarations.has(name)).map(tie);
      const exported = exportedNames(file.statements);
      const exports = [...declarations.keys()].filter((name) => !exported.has(name));
      const text = `${code}\n;${ties.join("")}export { ${exports.join(", ")} };`;
      return { text, length: code.length, declares, file };
    },
    add(id, cell, unset) {
      const module = `[cell ${id}].ts`;
      texts.set(module, cell.text);
      for (const { name, kind } of cell.declares)
        if (!unset.includes(name)) known.set(name, { module, kind });
    },
    text: (name) => texts.get(name),
    forget() {
      texts.clear();
      known.clear();
    },
  };
}

function kindOf(nodes: ts.Node[]): DeclaredName["kind"] {
  if (nodes.every((node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)))
    return "type";
  const isVariable = nodes.every(
    (node) =>
      (ts.isVariableDeclaration(node) || ts.isBindingElement(node)) &&
      !(ts.getCombinedNodeFlags(node) & ts.NodeFlags.Constant),
  );
  return isVariable ? "variable" : "value";
}

/** The names that a pasted module's own `export` has exported already. */
function exportedNames(statements: readonly ts.Statement[]): Set<string> {
  const names = statements.flatMap((statement) => {
    if (
      ts.isExportDeclaration(statement) &&
      statement.exportClause &&
      ts.isNamedExports(statement.exportClause)
    )
      return statement.exportClause.elements.map(({ name }) => name.text);
    const modifiers = (ts.canHaveModifiers(statement) && ts.getModifiers(statement)) || [];
    const kinds = modifiers.map(({ kind }) => kind);
    const isNamed =
      kinds.includes(ts.SyntaxKind.ExportKeyword) && !kinds.includes(ts.SyntaxKind.DefaultKeyword);
    return isNamed ? (declaredNames(statement) ?? []).map(([{ text }]) => text) : [];
  });
  return new Set(names);
}

/** TypeScript keeps them on the file, but out of its declared interface. */
export function syntaxErrors(file: ts.SourceFile): readonly ts.Diagnostic[] {
  return (file as unknown as { parseDiagnostics: ts.Diagnostic[] }).parseDiagnostics;
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
