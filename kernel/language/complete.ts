import type { Completion } from "../interpreter.ts";
import { documentationOf } from "./documentation.ts";
import { ts } from "./typescript.ts";
import type { Workspace } from "./workspace.ts";

type Match = Completion["matches"][number];

/** How many of the matches come with their type and documentation, which take time to find. */
const explained = 100;
const most = 1000;

/** Names that fit at the cursor. User code is never run for it. */
export function complete(workspace: Workspace, code: string, cursor: number): Completion {
  const { service, open } = workspace;
  const { program, file } = open(code, { isOpen: true });
  const list = service.getCompletionsAtPosition(file.fileName, cursor, { includeSymbol: true });
  const span = list?.optionalReplacementSpan ?? wordBefore(code, cursor);
  const typed = code.slice(span.start, cursor).toLowerCase();
  const entries = (list?.entries ?? [])
    .filter(({ name }) => name.toLowerCase().startsWith(typed))
    .sort((a, b) => a.sortText.localeCompare(b.sortText) || a.name.localeCompare(b.name))
    .slice(0, most);
  const matches = entries.map(({ name, kind, symbol }, at): Match => {
    const isExplained = symbol && at < explained;
    return {
      text: name,
      type: kind,
      ...(isExplained && explanation(symbol, program.getTypeChecker(), file)),
    };
  });
  if (list?.isGlobalCompletion && typed)
    for (const name of workspace.unknownGlobals())
      if (name.toLowerCase().startsWith(typed)) matches.push({ text: name, type: "var" });
  return { matches, start: span.start, end: span.start + span.length };
}

function explanation(symbol: ts.Symbol, checker: ts.TypeChecker, file: ts.SourceFile): Partial<Match> {
  const aliased = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const { prose } = documentationOf(symbol, checker);
  const isValue = aliased.flags & ts.SymbolFlags.Value;
  const type = isValue && checker.typeToString(checker.getTypeOfSymbolAtLocation(aliased, file));
  return { ...(type && { detail: type }), ...(prose && { documentation: prose }) };
}

function wordBefore(code: string, cursor: number): ts.TextSpan {
  const length = /[\p{ID_Continue}$]*$/u.exec(code.slice(0, cursor))?.[0].length ?? 0;
  return { start: cursor - length, length };
}
