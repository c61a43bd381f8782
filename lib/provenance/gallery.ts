/** A folder of works: pictures that say how they were made, and what people said of them. */
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  addRating,
  fourCriteria,
  parseRatingSheet,
  type Rating,
  type RatingSheet,
} from "../evaluate/checklist.ts";
import { type Inspection, inspectPicture } from "./inspect-picture.ts";

/** One picture of a gallery. */
export interface Work
  extends Pick<Inspection, "status" | "problems" | "label" | "signer" | "watermark" | "picture"> {
  /** Its file's name in the folder. */
  name: string;
  file: Uint8Array;
  ratings: Rating[];
}

export interface Gallery {
  folder: string;
  works: Work[];
  sheet: RatingSheet;
}

const ratingsFile = "ratings.json";

/**
 * Opens a folder of PNG files as a gallery, in the order of their names; every file is inspected. A folder that is not there
 * is an empty gallery.
 *
 * @param options.trust As for {@link inspectPicture}.
 * @param options.at As for {@link inspectPicture}.
 * @throws {SyntaxError} If `ratings.json` is there and is no sheet of ratings, or a file is no PNG file; the message has its name.
 */
export async function openGallery(
  folder: string,
  options: { trust?: readonly string[]; at?: Date } = {},
): Promise<Gallery> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [] as string[];
    throw error;
  });
  const sheet: RatingSheet = names.includes(ratingsFile)
    ? parseRatingSheet(await readFile(join(folder, ratingsFile), "utf8"))
    : { checklist: fourCriteria, ratings: [] };
  const works: Work[] = [];
  for (const name of names.filter((one) => one.endsWith(".png")).sort()) {
    const file = new Uint8Array(await readFile(join(folder, name)));
    const found = await inspectPicture(file, options).catch((cause: Error) => {
      throw new SyntaxError(`Cannot open gallery: ${name}: ${cause.message}`, { cause });
    });
    const ratings = sheet.ratings.filter(({ item }) => item === name);
    works.push({ ...found, name, file, ratings });
  }
  return { folder, works, sheet };
}

/**
 * Puts a work into a gallery's folder.
 *
 * @param name Its file's name, without folders, ending in .png.
 * @throws {RangeError} If the name is none, or is taken by another file.
 * @throws {SyntaxError} If the file says nothing of how it was made, or is broken.
 */
export async function addWork(folder: string, name: string, file: Uint8Array): Promise<void> {
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]*\.png$/u.test(name))
    throw new RangeError(`Cannot add work: name must be like "cat-1.png", got ${JSON.stringify(name)}`);
  const { label, status, problems } = await inspectPicture(file);
  if (!label || status === "broken")
    throw new SyntaxError(
      `Cannot add work: ${problems.join("; ") || "its file does not say how it was made"}`,
    );
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  const old = await readFile(path).catch(() => undefined);
  if (old && Buffer.compare(old, file) !== 0)
    throw new RangeError(`Cannot add work: ${name} is the name of another one; choose a new name`);
  await writeFile(path, file);
}

/** Adds a rating of a work to the gallery's folder; see {@link addRating}. */
export async function rateWork(folder: string, rating: Rating): Promise<RatingSheet> {
  const { works, sheet } = await openGallery(folder);
  if (!works.some(({ name }) => name === rating.item))
    throw new RangeError(`Cannot rate: the gallery has no work ${JSON.stringify(rating.item)}`);
  const next = addRating(sheet, rating);
  const path = join(folder, ratingsFile);
  await writeFile(`${path}.new`, `${JSON.stringify(next, undefined, 2)}\n`);
  await rename(`${path}.new`, path);
  return next;
}
