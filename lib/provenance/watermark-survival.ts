import { breathe } from "../core/breathe.ts";
import { checkInteger } from "../core/check.ts";
import type { Images } from "../core/images.ts";
import { encodeJpeg, readPicture } from "../core/picture-file.ts";
import { decodePng, encodePng } from "../core/png.ts";
import type { Random } from "../core/random.ts";
import { ShapeError } from "../core/tensor.ts";
import { pickImages } from "../data/dataset.ts";
import { wilson } from "../data/shares.ts";
import { crop, resize } from "../data/transforms.ts";
import { fromRaster, toRaster } from "./picture-bytes.ts";
import { embedWatermark, findWatermark, type WatermarkOptions } from "./watermark.ts";
import { messageBits } from "./watermark-code.ts";

/** What may happen to one picture. */
export type Attack = (picture: Images, rng: Random) => Images | Promise<Images>;

/** What a watermark withstood. */
export interface Survival {
  /** "no watermark" is the last: pictures that never had one. */
  attack: string;
  /** Share of bits that are read right where the watermark was, found or not; 0.5 is chance. */
  bitAccuracy: number;
  /** Share of pictures whose message is found and right, and where it is with 95 % confidence; without a watermark: found at all. */
  found: number;
  interval: [number, number];
  pictures: number;
}

/** Square pictures as they are passed on: saved, packed, scaled, cut, disturbed. */
export const commonAttacks: Readonly<Record<string, Attack>> = {
  PNG: (picture) => fromRaster(decodePng(encodePng(toRaster(picture, "save picture")))),
  "JPEG 95": jpeg(95),
  "JPEG 85": jpeg(85),
  "JPEG 75": jpeg(75),
  "JPEG 50": jpeg(50),
  "twice as large and back": (picture) => scaled(picture, 2),
  "half as large and back": (picture) => scaled(picture, 0.5),
  "cut 1/16 from each side": (picture) => cut(picture, 1 / 16),
  "cut 1/8 from each side": (picture) => cut(picture, 1 / 8),
  "noise, deviation 2": noise(2),
  "noise, deviation 4": noise(4),
  "noise, deviation 8": noise(8),
};

/**
 * Measures what the watermark withstands: a row for each attack, and the false positives of pictures without one.
 *
 * @param images Pictures of at least 16×16 pixels, each marked with a message of its own.
 * @param options
 * @param options.attacks Default: {@link commonAttacks}.
 * @param options.rng Draws messages and noise.
 * @throws {ShapeError} If an attack needs square pictures, as most common ones do, and these are not.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, commonAttacks, loadDataset, random, watermarkSurvival } from "noisebook";
 *
 * const { images } = await loadDataset("faces16", { size: 32, limit: 4 });
 * const rows = await collect(watermarkSurvival(images, { attacks: { PNG: commonAttacks.PNG }, rng: random(1) }));
 * assert.deepEqual(rows.map(({ attack, found }) => [attack, found]), [["PNG", 1], ["no watermark", 0]]);
 * ```
 */
export async function* watermarkSurvival(
  images: Images,
  {
    attacks = commonAttacks,
    rng,
    ...options
  }: WatermarkOptions & { attacks?: Readonly<Record<string, Attack>>; rng: Random },
): AsyncGenerator<Survival, void> {
  checkInteger(images.count, { doing: "measure a watermark", name: "the number of pictures", from: 1 });
  const messages = rng.integer(2 ** messageBits, images.count);
  const pictures = Array.from(messages, (message, at) => ({
    message,
    marked: embedWatermark(pickImages(images, [at]), message, options).images,
  }));
  for (const [attack, change] of Object.entries(attacks)) {
    let [bits, found] = [0, 0];
    for (const { message, marked } of pictures) {
      const read = findWatermark(await change(marked, rng), options);
      bits += messageBits - ones(read.likeliest ^ message);
      if (read.message === message) found++;
      await breathe();
    }
    yield row(attack, { bits, found, pictures: pictures.length });
  }
  let [bits, found] = [0, 0];
  for (const [at, { message }] of pictures.entries()) {
    const read = findWatermark(pickImages(images, [at]), options);
    bits += messageBits - ones(read.likeliest ^ message);
    if (read.message !== undefined) found++;
    await breathe();
  }
  yield row("no watermark", { bits, found, pictures: pictures.length });
}

function row(
  attack: string,
  { bits, found, pictures }: { bits: number; found: number; pictures: number },
): Survival {
  const [share, low, high] = wilson(found, pictures);
  return {
    attack,
    bitAccuracy: bits / pictures / messageBits,
    found: share,
    interval: [low, high],
    pictures,
  };
}

function ones(word: number): number {
  let count = 0;
  for (let rest = word; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

function jpeg(quality: number): Attack {
  return async (picture) => {
    const side = sideOf(picture);
    const file = await encodeJpeg(toRaster(picture, "save picture"), quality);
    const { raster } = await readPicture(file, side);
    return fromRaster({ ...raster, channels: 3 });
  };
}

/** To another size and back, by the mean of areas. */
function scaled(picture: Images, factor: number): Images {
  const side = sideOf(picture);
  return resize(resize(picture, Math.round(side * factor)).images, side).images;
}

function cut(picture: Images, share: number): Images {
  const side = sideOf(picture);
  return crop(picture, { size: side - 2 * Math.round(side * share) }).images;
}

/** @throws {ShapeError} If the picture is not square: what is done by its side would change its shape. */
function sideOf({ height, width }: Images): number {
  if (height === width) return width;
  throw new ShapeError(
    `Cannot measure a watermark: this attack needs square pictures, got ${height}×${width}; crop them, or give attacks`,
  );
}

function noise(deviation: number): Attack {
  return (picture, rng) => {
    const drawn = rng.normal(picture.data.length);
    const data = picture.data.map((value, at) => value + (deviation * drawn[at]) / 127.5);
    return fromRaster(toRaster({ ...picture, data }, "disturb picture"));
  };
}
