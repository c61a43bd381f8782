import type { MadeSet } from "../write-set.ts";

export const card: MadeSet["card"] = {
  name: "faces16",
  version: "1.0.0",
  summary: "Pixel-art faces, 16×16 at their native size, with captions that name what can be seen.",
  licence: "CC0-1.0",
  licenceFile: "LICENSE",
  credit: "Pixel Art by DiceBear, CC0 1.0",
  sources: [
    {
      name: "@dicebear/pixel-art",
      version: "9.4.3",
      licence: "CC0-1.0",
      what: "the drawn parts (its code is MIT)",
    },
    { name: "@dicebear/core", version: "9.4.3", licence: "MIT", what: "chooses parts from a seed" },
    { name: "@resvg/resvg-wasm", version: "2.6.2", licence: "MPL-2.0", what: "draws the SVG files" },
  ],
  made: "make.ts asks the style for one face after the other, by seed, with the colours and chances of recipe.ts, and draws each at 16×16. A picture seen before is passed over. A part counts as worn, and is named, only if it changes two pixels by 32 levels of 256 or more.",
  size: 16,
  sizes: [8, 16, 32],
  channels: 3,
  styles: ["pixel-art"],
  split: "by seed: the first byte of SHA-256 of a face's id, below 26 of 256, puts it in the test",
  faults: [
    "One drawing style and one frontal view.",
    "Skin, hair and the rest are drawn independently and about evenly, which no real population is.",
    "Moods go by the mouth alone: eyes and brows do not follow it.",
    "The shapes of hair, eyes and clothes have no names beyond short and long hair.",
    "Whether hair or a beard can be seen depends on hat, hair and skin, so these attributes are not independent.",
    "Most beards are a faint shade; those too faint to be seen were taken off.",
  ],
};
