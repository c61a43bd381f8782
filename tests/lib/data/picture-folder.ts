/** A folder of pictures and captions for one test, and what is asked of the set that it makes. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { type Dataset, loadDataset } from "../../../lib/index.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

/** A picture whose left half is red and whose right half is blue. */
export function halves(width = 16, height = 16) {
  const data = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++)
    data[pixel * 3 + (pixel % width < width / 2 ? 0 : 2)] = 255;
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** The bytes of a pixel. */
export function rgb({ images }: Dataset, picture: number, x: number, y: number): number[] {
  const at = ((picture * images.height + y) * images.width + x) * 3;
  return Array.from(images.data.slice(at, at + 3), (value) => Math.round((value + 1) * 127.5));
}

export const kinds = ({ findings }: Dataset): string[] =>
  findings.map(({ where, kind }) => `${where}: ${kind}`).sort();

/** Makes an empty folder before each test of a suite; all is asked for inside tests. */
export function pictureFolder() {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  return {
    path: () => folder,
    async put(name: string, content: Uint8Array | string) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    },
    load: (options = {}) => loadDataset(folder, { size: 16, ...options }),
  };
}
