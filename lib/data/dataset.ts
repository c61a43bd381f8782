import type { Images } from "../core/images.ts";
import type { Card } from "./card.ts";
import type { Split } from "./split.ts";

/** What is known of one picture. */
export interface Row {
  id: string;
  /** What it shows: pictures of one concept in several styles stay on one side of the split. */
  concept: string;
  caption: string;
  tags: string[];
  group: string;
  style: string;
  /** What is truly in the picture: `{ hair: "short blond", glasses: "red" }`. */
  attributes: Record<string, string>;
  source: string;
  /** SPDX expression. */
  licence: string;
}

/** Something about a file or a row that its owner should know; nothing is left out without one. */
export interface Finding {
  /** The file or the row's id. */
  where: string;
  /** Of an audit: the row's number in the set that was looked at, for several rows may share an id. */
  row?: number;
  kind: string;
  /** One sentence. */
  message: string;
  /** What became of it in the loaded set; audits only look, so theirs are "kept". */
  effect: "kept" | "changed" | "left out";
}

/** Pictures with their captions, in one order: picture i belongs to captions[i], attributes[i] and rows[i]. */
export interface Dataset {
  name: string;
  split: Split;
  images: Images;
  captions: string[];
  attributes: Record<string, string>[];
  rows: Row[];
  /** Every word of the whole set's captions, sorted: the same for train and test. */
  vocabulary: string[];
  card: Card;
  findings: Finding[];
  /** The first `count` pictures. */
  first(count: number): Images;
  /** The rows of these indices as a set of their own, in this order. */
  pick(indices: ArrayLike<number>): Dataset;
}

/** A set from its parts; captions and attributes are read from the rows. */
export function dataset(
  parts: Pick<Dataset, "name" | "split" | "images" | "rows" | "vocabulary" | "card" | "findings">,
): Dataset {
  const { images, rows } = parts;
  if (images.count !== rows.length)
    throw new RangeError(
      `Cannot make set ${parts.name}: it has ${images.count} pictures and ${rows.length} rows`,
    );
  return {
    ...parts,
    captions: rows.map((row) => row.caption),
    attributes: rows.map((row) => row.attributes),
    first: (count) =>
      pickImages(
        images,
        Array.from({ length: Math.min(count, images.count) }, (_, i) => i),
      ),
    pick: (indices) =>
      dataset({
        ...parts,
        images: pickImages(images, indices),
        rows: Array.from(indices, (index) => rows[index]),
      }),
  };
}

/**
 * Copies the pictures of these indices, in this order.
 *
 * @throws {RangeError} If an index is not one of the pictures.
 */
export function pickImages(images: Images, indices: ArrayLike<number>): Images {
  const area = images.height * images.width * images.channels;
  const data = new Float32Array(indices.length * area);
  Array.from(indices).forEach((index, at) => {
    if (!Number.isInteger(index) || index < 0 || index >= images.count)
      throw new RangeError(
        `Cannot pick picture: index must be an integer from 0 to ${images.count - 1}, got ${index}`,
      );
    data.set(images.data.subarray(index * area, (index + 1) * area), at * area);
  });
  return { ...images, data, count: indices.length };
}

/** The words of a caption, in lower case; a hyphen or an apostrophe inside a word belongs to it. */
export function words(caption: string): string[] {
  return caption.toLowerCase().match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
}

/** Every word of these captions once, sorted by code unit. */
export function vocabularyOf(captions: string[]): string[] {
  return [...new Set(captions.flatMap(words))].sort();
}
