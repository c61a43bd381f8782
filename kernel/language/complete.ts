import type { Completion } from "../interpreter.ts";
import { documentationOf } from "./documentation.ts";
import { leanly } from "./lean-checker.ts";
import { ts } from "./typescript.ts";
import type { Workspace } from "./workspace.ts";

type Match = Completion["matches"][number];

/**
 * Matches come with their type and documentation, which take time to find, once typing has left so few. Of a longer list
 * front ends ask for the one that the reader has come to, by inspect_request.
 */
const explained = 5;
const most = 1000;

/** Names that fit at the cursor. User code is never run for it. */
export function complete(workspace: Workspace, code: string, cursor: number): Completion {
  const word = wordBefore(code, cursor);
  const isFitting = startsWith(code.slice(word.start, cursor));
  const isMember = /[^.]\.$/.test(code.slice(0, word.start));
  const { program, file } = workspace.open(code, { isOffered: isMember ? () => false : isFitting });
  const list = leanly(program.getTypeChecker(), isFitting, () =>
    workspace.service.getCompletionsAtPosition(file.fileName, cursor, { includeSymbol: true }),
  );
  const span = list?.optionalReplacementSpan ?? word;
  const isWanted = startsWith(code.slice(span.start, cursor));
  const entries = (list?.entries ?? []).filter(({ name }) => isWanted(name)).slice(0, most);
  const isExplained = entries.length <= explained;
  const matches = entries.map(
    ({ name, kind, symbol }): Match => ({
      text: name,
      type: kind,
      ...(isExplained && symbol && explanation(symbol, program.getTypeChecker(), file)),
    }),
  );
  if (list?.isGlobalCompletion && word.length > 0)
    for (const name of workspace.unknownGlobals())
      if (isWanted(name)) matches.push({ text: name, type: "var" });
  return { matches, start: span.start, end: span.start + span.length };
}

function startsWith(typed: string): (name: string) => boolean {
  const wanted = typed.toLowerCase();
  return (name) => name.slice(0, wanted.length).toLowerCase() === wanted;
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
