/** Writes index.json, the list of all sets: `node dist/datasets/make-index.js`. */
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { datasetNames, datasetsFolder, readCard } from "../lib/data/shipped.ts";

/** Name, version, licence, size and checksum of every set and file, from the cards. */
export async function makeIndex(): Promise<string> {
  const sets = [];
  for (const name of datasetNames()) {
    const folder = join(datasetsFolder(), name);
    const { version, summary, licence, count, sizes, channels, styles, files } = await readCard(folder);
    const listed = [];
    for (const { path, kind, sha256 } of files) {
      const bytes = kind === "generated" ? 0 : (await stat(join(folder, path))).size;
      listed.push({ path, kind, bytes, sha256 });
    }
    sets.push({
      name,
      version,
      summary,
      licence,
      pictures: count * styles.length,
      sizes,
      channels,
      styles,
      files: listed,
    });
  }
  return `${JSON.stringify(sets, null, 2)}\n`;
}

if (process.argv[1] === import.meta.filename)
  await writeFile(join(datasetsFolder(), "index.json"), await makeIndex());
