import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CaptionLine } from "../lib/data/captions.ts";
import { type Card, cardProblems, type DataFile } from "../lib/data/card.ts";
import { encodeSheet, type Tiles } from "../lib/data/sheet.ts";
import { writeBaselines } from "./baselines.ts";

/** A set before it is written: the files' checksums and the counts of the groups are still to be found. */
export interface MadeSet {
  card: Omit<Card, "files" | "groups" | "count" | "baselines">;
  rows: CaptionLine[];
  sheets: { path: string; style: string; source: string; licence: string; tiles: Tiles }[];
}

/** A set's files, by name, and its card with every checksum. */
export function packSet({ card, rows, sheets }: MadeSet): {
  card: Card;
  files: Record<string, Uint8Array | string>;
} {
  const captions = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  const files: Record<string, Uint8Array | string> = { "captions.jsonl": captions };
  const entries: DataFile[] = [{ path: "captions.jsonl", kind: "captions", sha256: sha256(captions) }];
  for (const { path, tiles, ...origin } of sheets) {
    files[path] = encodeSheet(tiles);
    entries.push({ path, kind: "sheet", ...origin, sha256: sha256(tiles.data) });
  }
  const groups: Record<string, number> = {};
  for (const { group } of rows) groups[group] = (groups[group] ?? 0) + 1;
  const full = { ...card, count: rows.length, groups, baselines: [], files: entries };
  const problems = cardProblems(full);
  if (problems.length > 0)
    throw new SyntaxError(`Cannot write the card of ${card.name}: ${problems.join("; ")}`);
  return { card: full, files };
}

/** Writes a set into its folder. */
export async function writeSet(folder: string, set: MadeSet): Promise<void> {
  const { card, files } = packSet(set);
  for (const [path, content] of Object.entries(files)) await writeFile(join(folder, path), content);
  await writeFile(join(folder, "card.json"), `${JSON.stringify(card, null, 2)}\n`);
  await writeBaselines(card.name);
}

const sha256 = (content: Uint8Array | string) => createHash("sha256").update(content).digest("hex");
