/** Makes this folder: `node dist/datasets/emoji-openmoji/make.js`. */
import { join } from "node:path";
import { packageRoot } from "../../lib/data/package-root.ts";
import { common, commonSources, makeEmoji } from "../emoji/make.ts";
import { styles } from "../emoji/render.ts";
import { type MadeSet, writeSet } from "../write-set.ts";

const { package: name, version, licence } = styles.openmoji;

export const card: MadeSet["card"] = {
  ...common,
  faults: [
    ...common.faults,
    "The person is drawn as the man, pixel by pixel, in 23 captions, and as the woman in one, who wears a turban.",
  ],
  name: "emoji-openmoji",
  summary: "The concepts of the set emoji in a fourth style, under a share-alike licence.",
  licence,
  licenceFile: "LICENSE",
  credit: "OpenMoji, the open-source emoji and icon project (CC BY-SA 4.0), rasterised and scaled",
  sources: [{ name, version, licence, what: "the drawings" }, ...commonSources],
  styles: ["openmoji"],
};

if (process.argv[1] === import.meta.filename)
  await writeSet(join(packageRoot(), "datasets/emoji-openmoji"), await makeEmoji(card, ["openmoji"]));
