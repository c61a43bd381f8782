import { checkNumber } from "../core/check.ts";
import type { Images } from "../core/images.ts";
import type { Points } from "../core/points.ts";
import type { Random } from "../core/random.ts";

export interface AugmentOptions {
  /** Chance of a mirror image. */
  flip?: number;
  /** Chance of a shift by up to 1/8 of the side each way; what comes in is mirrored. */
  shift?: number;
  /** Chance of a closer view, cut from anywhere, of up to 4/5 of the side. */
  zoom?: number;
  /** Chance of another brightness, contrast and saturation. */
  colour?: number;
  /** Whether the condition tells what was done; true by default. */
  tell?: boolean;
  rng: Random;
}

/** Augmented pictures, and what a model is told about them. */
export interface Augmented {
  images: Images;
  /** For each picture 7 numbers, 0 for what was not done: flip, shifts, log₂ zoom, brightness, log contrast, log saturation. */
  condition: Points;
  /** Pictures that were changed. */
  changed: number;
  /** Pictures that were changed without a word of it in the condition: what they show may leak into samples. */
  leaks: number;
}

const told = 7;

/**
 * Changes pictures by chance so that a small set goes further, and says how, so that the model can tell the change from the
 * data. A sampler gives the condition 0 and gets pictures as they were.
 *
 * Karras et al. 2022, "Elucidating the Design Space of Diffusion-Based Generative Models", appendix F.2.
 *
 * A mirror image makes "left of" and text untrue: leave `flip` at 0 where captions speak of sides.
 *
 * @throws {RangeError} If a chance is not from 0 to 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { augment, loadDataset, random } from "noisebook";
 *
 * const faces = await loadDataset("faces16", { limit: 64 });
 * const { condition, leaks } = augment(faces.images, { flip: 0.5, shift: 0.5, rng: random(1) });
 * assert.deepEqual([condition.dim, leaks], [7, 0]);
 * ```
 */
export function augment(images: Images, options: AugmentOptions): Augmented {
  const { rng, tell = true, ...chances } = options;
  for (const [name, chance] of Object.entries(chances))
    checkNumber(chance, { doing: "augment", name, from: 0, to: 1 });
  const { count, height, width, channels } = images;
  const area = height * width * channels;
  const condition: Points = { data: new Float32Array(count * told), count, dim: told };
  const data = new Float32Array(images.data.length);
  let [changed, leaks] = [0, 0];
  for (let picture = 0; picture < count; picture++) {
    const change = drawChange(chances, { rng, height, width, channels });
    const own = images.data.subarray(picture * area, (picture + 1) * area);
    data.set(recolour(move(own, change, images), change, images), picture * area);
    const words = describe(change, { height, width });
    const silent = words.every((word) => word === 0);
    if (!silent) changed++;
    if (tell) condition.data.set(words, picture * told);
    else if (!silent) leaks++;
  }
  return { images: { ...images, data }, condition, changed, leaks };
}

/** What happens to one picture: by how many pixels, by which factors. */
interface Change {
  flip: boolean;
  right: number;
  down: number;
  /** Side of what is seen, as a share of the picture's, and its corner in pixels. */
  seen: number;
  left: number;
  top: number;
  brightness: number;
  contrast: number;
  saturation: number;
}
type Chances = Pick<AugmentOptions, "flip" | "shift" | "zoom" | "colour">;
type Shape = Pick<Images, "height" | "width" | "channels">;

function drawChange(
  { flip = 0, shift = 0, zoom = 0, colour = 0 }: Chances,
  shape: Shape & { rng: Random },
): Change {
  const { rng, height, width, channels } = shape;
  const happens = (chance: number) => rng.uniform() < chance;
  const step = (side: number) => rng.integer(2 * (side >> 3) + 1) - (side >> 3);
  const flipped = happens(flip);
  const [right, down] = happens(shift) ? [step(width), step(height)] : [0, 0];
  const seen = happens(zoom) ? 1 - 0.2 * rng.uniform() : 1;
  const [left, top] = [rng.uniform() * (1 - seen) * width, rng.uniform() * (1 - seen) * height];
  const tinted = happens(colour);
  const [brightness, contrast, saturation] = tinted
    ? [0.2, 0.3, 0.5].map((spread) => spread * rng.normal())
    : [0, 0, 0];
  return {
    ...{ flip: flipped, right, down, seen, left, top, brightness },
    contrast: Math.exp(contrast),
    saturation: channels === 3 ? Math.exp(saturation) : 1,
  };
}

function describe(change: Change, { height, width }: { height: number; width: number }): number[] {
  const { flip, right, down, seen, brightness, contrast, saturation } = change;
  const factors = [brightness, Math.log(contrast), Math.log(saturation)];
  return [flip ? 1 : 0, right / width, down / height, -Math.log2(seen), ...factors];
}

/** Mirrors, shifts and zooms one picture; between pixels it mixes the four nearest. */
function move(own: Float32Array, change: Change, { height, width, channels }: Shape): Float32Array {
  const moved = new Float32Array(own.length);
  const at = (y: number, x: number, channel: number) =>
    own[(mirror(y, height) * width + mirror(x, width)) * channels + channel];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const shifted = x - change.right;
      const column = change.flip ? width - 1 - shifted : shifted;
      const [fromX, fromY] = [
        (column + 0.5) * change.seen + change.left - 0.5,
        (y + 0.5 - change.down) * change.seen + change.top - 0.5,
      ];
      const [x0, y0] = [Math.floor(fromX), Math.floor(fromY)];
      const [fx, fy] = [fromX - x0, fromY - y0];
      for (let channel = 0; channel < channels; channel++)
        moved[(y * width + x) * channels + channel] =
          (1 - fy) * ((1 - fx) * at(y0, x0, channel) + fx * at(y0, x0 + 1, channel)) +
          fy * ((1 - fx) * at(y0 + 1, x0, channel) + fx * at(y0 + 1, x0 + 1, channel));
    }
  return moved;
}

/** A place outside of the picture, mirrored into it. */
function mirror(place: number, side: number): number {
  if (place < 0) return -place - 1;
  return place >= side ? 2 * side - 1 - place : place;
}

/** Changes brightness, contrast and saturation of one picture; values stay in [−1, 1]. */
function recolour(own: Float32Array, change: Change, { channels }: Shape): Float32Array {
  const { brightness, contrast, saturation } = change;
  if (brightness === 0 && contrast === 1 && saturation === 1) return own;
  return own.map((value, at) => {
    const pixel = at - (at % channels);
    let grey = 0;
    for (let channel = 0; channel < channels; channel++) grey += own[pixel + channel] / channels;
    const tinted = grey + (value - grey) * saturation;
    return Math.max(-1, Math.min(1, tinted * contrast + brightness));
  });
}
