/** Which cells of a notebook stand on which: read from their code, without running it. */

import { valueSymbol } from "../kernel/language/references.ts";
import { declaredNames, topLevel } from "../kernel/language/top-level.ts";
import { ts } from "../kernel/language/typescript.ts";

export interface CellFacts {
  /** The places, from 0, of the cells that declare what this one names. */
  uses: Set<number>;
  /** The names that it declares and whose value can change; what is imported, or a number or text for good, cannot. */
  variables: string[];
}

/** Reads cells that run one after the other in one kernel. */
export function cellDependencies(sources: readonly string[]): CellFacts[] {
  const text = sources.join(between);
  const { file, checker } = checked(text);
  const ends = sources.map((_, at) => sources.slice(0, at + 1).join(between).length);
  const cellAt = (node: ts.Node) => ends.findIndex((end) => node.getStart(file) < end);
  const facts = sources.map((): CellFacts => ({ uses: new Set(), variables: [] }));
  const visit = (node: ts.Node, at: number): void => {
    if (ts.isIdentifier(node))
      for (const declaration of valueSymbol(node, checker)?.declarations ?? [])
        if (cellAt(declaration) !== at) facts[at].uses.add(cellAt(declaration));
    ts.forEachChild(node, (child) => visit(child, at));
  };
  for (const statement of file.statements) {
    const at = cellAt(statement);
    visit(statement, at);
    facts[at].variables.push(...variablesOf(statement));
  }
  return facts;
}

/** So that no statement goes over the border of two cells. */
const between = "\n;\n";

/** One file and no library: where a name comes from is all that is asked. */
function checked(text: string): { file: ts.SourceFile; checker: ts.TypeChecker } {
  const name = "/cells.ts";
  const options: ts.CompilerOptions = {
    noLib: true,
    noResolve: true,
    types: [],
    target: ts.ScriptTarget.ESNext,
  };
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true);
  const program = ts.createProgram([name], options, {
    ...{ getSourceFile: (path) => (path === name ? file : undefined), fileExists: (path) => path === name },
    ...{ readFile: () => undefined, writeFile() {}, getDefaultLibFileName: () => "", getNewLine: () => "\n" },
    ...{ getCurrentDirectory: () => "/", getCanonicalFileName: (path) => path },
    useCaseSensitiveFileNames: () => true,
  });
  return { file, checker: program.getTypeChecker() };
}

function variablesOf(statement: ts.Statement): string[] {
  if (ts.isImportDeclaration(statement)) return [];
  const names = declaredNames(statement);
  if (!names) return [...topLevel([statement]).declarations.keys()];
  return names.flatMap(([{ text }, node]) => (isFixed(node) ? [] : [text]));
}

/** `const seed = 42` stays what it is, whoever mentions it. */
function isFixed(node: ts.Node): boolean {
  if (!ts.isVariableDeclaration(node)) return false;
  const isConstant = Boolean(ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const);
  return isConstant && node.initializer !== undefined && ts.isLiteralExpression(node.initializer);
}
