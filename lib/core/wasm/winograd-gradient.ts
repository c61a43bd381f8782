// The gradient of a filter of 3 by 3 with less than half the multiplications: dg = Gᵀ[(Bᵀ d B) ⊙ (A dy Aᵀ)]G, the
// transpose of winograd.ts, with the 16 products summed over tiles as 16 matrix products.
import { tile } from "./filter-gradient";
import { Convolution } from "./geometry";
import { shareOf, splatOf } from "./simd";
import { APART, locateTile, TEMP, tileCount, transformInput } from "./winograd";

/** Tiles between two visits of the sums. */
const TILES = 64;

/** A dy Aᵀ of 4 columns of a tile of 2 by 2; its 16 parts are written `step` bytes apart. */
// @ts-ignore: decorator
@inline
function transformSlope(pointers: usize, at: usize, temp: usize, to: usize, step: usize): void {
  for (let j: usize = 0; j < 2; j++) {
    const y0 = v128.load(load<usize>(pointers + (j << 2)) + at);
    const y1 = v128.load(load<usize>(pointers + (j << 2), 8) + at);
    const column = temp + (j << 4);
    v128.store(column, y0);
    v128.store(column, f32x4.add(y0, y1), 32);
    v128.store(column, f32x4.sub(y0, y1), 64);
    v128.store(column, f32x4.neg(y1), 96);
  }
  for (let i: usize = 0; i < 128; i += 32) {
    const y0 = v128.load(temp + i);
    const y1 = v128.load(temp + i, 16);
    v128.store(to, y0);
    v128.store(to + step, f32x4.add(y0, y1));
    v128.store(to + 2 * step, f32x4.sub(y0, y1));
    v128.store(to + 3 * step, f32x4.neg(y1));
    to += 4 * step;
  }
}

/** Gᵀ m G of 4 columns; its 9 entries are written `apart` bytes apart. */
// @ts-ignore: decorator
@inline
function transformSums(m: usize, step: usize, temp: usize, to: usize, apart: usize): void {
  const half = splatOf(0.5);
  for (let j: usize = 0; j < 4; j++) {
    const m1 = f32x4.mul(half, v128.load(m + (4 + j) * step));
    const m2 = f32x4.mul(half, v128.load(m + (8 + j) * step));
    const both = f32x4.add(m1, m2);
    const column = temp + (j << 4);
    v128.store(column, f32x4.add(v128.load(m + j * step), both));
    v128.store(column, f32x4.sub(m1, m2), 64);
    v128.store(column, f32x4.add(both, v128.load(m + (12 + j) * step)), 128);
  }
  for (let i: usize = 0; i < 192; i += 64) {
    const m1 = f32x4.mul(half, v128.load(temp + i, 16));
    const m2 = f32x4.mul(half, v128.load(temp + i, 32));
    const both = f32x4.add(m1, m2);
    v128.store(to, f32x4.add(v128.load(temp + i), both));
    v128.store(to + apart, f32x4.sub(m1, m2));
    v128.store(to + 2 * apart, f32x4.add(both, v128.load(temp + i, 48)));
    to += 3 * apart;
  }
}

/** Computes the gradient of the inputs that fall to one part of `parts`; both channel counts are multiples of 4. */
// Long: loops over memory, whose bounds a call would have to be given one by one.
export function winogradGradient(c: Convolution, part: i32, parts: i32, scratch: usize): void {
  const groups = c.inputs >> 2;
  const from = shareOf(groups, part, parts);
  const own = shareOf(groups, part + 1, parts) - from;
  if (own == 0) return;
  const depth = usize(own) << 4;
  const columns = usize(c.outputs) << 2;
  const panels = (c.outputs + 7) >> 3;
  const zeros = scratch;
  const temp = zeros + (usize(max(c.inputs, c.outputs)) << 2);
  const pointers = temp + TEMP;
  const rows = pointers + 64;
  const inputs = rows + TILES * 4;
  const inputStep = usize(TILES) * depth + APART;
  const slopes = inputs + 16 * inputStep;
  const slopeStep = usize(panels * TILES) * 32 + APART;
  const sums = slopes + 16 * slopeStep;
  const sumStep = (usize(own * panels) << 7) + APART;
  memory.fill(zeros, 0, temp - zeros);
  // Of the last panel some columns may never be written.
  memory.fill(slopes, 0, 16 * (slopeStep + sumStep));
  const tiles = tileCount(c);
  for (let first = 0; first < tiles; first += TILES) {
    const count = min(TILES, tiles - first);
    for (let i = 0; i < count; i++) {
      locateTile(c.x, c.inHeight, c.inWidth, c.inputs, first + i, c, c.top, c.left, 4, pointers, zeros);
      const to = inputs + usize(i) * depth;
      for (let at: usize = 0; at < depth; at += 16) transformInput(pointers, (usize(from) << 4) + at, temp, to + at, inputStep);
      locateTile(c.y, c.outHeight, c.outWidth, c.outputs, first + i, c, 0, 0, 2, pointers, zeros);
      for (let at: usize = 0; at < columns; at += 16)
        transformSlope(pointers, at, temp, slopes + (at >> 5) * (TILES * 32) + (usize(i) << 5) + (at & 16), slopeStep);
    }
    for (let k: usize = 0; k < 16; k++) {
      for (let i = 0; i < count; i++) store<usize>(rows + (usize(i) << 2), inputs + k * inputStep + usize(i) * depth);
      for (let p = 0; p < panels; p++)
        for (let u = 0; u < own; u++) {
          const result = sums + k * sumStep + (usize(u * panels + p) << 7);
          tile(rows, usize(u) << 4, count, slopes + k * slopeStep + usize(p * TILES) * 32, result, 32);
        }
    }
  }
  for (let u = 0; u < own; u++)
    for (let row = 0; row < 4; row++)
      for (let at: usize = 0; at < columns; at += 16) {
        const sum = sums + ((usize(u * panels) + (at >> 5)) << 7) + usize(row << 5) + (at & 16);
        const to = c.w + usize(((from + u) << 2) + row) * columns + at;
        transformSums(sum, sumStep, temp, to, usize(c.inputs) * columns);
      }
}
