import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { parseCsv } from "./csv.ts";
import type { Finding, Row } from "./dataset.ts";

/** What a caption file says of one picture. */
export interface Entry extends Partial<Omit<Row, "id">> {
  /** Path of the picture as the caption file has it. */
  file: string;
  /** The caption file and the line or row in it. */
  where: string;
}

const tables = ["captions.jsonl", "metadata.jsonl", "captions.csv", "metadata.csv"];
const fileFields = ["file", "file_name", "filename", "image", "path", "id"];
const captionFields = ["caption", "text", "prompt", "description"];

/**
 * Finds the captions of a folder: `captions.jsonl` or `metadata.jsonl`, else `captions.csv` or `metadata.csv`, else a
 * `.txt` file of the same name beside each picture.
 *
 * @returns One entry a caption, the caption files that were read, and what was wrong with them.
 */
export async function readEntries(
  folder: string,
  files: string[],
): Promise<{ entries: Entry[]; used: Set<string>; findings: Finding[] }> {
  const [table, ...others] = tables.filter((name) => files.includes(name));
  const findings = others.map((where) =>
    leftOut(where, "second caption file", `The captions of ${table} are used, not these.`),
  );
  if (!table) return { ...(await readTexts(folder, files)), findings };
  const text = await readFile(join(folder, table), "utf8");
  const records = table.endsWith(".csv") ? csvRecords(text) : jsonRecords(text);
  const entries: Entry[] = [];
  for (const { record, line } of records) {
    const where = `${table}:${line}`;
    const entry = record && toEntry(record, where);
    if (entry) entries.push(entry);
    else
      findings.push(
        leftOut(where, "bad row", `The row is not a record with one of ${fileFields.join(", ")}.`),
      );
  }
  return { entries, used: new Set([table]), findings };
}

const leftOut = (where: string, kind: string, message: string): Finding => ({
  where,
  kind,
  message,
  effect: "left out",
});

type Numbered = { record: Record<string, unknown> | undefined; line: number };

function csvRecords(text: string): Numbered[] {
  return parseCsv(text).map((record, index) => ({ record, line: index + 2 }));
}

function jsonRecords(text: string): Numbered[] {
  return text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .map((line, index) => ({ text: line.trim(), line: index + 1 }))
    .filter((line) => line.text !== "")
    .map(({ text, line }) => {
      try {
        const record: unknown = JSON.parse(text);
        return { record: typeof record === "object" ? (record as Record<string, unknown>) : undefined, line };
      } catch {
        return { record: undefined, line };
      }
    });
}

function toEntry(record: Record<string, unknown>, where: string): Entry | undefined {
  const text = (names: string[]) => {
    const name = names.find((candidate) => typeof record[candidate] === "string");
    return name === undefined ? "" : (record[name] as string).trim();
  };
  const file = text(fileFields);
  if (file === "") return undefined;
  const { attributes, tags } = record;
  return {
    where,
    file,
    caption: text(captionFields),
    ...(Array.isArray(tags) && { tags: tags.map(String) }),
    ...(typeof attributes === "object" &&
      attributes && { attributes: mapValues(attributes as Record<string, unknown>, String) }),
    ...Object.fromEntries(
      ["group", "style", "source", "licence", "concept"]
        .map((name) => [name, text([name])])
        .filter(([, value]) => value),
    ),
  };
}

const mapValues = <A, B>(record: Record<string, A>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

/** A `.txt` file belongs to the picture with the same name but for its ending. */
async function readTexts(folder: string, files: string[]): Promise<{ entries: Entry[]; used: Set<string> }> {
  const entries: Entry[] = [];
  const used = new Set<string>();
  const stem = (file: string) => file.slice(0, file.length - extname(file).length);
  const pictures = new Map(
    files.filter((file) => extname(file) !== ".txt").map((file) => [stem(file), file]),
  );
  for (const where of files.filter((file) => extname(file) === ".txt")) {
    const file = pictures.get(stem(where));
    if (file === undefined) continue;
    const text = await readFile(join(folder, where), "utf8");
    entries.push({ file, where, caption: text.replace(/^\uFEFF/, "").trim() });
    used.add(where);
  }
  return { entries, used };
}
