import { join } from "node:path";
import { random } from "../core/random.ts";
import type { CaptionLine } from "./captions.ts";
import type { Card, DataFile } from "./card.ts";
import { type Dataset, dataset, type Row, vocabularyOf } from "./dataset.ts";
import { loadFolder } from "./load-folder.ts";
import type { LoadOptions } from "./load-options.ts";
import { makeShapes } from "./make-shapes.ts";
import { shapeVocabulary } from "./shapes.ts";
import type { Tiles } from "./sheet.ts";
import { datasetNames, datasetsFolder, readCaptions, readCard, readSheet } from "./shipped.ts";
import { inSplit, type Split } from "./split.ts";
import { tilesToImages } from "./tiles-to-images.ts";

/**
 * Loads a set of captioned pictures: one that comes with this package, or a folder of one's own: pictures and, beside each,
 * a text of its name.
 *
 * Pictures are values in [−1, 1], v / 127.5 − 1 for a byte v. Every file is checked against the card's checksum.
 *
 * @param name A name of {@link datasetNames}, or a path with a slash in it.
 * @throws {RangeError} If there is no such set, style or size.
 * @throws {Error} If a file is missing or its content is not what the card says; the message has its path.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { loadDataset } from "noisebook";
 *
 * const faces = await loadDataset("faces16", { split: "train", limit: 100 });
 * assert.equal(faces.first(8).count, 8);
 * assert.ok(faces.vocabulary.includes("glasses"));
 * ```
 */
export async function loadDataset(name: string, options: LoadOptions = {}): Promise<Dataset> {
  if (/[/\\]|^\.+$/.test(name)) return loadFolder(name, options);
  if (!datasetNames().includes(name))
    throw new RangeError(
      `Cannot load data set ${name}: the names are ${datasetNames().join(", ")}; a folder of your own is named by its path, like ./${name}`,
    );
  const { split = "all" } = options;
  const folder = join(datasetsFolder(), name);
  const card = await readCard(folder);
  if (card.channels === 0) throw new RangeError(`Cannot load data set ${name}: it has no pictures`);
  if (name === "shapes") return loadShapes(card, { ...options, split });
  const lines = await readCaptions(folder, card);
  const sheets = sheetsOf(card, options.styles);
  const places = sheets.flatMap((sheet) =>
    lines.flatMap((line, tile) => (inSplit(line.concept ?? line.id, split) ? [{ sheet, tile }] : [])),
  );
  const chosen = (options.rng?.shuffle(places) ?? places).slice(0, options.limit);
  const tiles = await gather(folder, card, chosen);
  return dataset({
    name,
    split,
    images: tilesToImages(tiles, options.size ?? card.size),
    rows: chosen.map(({ sheet, tile }) => rowOf(lines[tile], sheet)),
    vocabulary: vocabularyOf(lines.map((line) => line.caption)),
    card,
    findings: [],
  });
}

/** Draws shapes: the same ones each time, unless a stream of random numbers is given. */
function loadShapes(card: Card, options: LoadOptions & { split: Split }): Dataset {
  const { split, size = card.size, styles = card.styles, limit = 8192, rng = random(1) } = options;
  if (!card.sizes.includes(size))
    throw new RangeError(
      `Cannot load data set shapes: size must be of ${card.sizes.join(", ")}, got ${size}`,
    );
  const { tiles, rows } = makeShapes({ count: limit, size, styles, split, rng });
  const images = tilesToImages(tiles, size);
  return dataset({ name: card.name, split, images, rows, vocabulary: shapeVocabulary, card, findings: [] });
}

interface Place {
  sheet: DataFile;
  tile: number;
}

function sheetsOf(card: Card, styles: string[] = card.styles): DataFile[] {
  for (const style of styles)
    if (!card.styles.includes(style))
      throw new RangeError(
        `Cannot load data set ${card.name}: styles must be of ${card.styles.join(", ")}, got ${style}`,
      );
  return card.files.filter((file) => file.kind === "sheet" && styles.includes(file.style!));
}

/** Copies the tiles of these places, opening each sheet once. */
async function gather(folder: string, card: Card, places: Place[]): Promise<Tiles> {
  const area = card.size * card.size * card.channels;
  const data = new Uint8Array(places.length * area);
  for (const sheet of new Set(places.map((place) => place.sheet))) {
    const tiles = await readSheet(folder, card, sheet);
    places.forEach((place, at) => {
      if (place.sheet === sheet)
        data.set(tiles.data.subarray(place.tile * area, (place.tile + 1) * area), at * area);
    });
  }
  return { data, count: places.length, size: card.size, channels: card.channels };
}

function rowOf(line: CaptionLine, { style = "", source = "", licence = "" }: DataFile): Row {
  return { concept: line.id, ...line, id: `${style}/${line.id}`, style, source, licence };
}
