import { isCount, isList, isRecord, isText, say } from "../core/json-fields.ts";

/** What a data set says of itself: `card.json` in its folder. */
export interface Card {
  name: string;
  version: string;
  summary: string;
  /** SPDX expression of the whole. */
  licence: string;
  /** Name of the file with the text of that licence. */
  licenceFile: string;
  /** The line to print beside the pictures. */
  credit: string;
  /** Packages, with exact versions, or works that it was made from. */
  sources: { name: string; version: string; licence: string; what: string }[];
  /** How it was made, and by which script of the folder. */
  made: string;
  /** Captions, and pictures of each style; 0 if they are made on demand. */
  count: number;
  /** Side of the stored pictures in pixels, and every side that the loader gives. */
  size: number;
  sizes: number[];
  /** 1 grey, 3 RGB. */
  channels: number;
  styles: string[];
  /** How train and test are told apart. */
  split: string;
  /** Captions of each group. */
  groups: Record<string, number>;
  /** Known faults, a sentence each. */
  faults: string[];
  /** Figures to hold a trained model's against. */
  baselines: Baseline[];
  files: DataFile[];
}

/** A figure that needs no model, or the simplest one: `accuracy of the nearest picture`. */
export interface Baseline {
  figure: string;
  value: number;
  /** On what, and how it was found. */
  how: string;
}

export interface DataFile {
  path: string;
  kind: "sheet" | "captions" | "table" | "generated";
  /** SHA-256, in hex, of what the file says: a sheet's decoded tiles, a text's characters, an unpacked table's bytes. */
  sha256: string;
  /** Of a sheet: the style, origin and licence (SPDX) of its pictures. Tile i of every sheet belongs to caption i. */
  style?: string;
  source?: string;
  licence?: string;
}

const texts = ["name", "version", "summary", "licence", "licenceFile", "credit", "made", "split"] as const;
const kinds = ["sheet", "captions", "table", "generated"];

/**
 * Sentences for each field of a card that is missing or wrong; an empty list for a good card.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { cardProblems } from "noisebook";
 *
 * assert.ok(cardProblems({ name: "mine" }).includes("licence must be a text that is not empty, got undefined"));
 * ```
 */
export function cardProblems(value: unknown): string[] {
  if (!isRecord(value)) return [`a card must be an object, got ${say(value)}`];
  const problems: string[] = [];
  const need = (field: string, good: boolean, wanted: string) => {
    if (!good) problems.push(`${field} must be ${wanted}, got ${say(value[field])}`);
  };
  for (const field of texts) need(field, isText(value[field]), "a text that is not empty");
  need("version", /^\d+\.\d+\.\d+$/.test(String(value.version)), "a version like 1.0.0");
  need("count", isCount(value.count), "an integer from 0");
  need("size", isCount(value.size), "an integer from 0");
  need("channels", [0, 1, 3].includes(value.channels as number), "1 or 3, or 0 without pictures");
  need("sizes", isList(value.sizes, isCount), "a list of integers");
  need("styles", isList(value.styles, isText), "a list of texts");
  need("faults", isList(value.faults, isText), "a list of sentences");
  need("groups", isRecord(value.groups) && Object.values(value.groups).every(isCount), "counts by group");
  need(
    "sources",
    isList(value.sources, isSource) && value.sources.length > 0,
    "a list of name, version, licence and what",
  );
  need("baselines", isList(value.baselines, isBaseline), "a list of figure, value and how");
  need(
    "files",
    isList(value.files, isFile),
    "a list of path, kind and sha256, and of a sheet style, source and licence",
  );
  for (const field of Object.keys(value))
    if (!fields.has(field)) problems.push(`${field} is not a field of a card`);
  return problems;
}

const fields = new Set<string>([
  ...texts,
  ...["count", "size", "sizes", "channels", "styles", "faults", "groups", "sources", "baselines", "files"],
]);

const isSource = (item: unknown) =>
  isRecord(item) && ["name", "version", "licence", "what"].every((field) => isText(item[field]));
const isBaseline = (item: unknown) =>
  isRecord(item) && isText(item.figure) && Number.isFinite(item.value) && isText(item.how);
const isFile = (item: unknown) =>
  isRecord(item) &&
  isText(item.path) &&
  (item.kind !== "sheet" || [item.style, item.source, item.licence].every(isText)) &&
  kinds.includes(item.kind as string) &&
  /^[0-9a-f]{64}$/.test(String(item.sha256));
