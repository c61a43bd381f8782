/**
 * The history of all kernels of a user, in files of JSON lines.
 *
 * Each kernel appends to the newest file, so that several can write at once without knowing of each other; one that has
 * grown long is followed by the next, and the oldest are removed.
 */
import { mkdir, open, readdir, readFile, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { type History, type HistoryEntry, memoryHistory } from "./history.ts";

/** How many files are kept, and about how long each may get, in bytes. */
const kept = 4;
const longest = 1_000_000;

/** The folder of the user's history: NOISEBOOK_HISTORY, or one in the user's data; nothing when it is "off". */
export function historyFolder(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { NOISEBOOK_HISTORY, XDG_DATA_HOME, LOCALAPPDATA } = env;
  if (NOISEBOOK_HISTORY === "off") return undefined;
  const data = XDG_DATA_HOME || LOCALAPPDATA || join(homedir(), ".local", "share");
  return NOISEBOOK_HISTORY || join(data, "noisebook", "history");
}

/**
 * Opens the history in a folder, which need not exist yet. The session's number is the time at which it begins.
 *
 * @param log Hears when something cannot be written; it is then remembered as long as the kernel lives.
 */
export function openHistory(folder: string, log: (line: string) => void): History {
  const session = Date.now();
  const unwritable = memoryHistory(session);
  let unsaved: HistoryEntry[] = [];
  let saving: Promise<void> | undefined;
  const save = async () => {
    while (unsaved.length > 0) {
      const entries = unsaved;
      unsaved = [];
      await append(folder, entries).catch((error) => {
        if (!unwritable.hasAny) log(`Cannot write the history: ${error.message}`);
        entries.forEach(unwritable.add);
      });
    }
    saving = undefined;
  };
  return {
    session,
    add(entry) {
      unsaved.push({ session, ...entry });
      saving ??= save();
    },
    async entries() {
      await saving;
      const found = [...(await read(folder)), ...(await unwritable.entries())];
      return found.sort((a, b) => a.session - b.session || a.line - b.line);
    },
    saved: async () => saving,
  };
}

async function append(folder: string, entries: HistoryEntry[]): Promise<void> {
  const lines = entries
    .map((entry) => `${JSON.stringify(entry)}\n`)
    .filter(({ length }) => length <= longest);
  // What was typed is the user's alone.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = await fileNames(folder);
  const newest = names.at(-1) ?? fileName(1);
  const size = await stat(join(folder, newest)).then(
    (file) => file.size,
    () => 0,
  );
  const isFull = size > longest;
  const name = isFull ? fileName(fileNumber(newest) + 1) : newest;
  const file = await open(join(folder, name), "a", 0o600);
  try {
    // In one piece, between which no other kernel's can come.
    await file.write(Buffer.from(lines.join("")));
  } finally {
    await file.close();
  }
  if (isFull) for (const old of names.slice(0, 1 - kept)) await rm(join(folder, old), { force: true });
}

async function read(folder: string): Promise<HistoryEntry[]> {
  const names = await fileNames(folder).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8").catch(() => "")));
  return texts.flatMap((text) => text.split("\n").flatMap(parse));
}

/** A line that a full disk has cut short is left out. */
function parse(line: string): HistoryEntry[] {
  try {
    return [JSON.parse(line) as HistoryEntry];
  } catch {
    return [];
  }
}

async function fileNames(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /^history-\d+\.jsonl$/.test(name));
  return names.sort((a, b) => fileNumber(a) - fileNumber(b));
}

function fileName(number: number): string {
  return `history-${number}.jsonl`;
}

function fileNumber(name: string): number {
  return Number(/\d+/.exec(name));
}
