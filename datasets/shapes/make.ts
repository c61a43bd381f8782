/** Writes this folder's card: `node dist/datasets/shapes/make.js`. The pictures are drawn when they are loaded. */
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { random } from "../../lib/core/random.ts";
import type { Card } from "../../lib/data/card.ts";
import { makeShapes, shapeStyles } from "../../lib/data/make-shapes.ts";
import { packageRoot } from "../../lib/data/package-root.ts";
import { heldOut } from "../../lib/data/shapes.ts";
import { writeBaselines } from "../baselines.ts";

/** Checksums of the first 512 pictures of seed 1 at each size. */
export function shapeFiles(): Card["files"] {
  return card.sizes.map((size) => {
    const { tiles } = makeShapes({ count: 512, size, styles: shapeStyles, split: "all", rng: random(1) });
    const sha256 = createHash("sha256").update(tiles.data).digest("hex");
    return { path: `shapes-${size}`, kind: "generated", sha256 };
  });
}

export const card: Omit<Card, "files" | "baselines"> = {
  name: "shapes",
  version: "1.0.0",
  summary:
    "Circles, squares and triangles with captions that are exactly true, drawn on demand at four sizes.",
  licence: "MIT",
  licenceFile: "LICENSE",
  credit: "Noisebook",
  sources: [
    { name: "noisebook", version: "0.1.0", licence: "MIT", what: "lib/data/shapes.ts and draw-shapes.ts" },
  ],
  made: "A scene is drawn by lot: size, colour, kind and place, and of two shapes, of different colours, a relation that clearly holds. Places are in 1/512 of the side and each pixel counts 4×4 sample points, in integers, so the bytes are the same everywhere and one scene looks alike at every size. The checksums are of the first 512 pictures of seed 1, the two styles in turn.",
  count: 0,
  size: 16,
  sizes: [8, 16, 32, 64],
  channels: 3,
  styles: [...shapeStyles],
  split: `by look: pictures for the test have one of these, those for training none: ${heldOut.join(", ")}`,
  groups: {},
  faults: [
    "At 8 pixels two shapes of different sizes are hard to tell apart.",
    "A test picture with two shapes has one that training knows: only one of them needs to be held out.",
    "Shapes never overlap, turn or leave the picture.",
  ],
};

if (process.argv[1] === import.meta.filename) {
  const path = join(packageRoot(), "datasets/shapes/card.json");
  await writeFile(path, `${JSON.stringify({ ...card, baselines: [], files: shapeFiles() }, null, 2)}\n`);
  await writeBaselines("shapes");
}
