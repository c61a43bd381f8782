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
const forms = { tags: "a list, or words with commas between", attributes: "a JSON record" };
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
    if (!entry) {
      const message = `The row is not a record with one of ${fileFields.join(", ")}.`;
      findings.push(leftOut(where, "bad row", message));
      continue;
    }
    entries.push(entry);
    for (const name of ["tags", "attributes"] as const)
      if (record[name] && !entry[name])
        findings.push(leftOut(where, `bad ${name}`, `The ${name} must be ${forms[name]}.`));
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
      const record = parsed(text);
      return { record: typeof record === "object" ? (record as Record<string, unknown>) : undefined, line };
    });
}

function toEntry(record: Record<string, unknown>, where: string): Entry | undefined {
  const text = (names: string[]) => {
    const name = names.find((candidate) => typeof record[candidate] === "string");
    return name === undefined ? "" : (record[name] as string).trim();
  };
  const file = text(fileFields);
  if (file === "") return undefined;
  const [tags, attributes] = [tagsOf(record["tags"]), attributesOf(record["attributes"])];
  return {
    where,
    file,
    caption: text(captionFields),
    ...(tags && { tags }),
    ...(attributes && { attributes }),
    ...Object.fromEntries(
      ["group", "style", "source", "licence", "concept"]
        .map((name) => [name, text([name])])
        .filter(([, value]) => value),
    ),
  };
}

function tagsOf(value: unknown): string[] | undefined {
  const list = typeof value === "string" ? value.split(",") : value;
  return Array.isArray(list) ? list.map((tag) => String(tag).trim()).filter(Boolean) : undefined;
}

/** A record of texts; in a table of texts it is JSON. */
function attributesOf(value: unknown): Record<string, string> | undefined {
  const record = typeof value === "string" ? parsed(value) : value;
  if (typeof record !== "object" || record === null || Array.isArray(record)) return undefined;
  return Object.fromEntries(Object.entries(record).map(([name, each]) => [name, String(each)]));
}

/** What a JSON text says; nothing of another text. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** A `.txt` file belongs to all files with the same name but for its ending: only reading them tells which are pictures. */
async function readTexts(folder: string, files: string[]): Promise<{ entries: Entry[]; used: Set<string> }> {
  const entries: Entry[] = [];
  const used = new Set<string>();
  const stem = (file: string) => file.slice(0, file.length - extname(file).length);
  const texts = new Set(files.filter((file) => extname(file) === ".txt"));
  for (const file of files.filter((file) => !texts.has(file))) {
    const where = `${stem(file)}.txt`;
    if (!texts.has(where)) continue;
    const text = await readFile(join(folder, where), "utf8");
    entries.push({ file, where, caption: text.replace(/^\uFEFF/, "").trim() });
    used.add(where);
  }
  return { entries, used };
}
