import { readFile, stat } from "node:fs/promises";
import { basename, extname, join, posix } from "node:path";
import { readPicture } from "../core/picture-file.ts";
import type { Card } from "./card.ts";
import { type Dataset, dataset, type Finding, type Row, vocabularyOf } from "./dataset.ts";
import { type Entry, readEntries } from "./folder-captions.ts";
import { listFiles } from "./folder-files.ts";
import type { LoadOptions } from "./load-options.ts";
import { inSplit } from "./split.ts";
import { tilesToImages } from "./tiles-to-images.ts";

/** A picture of a folder and its row. */
interface Pictured {
  data: Uint8Array;
  row: Row;
}

/**
 * Loads the pictures of a user's folder with their captions.
 *
 * The captions are in `captions.jsonl` or `captions.csv` (with the columns file and caption, and any of tags, group,
 * style, attributes, source, licence, concept; in CSV, tags have commas between and attributes are JSON) or in a `.txt`
 * file beside each picture. Pictures are read as RGB, turned upright, put on white, cut square from the middle and
 * scaled. Whatever is left out or changed is in `findings`.
 *
 * @param folder Its path.
 * @param options.size Side of the pictures, 64 by default.
 * @throws {RangeError} If there is no such folder.
 */
export async function loadFolder(folder: string, options: LoadOptions = {}): Promise<Dataset> {
  const about = await stat(folder).catch(() => undefined);
  if (!about?.isDirectory()) throw new RangeError(`Cannot load data set ${folder}: there is no such folder`);
  const { split = "all", size = 64, styles, limit, rng } = options;
  const { files, findings } = await listFiles(folder);
  const { entries, used, findings: captionFindings } = await readEntries(folder, files);
  findings.push(...captionFindings);
  const all = matchFiles({ entries, files: files.filter((file) => !used.has(file)), findings }).map(toRow);
  const wanted = all.filter((row) => inSplit(row.concept, split) && (!styles || styles.includes(row.style)));
  const chosen = (rng?.shuffle(wanted) ?? wanted).slice(0, limit);
  const pictures: Pictured[] = [];
  for (const row of chosen) {
    const picture = await readRow(folder, row, { size, findings });
    if (picture) pictures.push(picture);
  }
  const rows = pictures.map(({ row }) => row);
  const data = Buffer.concat(pictures.map((picture) => picture.data));
  return dataset({
    name: basename(folder),
    split,
    images: tilesToImages({ data, count: rows.length, size, channels: 3 }, size),
    rows,
    vocabulary: vocabularyOf(all.map((row) => row.caption)),
    card: cardOf(folder, { rows, size }),
    findings,
  });
}

/** Puts captions to files; a file without a caption gets an empty one if it may be a picture. */
function matchFiles({
  entries,
  files,
  findings,
}: {
  entries: Entry[];
  files: string[];
  findings: Finding[];
}): Entry[] {
  const known = new Set(files);
  const captioned = new Set<string>();
  const matched = entries.flatMap((entry) => {
    const file = [entry.file, `images/${entry.file}`]
      .map((path) => posix.normalize(path))
      .find((path) => known.has(path));
    if (file !== undefined) {
      captioned.add(file);
      return [{ ...entry, file }];
    }
    const outside = posix.isAbsolute(entry.file) || posix.normalize(entry.file).startsWith("..");
    const message = outside
      ? `${entry.file} is outside of the folder.`
      : `There is no picture ${entry.file}.`;
    findings.push({
      where: entry.where,
      kind: outside ? "outside" : "no picture",
      message,
      effect: "left out",
    });
    return [];
  });
  for (const file of files) if (!captioned.has(file)) matched.push({ file, where: file, caption: "" });
  return matched;
}

function toRow(entry: Entry): Row {
  const { file, where: _, ...known } = entry;
  return {
    caption: "",
    tags: [],
    group: "",
    style: "",
    attributes: {},
    source: "",
    licence: "NOASSERTION",
    concept: file.slice(0, file.length - extname(file).length),
    ...known,
    id: file,
  };
}

async function readRow(
  folder: string,
  row: Row,
  { size, findings }: { size: number; findings: Finding[] },
): Promise<Pictured | undefined> {
  const find = (kind: string, message: string, effect: Finding["effect"]) =>
    findings.push({ where: row.id, kind, message, effect });
  try {
    const { raster, changes } = await readPicture(await readFile(join(folder, row.id)), size);
    for (const change of changes) find("changed", `The picture was changed: ${change}.`, "changed");
    if (row.caption === "")
      find("no caption", "The picture has no caption; an empty one is used.", "changed");
    return { data: raster.data, row };
  } catch (error) {
    find("unreadable", `${(error as Error).message}.`, "left out");
    return undefined;
  }
}

function cardOf(folder: string, { rows, size }: { rows: Row[]; size: number }): Card {
  const name = basename(folder);
  const groups: Record<string, number> = {};
  for (const { group } of rows) groups[group] = (groups[group] ?? 0) + 1;
  const licences = [...new Set(rows.map((row) => row.licence))];
  return {
    name,
    version: "0.0.0",
    summary: `Pictures of the folder ${name}.`,
    licence: licences.join(" AND ") || "NOASSERTION",
    licenceFile: "none",
    credit: "unknown",
    sources: [{ name, version: "0.0.0", licence: "NOASSERTION", what: "a folder of pictures" }],
    made: "Read from the folder as it was; findings say what was changed or left out.",
    count: rows.length,
    size,
    sizes: [size],
    channels: 3,
    styles: [...new Set(rows.map((row) => row.style))].filter(Boolean),
    split: "by concept: the first byte of SHA-256 of its name, below 26 of 256, puts it in the test",
    groups,
    faults: [],
    baselines: [],
    files: [],
  };
}
