/** Type errors of a cell, before anything runs. */
import type { CellError } from "../interpreter.ts";
import { syntaxErrors } from "./cell-chain.ts";
import { codeFrame } from "./code-frame.ts";
import { identifierAt } from "./inspect.ts";
import { valueSymbol } from "./references.ts";
import { ts } from "./typescript.ts";
import type { OpenCell, Workspace } from "./workspace.ts";

const assignsImport = 2632;
const mostShown = 10;

/** Checks the cell at hand. @returns Undefined when it may run. */
export function check(
  workspace: Workspace,
  { cell, program, file }: OpenCell,
  count: number,
): CellError | undefined {
  const isInCell = ({ start = 0, category }: ts.Diagnostic) =>
    start <= cell.length && category === ts.DiagnosticCategory.Error;
  const syntax = syntaxErrors(cell.file);
  if (syntax.length > 0) return cellError("SyntaxError", { diagnostics: syntax, file, cell, count });
  const checker = program.getTypeChecker();
  const types = workspace.service
    .getSemanticDiagnostics(file.fileName)
    .filter(isInCell)
    .map((each) => (each.code === assignsImport ? assignment(each, file, checker) : each));
  if (types.length > 0) return cellError("TypeScriptError", { diagnostics: types, file, cell, count });
  return undefined;
}

/** Says what stands in the way in the notebook's terms: to TypeScript a constant of an earlier cell is an import. */
function assignment(diagnostic: ts.Diagnostic, file: ts.SourceFile, checker: ts.TypeChecker): ts.Diagnostic {
  const node = identifierAt(file, diagnostic.start ?? 0);
  const alias = node && valueSymbol(node, checker);
  if (!alias || !(alias.flags & ts.SymbolFlags.Alias)) return diagnostic;
  const isConstant = checker.getAliasedSymbol(alias).flags & ts.SymbolFlags.BlockScopedVariable;
  const what = isConstant ? "it is a constant" : "it is not a variable";
  return { ...diagnostic, code: 2588, messageText: `Cannot assign to '${node.text}' because ${what}.` };
}

interface Found {
  diagnostics: readonly ts.Diagnostic[];
  file: ts.SourceFile;
  cell: { length: number };
  count: number;
}

function cellError(ename: string, { diagnostics, file, cell, count }: Found): CellError {
  const source = file.text.slice(0, cell.length);
  const shown = diagnostics.slice(0, mostShown).map((each) => {
    const start = Math.min(each.start ?? 0, source.trimEnd().length);
    const { line, character } = file.getLineAndCharacterOfPosition(start);
    const at = { line: line + 1, column: character + 1, length: each.length ?? 1 };
    const message = `TS${each.code}: ${ts.flattenDiagnosticMessageText(each.messageText, "\n")}`;
    const place = `  cell ${count}, line ${at.line}, column ${at.column}`;
    return { message, lines: [message, place, "", ...codeFrame(source, at), ""] };
  });
  const more = diagnostics.length - shown.length;
  const traceback = shown.flatMap(({ lines }) => lines);
  if (more > 0) traceback.push(`and ${more} more`);
  return { ename, evalue: shown[0].message, traceback: trimEnd(traceback) };
}

function trimEnd(lines: string[]): string[] {
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}
