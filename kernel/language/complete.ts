import type { Completion } from "../interpreter.ts";
import { ts } from "./typescript.ts";
import type { Workspace } from "./workspace.ts";

type Match = Completion["matches"][number];

/** How many of the matches come with their type and documentation, which take time to find. */
const explained = 20;
const most = 1000;

/** Names that fit at the cursor. User code is never run for it. */
export function complete({ service, open }: Workspace, code: string, cursor: number): Completion {
  const { fileName } = open(code).file;
  const none = { matches: [], start: cursor, end: cursor };
  const list = service.getCompletionsAtPosition(fileName, cursor, {
    includeCompletionsWithInsertText: false,
  });
  if (!list) return none;
  const span = list.optionalReplacementSpan ?? wordBefore(code, cursor);
  const typed = code.slice(span.start, cursor).toLowerCase();
  const entries = list.entries
    .filter(({ name }) => name.toLowerCase().startsWith(typed))
    .sort((a, b) => a.sortText.localeCompare(b.sortText) || a.name.localeCompare(b.name))
    .slice(0, most);
  const matches = entries.map((entry, at): Match => {
    const match = { text: entry.name, type: entry.kind };
    return at < explained ? { ...match, ...explain(service, fileName, { cursor, entry }) } : match;
  });
  return { matches, start: span.start, end: span.start + span.length };
}

function explain(
  service: ts.LanguageService,
  fileName: string,
  { cursor, entry }: { cursor: number; entry: ts.CompletionEntry },
): Partial<Match> {
  const { name, source, data } = entry;
  const details = service.getCompletionEntryDetails(fileName, cursor, name, {}, source, {}, data);
  if (!details) return {};
  const documentation = ts.displayPartsToString(details.documentation);
  return { detail: ts.displayPartsToString(details.displayParts), ...(documentation && { documentation }) };
}

function wordBefore(code: string, cursor: number): ts.TextSpan {
  const length = /[\p{ID_Continue}$]*$/u.exec(code.slice(0, cursor))?.[0].length ?? 0;
  return { start: cursor - length, length };
}
