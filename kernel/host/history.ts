/** What was run, as history_request asks for it. */
import { flag, integer, text } from "./fields.ts";

/** One cell of the past. */
export interface HistoryEntry {
  /** Later sessions have larger numbers. */
  session: number;
  line: number;
  input: string;
  /** The result as plain text. */
  output: string | null;
}

/** What a kernel remembers of its session and of earlier ones. */
export interface History {
  readonly session: number;
  add(entry: Omit<HistoryEntry, "session">): void;
  /** All that is known, by session and line. */
  entries(): Promise<readonly HistoryEntry[]>;
  /** Settles when all that was added is safe. */
  saved(): Promise<void>;
}

/** How much of a session is remembered where nothing is written down: cells, and characters of their input and output. */
const most = { cells: 1000, characters: 500_000 };

/** Remembers one session for as long as the kernel lives. */
export function memoryHistory(session = 1): History & { readonly hasAny: boolean } {
  const entries: HistoryEntry[] = [];
  let characters = 0;
  const size = ({ input, output }: HistoryEntry) => input.length + (output?.length ?? 0);
  return {
    session,
    get hasAny() {
      return entries.length > 0;
    },
    add(entry) {
      entries.push({ ...entry, session });
      characters += size(entries.at(-1)!);
      while (entries.length > most.cells || characters > most.characters)
        characters -= size(entries.shift()!);
    },
    entries: async () => entries,
    saved: async () => {},
  };
}

type Row = [session: number, line: number, input: string | [string, string | null]];

/**
 * Selects entries as Jupyter's history_request says: `tail` the last n, `range` the lines from start up to stop of a
 * session, `search` the last n whose whole input matches a pattern with `*` and `?`. Sessions are named by their number,
 * or from this one backwards: 0, −1, −2.
 *
 * @param entries By session and line.
 * @param content The request's content.
 * @param session The number of this session.
 * @throws {RangeError} If hist_access_type is none of the three.
 */
export function selectHistory(
  entries: readonly HistoryEntry[],
  content: Record<string, unknown>,
  session: number,
): Row[] {
  const withOutput = flag(content, "output", false);
  return select(entries, content, session).map(({ session, line, input, output }) => [
    session,
    line,
    withOutput ? [input, output] : input,
  ]);
}

function select(
  entries: readonly HistoryEntry[],
  content: Record<string, unknown>,
  session: number,
): HistoryEntry[] {
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
  const wanted = sessionNumber(integer(content, "session", 0), entries, session);
  const start = integer(content, "start", 0);
  const stop = integer(content, "stop", Number.MAX_SAFE_INTEGER);
  return entries.filter((entry) => entry.session === wanted && entry.line >= start && entry.line < stop);
}

/** The number of the session that a request names; undefined when there is none so far back. */
function sessionNumber(asked: number, entries: readonly HistoryEntry[], session: number): number | undefined {
  if (asked > 0) return asked;
  const earlier = new Set(entries.map((entry) => entry.session).filter((each) => each < session));
  return [...earlier, session].at(asked - 1);
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
