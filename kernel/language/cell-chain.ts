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
  /** The earlier cells that it is tied to, by their files' base names. */
  needs: string[];
  /** The cell alone, parsed. */
  file: ts.SourceFile;
}

export interface DeclaredName {
  name: string;
  /** Whether it can be assigned, is another value, or a type alone. */
  kind: "variable" | "value" | "type";
}

export interface ModuleOptions {
  isOffered(name: string): boolean;
}

export interface CellChain {
  /**
   * The module that a cell would be now.
   *
   * @param options.isOffered Picks names of the notebook that are to be at hand although the cell does not use them yet.
   */
  moduleOf(code: string, options?: ModuleOptions): CellModule;
  /**
   * Adds a cell that has run; the names that it did not get to declare stay what they were.
   *
   * @returns The cells that no name leads to any more, perhaps this one among them: they are forgotten.
   */
  add(id: number, cell: CellModule, unset: string[]): number[];
  /** The text of an earlier cell, by its file's base name. */
  text(name: string): string | undefined;
  forget(): void;
}

export function createCellChain(): CellChain {
  const modules = new Map<string, { id: number } & Pick<CellModule, "text" | "needs">>();
  const known: KnownNames = new Map();
  return {
    moduleOf(code, { isOffered } = { isOffered: () => false }) {
      const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
      const { declarations } = topLevel(file.statements);
      const declares = [...declarations].map(([name, nodes]) => ({ name, kind: kindOf(nodes) }));
      const used = identifiers(file);
      const tied = [...known.keys()].filter(
        (name) => (used.has(name) || isOffered(name)) && !declarations.has(name),
      );
      const needs = [...new Set(tied.map((name) => known.get(name)!.module))];
      const exported = exportedNames(file.statements);
      const exports = [...declarations.keys()].filter((name) => !exported.has(name));
      const text = `${code}\n;${ties(tied, known)}export { ${exports.join(", ")} };`;
      return { text, length: code.length, declares, needs, file };
    },
    add(id, cell, unset) {
      const module = `[cell ${id}].ts`;
      modules.set(module, { id, text: cell.text, needs: cell.needs });
      for (const { name, kind } of cell.declares)
        if (!unset.includes(name)) known.set(name, { module, kind });
      const needed = reachable(
        [...known.values()].map((each) => each.module),
        modules,
      );
      const others = [...modules].filter(([name]) => !needed.has(name));
      for (const [name] of others) modules.delete(name);
      return others.map(([, { id }]) => id);
    },
    text: (name) => modules.get(name)?.text,
    forget() {
      modules.clear();
      known.clear();
    },
  };
}

/** Where each name of the notebook comes from. */
type KnownNames = Map<string, { module: string; kind: DeclaredName["kind"] }>;

/** Declarations that give a cell these names. */
function ties(names: string[], known: KnownNames): string {
  const imported = new Map<string, string[]>();
  const variables: string[] = [];
  for (const name of names) {
    const { module = "", kind } = known.get(name) ?? {};
    // An import could not be assigned.
    if (kind === "variable") variables.push(`declare var ${name}: typeof import("./${module}").${name};`);
    else imported.set(module, [...(imported.get(module) ?? []), name]);
  }
  const imports = [...imported].map(([module, all]) => `import { ${all.join(", ")} } from "./${module}";`);
  return [...variables, ...imports].join("");
}

/** The cells from which names come, and those from which these have taken theirs. */
function reachable(names: string[], modules: ReadonlyMap<string, Pick<CellModule, "needs">>): Set<string> {
  const found = new Set(names);
  // A set also visits what is added on the way.
  for (const name of found) for (const need of modules.get(name)?.needs ?? []) found.add(need);
  return found;
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
function identifiers(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}
