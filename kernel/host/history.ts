/** What was run in this session, as history_request asks for it. */
import { flag, integer, text } from "./fields.ts";

/** This session's number: there are no others, for nothing is kept on disk. */
const session = 1;

/** One cell of the past. */
export interface HistoryEntry {
  line: number;
  input: string;
  /** The result as plain text. */
  output: string | null;
}

type Row = [session: number, line: number, input: string | [string, string | null]];

/**
 * Selects entries as Jupyter's history_request says: `tail` the last n, `range` the lines from start up to stop,
 * `search` the last n whose whole input matches a pattern with `*` and `?`.
 *
 * @throws {RangeError} If hist_access_type is none of the three.
 */
export function selectHistory(entries: readonly HistoryEntry[], content: Record<string, unknown>): Row[] {
  const withOutput = flag(content, "output", false);
  return select(entries, content).map(({ line, input, output }) => [
    session,
    line,
    withOutput ? [input, output] : input,
  ]);
}

function select(entries: readonly HistoryEntry[], content: Record<string, unknown>): HistoryEntry[] {
  const access = text(content, "hist_access_type", "tail");
  const n = integer(content, "n", entries.length);
  if (access === "tail") return last(entries, n);
  if (access === "search") {
    const pattern = text(content, "pattern", "*");
    const found = entries.filter((entry) => matchesGlob(entry.input, pattern));
    return last(flag(content, "unique", false) ? unique(found) : found, n);
  }
  if (access !== "range")
    throw new RangeError(`Cannot answer: hist_access_type must be tail, range or search, got ${access}`);
  const asked = integer(content, "session", 0);
  if (asked !== 0 && asked !== session) return [];
  const start = integer(content, "start", 0);
  const stop = integer(content, "stop", Number.MAX_SAFE_INTEGER);
  return entries.filter((entry) => entry.line >= start && entry.line < stop);
}

function last<T>(entries: readonly T[], n: number): T[] {
  return n <= 0 ? [] : entries.slice(-n);
}

/** Of equal inputs the newest. */
function unique(entries: readonly HistoryEntry[]): HistoryEntry[] {
  const newest = new Map(entries.map((entry) => [entry.input, entry]));
  return entries.filter((entry) => newest.get(entry.input) === entry);
}

/** True if the whole text matches; in at most text × pattern steps, for the heartbeat waits meanwhile. */
function matchesGlob(text: string, pattern: string): boolean {
  let at = 0;
  let wanted = 0;
  // Where the last * stands, and how far the text goes that it has swallowed.
  let star = -1;
  let swallowed = 0;
  while (at < text.length) {
    if (pattern[wanted] === "*") {
      star = wanted++;
      swallowed = at;
    } else if (pattern[wanted] === "?" || pattern[wanted] === text[at]) {
      at++;
      wanted++;
    } else if (star >= 0) {
      wanted = star + 1;
      at = ++swallowed;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(wanted));
}
