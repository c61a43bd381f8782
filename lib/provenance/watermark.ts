import { checkFinite, checkInteger, checkNumber } from "../core/check.ts";
import type { Images } from "../core/images.ts";
import { ShapeError } from "../core/tensor.ts";
import { luma } from "../data/transforms.ts";
import {
  type Brightness,
  type Coefficient,
  coefficientsOf,
  messageBits,
  nearestOn,
  votesOf,
} from "./watermark-code.ts";

export interface WatermarkOptions {
  /** Step of the lattices in levels of 256: more survives more, and shows more. Default: 20. */
  strength?: number;
  /** Who does not know it reads nothing. Default: 1. */
  key?: number;
}

/** What was found in the pixels. */
export interface FoundWatermark {
  /** The message, from 0 to 65,535; nothing if no watermark was found. */
  message?: number;
  /** What the votes say, whether or not they count as a watermark. */
  likeliest: number;
  /** How often a picture without a watermark would look so, at most: found means below one in a thousand. */
  falseAlarm: number;
  /** Pixels that were cut off above and to the left, modulo 16. */
  cut: [down: number, right: number];
}

export const defaultStrength = 20;
const doing = "use a watermark";
/** More rounds than this change nothing: what cannot be reached stays out of reach. */
const rounds = 40;

/**
 * Hides a number in pictures: each low frequency of each 8×8 block is moved to the nearest point of the lattice that stands
 * for its bit, and the picture is kept within black and white by going back and forth between the two.
 *
 * Chen and Wornell 2001, "Quantization Index Modulation", section III. It is invisible at 20 to most eyes on most pictures
 * (a deviation of 2 to 3 levels of 256), and it is no lock: who knows the method can take it out. {@link watermarkSurvival}
 * measures what it withstands.
 *
 * @param images Pictures of at least 16×16 pixels.
 * @param message A whole number from 0 to 65,535: such as {@link watermarkOf} a label.
 * @returns The pictures, and in a sentence what was done.
 * @throws {ShapeError} If a picture is smaller than 16×16.
 * @throws {RangeError} If the message or an option is out of its range, or a value is not finite.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { embedWatermark, findWatermark, loadDataset } from "noisebook";
 *
 * const { images } = await loadDataset("faces16", { size: 32, limit: 1 });
 * const marked = embedWatermark(images, 2026);
 * assert.equal(findWatermark(marked.images).message, 2026);
 * assert.equal(findWatermark(images).message, undefined);
 * ```
 */
export function embedWatermark(
  images: Images,
  message: number,
  { strength = defaultStrength, key = 1 }: WatermarkOptions = {},
): { images: Images; change: string } {
  checkInteger(message, { doing, name: "message", from: 0, to: 2 ** messageBits - 1 });
  checkOptions(images, { strength, key });
  const { count, height, width, channels } = images;
  const data = Float32Array.from(images.data);
  const area = height * width;
  for (let picture = 0; picture < count; picture++) {
    const own = data.subarray(picture * area * channels, (picture + 1) * area * channels);
    for (let round = 0; round < rounds; round++) {
      const brightness = brightnessOf({ ...images, count: 1, data: own });
      const coefficients = coefficientsOf(brightness, { key });
      const worst = moveTo(own, coefficients, { message, strength, width, channels });
      if (worst < strength / 40) break;
    }
    for (let at = 0; at < own.length; at++) own[at] = Math.round((own[at] + 1) * 127.5) / 127.5 - 1;
  }
  const change = `${count} pictures got the invisible watermark ${message}, at most ${most(images.data, data).toFixed(1)} levels of 256`;
  return { images: { ...images, data }, change };
}

/** Moves each coefficient to its lattice, cuts to [−1, 1], and returns how far the farthest was off. */
function moveTo(
  pixels: Float32Array,
  coefficients: readonly Coefficient[],
  {
    message,
    strength,
    width,
    channels,
  }: { message: number; strength: number; width: number; channels: number },
): number {
  let worst = 0;
  for (const coefficient of coefficients) {
    const set = ((message >> coefficient.bit) & 1) === 1;
    const off = nearestOn(coefficient, set, strength) - coefficient.value;
    worst = Math.max(worst, Math.abs(off));
    const { pattern, top, left } = coefficient;
    for (let pixel = 0; pixel < pattern.length; pixel++) {
      const at = ((top + (pixel >> 3)) * width + left + (pixel & 7)) * channels;
      for (let channel = 0; channel < channels; channel++)
        pixels[at + channel] += (off * pattern[pixel]) / 127.5;
    }
  }
  for (let at = 0; at < pixels.length; at++) pixels[at] = Math.min(1, Math.max(-1, pixels[at]));
  return worst;
}

/**
 * Looks for a watermark in one picture, as it is and as a part that was cut out of a larger one.
 *
 * Each bit's votes s, of n, are about N(0, n/2) without a watermark, so Σ 2s²/n is about χ² with 16 degrees of freedom; its
 * tail, times the number of places looked at, is the false alarm.
 *
 * @param picture One picture.
 * @param options As it was embedded.
 * @throws {ShapeError} If there is not exactly one picture.
 */
export function findWatermark(
  picture: Images,
  { strength = defaultStrength, key = 1 }: WatermarkOptions = {},
): FoundWatermark {
  if (picture.count !== 1)
    throw new ShapeError(`Cannot ${doing}: there must be 1 picture, got ${picture.count}`);
  checkNumber(strength, { doing, name: "strength", from: 1, to: 128 });
  checkFinite(picture.data, { doing, name: "picture" });
  const brightness = brightnessOf(picture);
  let best: Read | undefined;
  for (let place = 0; place < 256; place++) {
    const found = readAt(brightness, { strength, key, down: place >> 4, right: place & 15 });
    if (!best || found.statistic > best.statistic) best = found;
  }
  const { message, statistic, down, right } = best!;
  // Half of the false alarms may come from pictures that lost whole blocks or nothing, half from all other cuts.
  const places = down % 8 === 0 && right % 8 === 0 ? 2 * 4 : 2 * 252;
  const falseAlarm = Math.min(1, places * chiSquareTail(statistic));
  if (falseAlarm >= 1e-3)
    return {
      likeliest: readAt(brightness, { strength, key, down: 0, right: 0 }).message,
      falseAlarm,
      cut: [0, 0],
    };
  return { message, likeliest: message, falseAlarm, cut: [(16 - down) % 16, (16 - right) % 16] };
}

/** What is read where the first tile starts at some place. */
interface Read {
  down: number;
  right: number;
  message: number;
  statistic: number;
}

function readAt(
  brightness: Brightness,
  { strength, ...place }: Required<WatermarkOptions> & Pick<Read, "down" | "right">,
): Read {
  const { sum, count } = votesOf(coefficientsOf(brightness, place), strength);
  const whole = count.every((votes) => votes > 0);
  const statistic = whole ? sum.reduce((total, votes, bit) => total + (2 * votes ** 2) / count[bit], 0) : 0;
  const message = sum.reduce((bits, votes, bit) => bits + (votes > 0 ? 2 ** bit : 0), 0);
  return { down: place.down, right: place.right, message, statistic };
}

/** P(χ² > x) with 16 degrees of freedom: e^(−x/2) Σ (x/2)^i / i! for i < 8. */
function chiSquareTail(x: number): number {
  let term = Math.exp(-x / 2);
  let sum = term;
  for (let i = 1; i < messageBits / 2; i++) {
    term *= x / 2 / i;
    sum += term;
  }
  return Math.min(1, sum);
}

/** A message for a text, such as a label's: the first 16 bits of a hash of its characters (FNV-1a, folded). */
export function watermarkOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text, "utf8")) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return (hash >>> 16) ^ (hash & 0xffff);
}

function brightnessOf(picture: Images): Brightness {
  const data = Float64Array.from(luma(picture), (value) => (value + 1) * 127.5);
  return { data, height: picture.height, width: picture.width };
}

function most(before: Float32Array, after: Float32Array): number {
  return before.reduce((far, value, at) => Math.max(far, Math.abs(value - after[at]) * 127.5), 0);
}

function checkOptions(images: Images, { strength, key }: Required<WatermarkOptions>): void {
  if (images.height < 16 || images.width < 16)
    throw new ShapeError(
      `Cannot ${doing}: pictures must be 16×16 or larger, got ${images.height}×${images.width}`,
    );
  checkNumber(strength, { doing, name: "strength", from: 1, to: 128 });
  checkInteger(key, { doing, name: "key", from: 0 });
  checkFinite(images.data, { doing, name: "images" });
}
