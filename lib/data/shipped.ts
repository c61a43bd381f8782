import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type CaptionLine, parseCaptions } from "./captions.ts";
import { type Card, cardProblems, type DataFile } from "./card.ts";
import { packageRoot } from "./package-root.ts";
import { decodeSheet, type Tiles } from "./sheet.ts";

/** The folder with the sets that come with this package. */
export const datasetsFolder = (): string => join(packageRoot(), "datasets");

/** Names of the sets that come with this package. */
export function datasetNames(): string[] {
  return readdirSync(datasetsFolder())
    .filter((name) => existsSync(join(datasetsFolder(), name, "card.json")))
    .sort();
}

/**
 * Reads a set's card.
 *
 * @throws {SyntaxError} If the card is missing a field or has a wrong one.
 */
export async function readCard(folder: string): Promise<Card> {
  const card: unknown = JSON.parse(await readFile(join(folder, "card.json"), "utf8"));
  const problems = cardProblems(card);
  if (problems.length > 0)
    throw new SyntaxError(`Cannot use ${join(folder, "card.json")}: ${problems.join("; ")}`);
  return card as Card;
}

/** Reads the captions that a card names. */
export async function readCaptions(folder: string, card: Card): Promise<CaptionLine[]> {
  const file = card.files.find(({ kind }) => kind === "captions");
  if (!file)
    throw new SyntaxError(`Cannot read captions of ${card.name}: its card names no file of that kind`);
  const text = (await readData(folder, file)).toString("utf8");
  refuseOther(folder, file, text);
  return parseCaptions(text);
}

/** Reads one sheet that a card names. */
export async function readSheet(folder: string, card: Card, file: DataFile): Promise<Tiles> {
  const tiles = decodeSheet(await readData(folder, file), card);
  refuseOther(folder, file, tiles.data);
  return tiles;
}

/**
 * Reads a file of a set.
 *
 * @throws {Error} If it is not there.
 */
export async function readData(folder: string, file: DataFile): Promise<Buffer> {
  try {
    return await readFile(join(folder, file.path));
  } catch (cause) {
    throw new Error(
      `Cannot read ${join(folder, file.path)}: the file is missing; install the package again`,
      { cause },
    );
  }
}

/**
 * Refuses content whose checksum is not the card's. What is compared is the content, not its packing: another PNG
 * encoder may write other bytes for the same pixels.
 *
 * @throws {Error} If it differs.
 */
export function refuseOther(folder: string, file: DataFile, content: Uint8Array | string): void {
  const found = createHash("sha256").update(content).digest("hex");
  if (found !== file.sha256)
    throw new Error(
      `Cannot use ${join(folder, file.path)}: its content is not what the card says (sha256 ${found.slice(0, 12)}…, expected ${file.sha256.slice(0, 12)}…)`,
    );
}
