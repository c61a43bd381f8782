/** Makes this folder: `node dist/datasets/emoji/make.js`. */
import { join } from "node:path";
import { packageRoot } from "../../lib/data/package-root.ts";
import { type MadeSet, writeSet } from "../write-set.ts";
import { concepts, draw, type StyleName, styles } from "./render.ts";

const names = ["noto", "fluent-emoji-flat", "twemoji"] as const;

/** Every concept in these styles. */
export async function makeEmoji(card: MadeSet["card"], chosen: readonly StyleName[]): Promise<MadeSet> {
  const rows = await concepts();
  const sheets = [];
  for (const style of chosen) {
    const { package: source, version, licence } = styles[style];
    const tiles = await draw(style, rows);
    sheets.push({ path: `${style}-32.png`, style, source: `${source}@${version}`, licence, tiles });
  }
  return { card, rows, sheets };
}

export const common = {
  version: "1.0.0",
  made: "make.ts takes the concepts that Noto, Fluent, Twemoji and OpenMoji all draw, flags and skin tones left out, draws each icon at 128 pixels over white without any font, and takes the mean of every 4×4 pixels.",
  size: 32,
  sizes: [8, 16, 32, 64],
  channels: 3,
  split:
    "by concept, man, woman and person being one: the first byte of SHA-256 of its code points, below 26 of 256, puts all its pictures in the test",
  faults: [
    "Clock faces, family silhouettes and some smileys are nearly alike.",
    "Man, woman and person are drawn as three pictures that differ in a few pixels.",
    "At 16 pixels thin outlines and text in signs are lost.",
    "Captions are names, not descriptions: no colours, no positions.",
    "Noto's package cannot be drawn, so that concept is missing in every style.",
  ],
};

export const commonSources = [
  {
    name: "emojibase-data",
    version: "17.0.0",
    licence: "MIT",
    what: "names, tags and groups, from Unicode CLDR",
  },
  { name: "@resvg/resvg-wasm", version: "2.6.2", licence: "MPL-2.0", what: "draws the SVG files" },
];

export const card: MadeSet["card"] = {
  ...common,
  faults: [
    ...common.faults,
    "Noto draws the three astronauts alike, pixel by pixel; so does Fluent with cat face and grinning cat, and with two squares.",
  ],
  name: "emoji",
  summary: "1,585 emoji in three aligned styles: the same caption drawn by three hands.",
  licence: "Apache-2.0 AND MIT AND CC-BY-4.0",
  licenceFile: "LICENSE",
  credit:
    "Noto Emoji by Google (Apache 2.0); Fluent Emoji by Microsoft (MIT); Twemoji by Twitter and contributors (CC BY 4.0); all rasterised and scaled",
  sources: [
    ...names.map((style) => ({
      name: styles[style].package,
      version: styles[style].version,
      licence: styles[style].licence,
      what: `the drawings of the style ${style}`,
    })),
    ...commonSources,
  ],
  styles: [...names],
};

if (process.argv[1] === import.meta.filename)
  await writeSet(join(packageRoot(), "datasets/emoji"), await makeEmoji(card, names));
