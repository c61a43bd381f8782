/** The names that a cell declares for the notebook. */
import { ts } from "./typescript.ts";

export interface TopLevel {
  /** Name → its declarations. */
  declarations: Map<string, ts.Node[]>;
  /** `var` names inside blocks and loops; in their own cell they stay plain variables, published after each statement. */
  nestedVars: Set<string>;
}

/** Collects the names from a cell's statements, in the order of their declaration. */
export function topLevel(statements: readonly ts.Statement[]): TopLevel {
  const declarations = new Map<string, ts.Node[]>();
  const nestedVars = new Set<string>();
  const add = (name: ts.Identifier, node: ts.Node) =>
    declarations.set(name.text, [...(declarations.get(name.text) ?? []), node]);
  const addVars = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped))
      for (const [name, declaration] of node.declarations.flatMap((each) => boundNames(each))) {
        add(name, declaration);
        nestedVars.add(name.text);
      }
    ts.forEachChild(node, addVars);
  };
  for (const statement of statements) {
    const names = declaredNames(statement);
    if (names) for (const [name, node] of names) add(name, node);
    else addVars(statement);
  }
  return { declarations, nestedVars };
}

type Declared = [ts.Identifier, ts.Node][];

/** The names of a declaration statement; undefined for any other statement. */
export function declaredNames(statement: ts.Statement): Declared | undefined {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(boundNames);
  if (ts.isImportDeclaration(statement)) return importedNames(statement.importClause);
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement)
  ) {
    const { name } = statement;
    return name && ts.isIdentifier(name) && name.text !== "global" ? [[name, statement]] : [];
  }
  return undefined;
}

/** The names that a variable declaration or a pattern binds. */
export function boundNames(node: ts.VariableDeclaration | ts.BindingElement): Declared {
  if (ts.isIdentifier(node.name)) return [[node.name, node]];
  return node.name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element) : []));
}

function importedNames(clause: ts.ImportClause | undefined): Declared {
  if (!clause) return [];
  const bindings = clause.namedBindings;
  const named: Declared = !bindings
    ? []
    : ts.isNamespaceImport(bindings)
      ? [[bindings.name, bindings]]
      : bindings.elements.map((element) => [element.name, element]);
  return clause.name ? [[clause.name, clause], ...named] : named;
}
