import { createHash } from "node:crypto";
import type { Images } from "../core/images.ts";
import { luma, resize } from "./transforms.ts";

/** Pictures that look alike: their indices, and how far apart they are. */
export interface NearPair {
  a: number;
  b: number;
  /** Differing bits of 63, 0 for the same rough outline. */
  bits: number;
  /** Root mean square difference of 8×8 thumbnails, in levels of 256. */
  levels: number;
}

/** Groups of pictures with the same pixels as bytes, each with two or more, by SHA-256. */
export function exactDuplicates(images: Images): number[][] {
  const groups = new Map<string, number[]>();
  pixelKeys(images).forEach((key, index) => {
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  });
  return [...groups.values()].filter((group) => group.length > 1);
}

/** SHA-256 of each picture's pixels as bytes. */
export function pixelKeys(images: Images): string[] {
  const area = images.height * images.width * images.channels;
  const bytes = new Uint8ClampedArray(images.data.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = (images.data[at] + 1) * 127.5;
  return Array.from({ length: images.count }, (_, index) =>
    createHash("sha256")
      .update(bytes.subarray(index * area, (index + 1) * area))
      .digest("base64"),
  );
}

/**
 * Pairs of pictures that look alike but are not the same: a perceptual hash finds them, thumbnails in colour confirm them,
 * because clip art on white has few outlines and a hash alone takes too many for one. Changes of brightness, contrast,
 * noise and sharpness are seen through; a shift by a thirtieth of the side is mostly not.
 *
 * The hash has one bit for each of the 63 lowest frequencies of the brightness but the mean: whether its cosine
 * coefficient is above the median (Zauner 2010, "Implementation and Benchmarking of Perceptual Image Hash Functions").
 *
 * @param options
 * @param options.bits Most bits that may differ, 8 by default.
 * @param options.levels Most that thumbnails may differ, 12 of 256 by default.
 */
export function nearDuplicates(images: Images, { bits = 8, levels = 12 } = {}): NearPair[] {
  const hashes = perceptualHashes(images);
  const thumbnails = resize(images, 8).images;
  const keys = pixelKeys(images);
  const pairs: NearPair[] = [];
  for (let a = 0; a < images.count; a++)
    for (let b = a + 1; b < images.count; b++) {
      const apart = ones(hashes[2 * a] ^ hashes[2 * b]) + ones(hashes[2 * a + 1] ^ hashes[2 * b + 1]);
      if (apart > bits || keys[a] === keys[b]) continue;
      const difference = distance(thumbnails, a, b);
      if (difference <= levels) pairs.push({ a, b, bits: apart, levels: difference });
    }
  return pairs;
}

/** Two words of 32 bits for each picture. */
function perceptualHashes(images: Images): Uint32Array {
  const grey = resize({ ...images, data: luma(images), channels: 1 }, 32).images.data;
  const hashes = new Uint32Array(images.count * 2);
  for (let picture = 0; picture < images.count; picture++) {
    const low = lowFrequencies(grey.subarray(picture * 1024, (picture + 1) * 1024)).subarray(1);
    const median = low.toSorted()[31];
    low.forEach((value, bit) => {
      if (value > median) hashes[2 * picture + (bit >> 5)] |= 1 << (bit & 31);
    });
  }
  return hashes;
}

const cosines = Float64Array.from({ length: 8 * 32 }, (_, at) => {
  const [frequency, place] = [Math.floor(at / 32), at % 32];
  return Math.cos((Math.PI * frequency * (2 * place + 1)) / 64);
});

/** The 8×8 lowest coefficients of the two-dimensional cosine transform of 32×32 values. */
function lowFrequencies(values: Float32Array): Float64Array {
  const rows = new Float64Array(32 * 8);
  for (let y = 0; y < 32; y++)
    for (let u = 0; u < 8; u++)
      for (let x = 0; x < 32; x++) rows[y * 8 + u] += values[y * 32 + x] * cosines[u * 32 + x];
  const low = new Float64Array(64);
  for (let v = 0; v < 8; v++)
    for (let u = 0; u < 8; u++)
      for (let y = 0; y < 32; y++) low[v * 8 + u] += rows[y * 8 + u] * cosines[v * 32 + y];
  return low;
}

function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Root mean square difference of two pictures of a batch, in levels of 256. */
export function distance({ data, height, width, channels }: Images, a: number, b: number): number {
  const area = height * width * channels;
  let sum = 0;
  for (let at = 0; at < area; at++) sum += (data[a * area + at] - data[b * area + at]) ** 2;
  return Math.sqrt(sum / area) * 127.5;
}
