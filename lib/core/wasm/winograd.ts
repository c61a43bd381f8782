// Convolutions of 3 by 3 with less than half the multiplications: Lavin and Gray 2015, "Fast Algorithms for
// Convolutional Neural Networks", F(2×2, 3×3). y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A for each tile of 2 by 2 results, whose 16
// products are summed over channels as 16 matrix products.
import { tile } from "./convolution";
import { Convolution } from "./geometry";
import { packFlipped, packRows } from "./pack";
import { shareOf, splatOf } from "./simd";

/** Tiles between two visits of the filter. */
const TILES = 16;
/** Keeps the 16 parts of a tile out of one set of the cache, where they would drive each other out. */
export const APART: usize = 64;
/** Bytes of 16 times 4 lanes. */
export const TEMP: usize = 256;

/** How many tiles there are. */
// @ts-ignore: decorator
@inline
export function tileCount(c: Convolution): i32 {
  return c.batch * ((c.outHeight + 1) >> 1) * ((c.outWidth + 1) >> 1);
}

/** Writes where the 4 by 4 pixels lie that begin 2 by 2 tiles apart; those outside are `zeros`. */
export function locateTile(from: usize, height: i32, width: i32, depth: i32, index: i32, c: Convolution, shiftY: i32, shiftX: i32, size: i32, pointers: usize, zeros: usize): void {
  const across = (c.outWidth + 1) >> 1;
  const down = (c.outHeight + 1) >> 1;
  const top = ((index / across) % down) * 2 - shiftY;
  const left = (index % across) * 2 - shiftX;
  const picture = index / (across * down);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      const y = top + i;
      const x = left + j;
      const isInside = y >= 0 && y < height && x >= 0 && x < width;
      const pixel = (picture * height + y) * width + x;
      store<usize>(pointers, isInside ? from + (usize(pixel * depth) << 2) : zeros);
      pointers += 4;
    }
}

/** Bᵀ d B of 4 channels, `at` bytes into each pixel; its 16 parts are written `step` bytes apart. */
// @ts-ignore: decorator
@inline
export function transformInput(pointers: usize, at: usize, temp: usize, to: usize, step: usize): void {
  for (let j: usize = 0; j < 4; j++) {
    const d0 = v128.load(load<usize>(pointers + (j << 2)) + at);
    const d1 = v128.load(load<usize>(pointers + (j << 2), 16) + at);
    const d2 = v128.load(load<usize>(pointers + (j << 2), 32) + at);
    const d3 = v128.load(load<usize>(pointers + (j << 2), 48) + at);
    const column = temp + (j << 4);
    v128.store(column, f32x4.sub(d0, d2));
    v128.store(column, f32x4.add(d1, d2), 64);
    v128.store(column, f32x4.sub(d2, d1), 128);
    v128.store(column, f32x4.sub(d1, d3), 192);
  }
  for (let i: usize = 0; i < 256; i += 64) {
    const row = temp + i;
    const r0 = v128.load(row);
    const r1 = v128.load(row, 16);
    const r2 = v128.load(row, 32);
    const r3 = v128.load(row, 48);
    v128.store(to, f32x4.sub(r0, r2));
    v128.store(to + step, f32x4.add(r1, r2));
    v128.store(to + 2 * step, f32x4.sub(r2, r1));
    v128.store(to + 3 * step, f32x4.sub(r1, r3));
    to += 4 * step;
  }
}

/** G g Gᵀ of 4 columns of a filter whose 9 entries lie `apart` bytes apart. */
// @ts-ignore: decorator
@inline
function transformFilter(g: usize, apart: usize, temp: usize, to: usize, step: usize): void {
  const half = splatOf(0.5);
  for (let j: usize = 0; j < 3; j++) {
    const g0 = v128.load(g + j * apart);
    const g1 = f32x4.mul(half, v128.load(g + (3 + j) * apart));
    const g2 = v128.load(g + (6 + j) * apart);
    const outer = f32x4.mul(half, f32x4.add(g0, g2));
    const column = temp + (j << 4);
    v128.store(column, g0);
    v128.store(column, f32x4.add(outer, g1), 64);
    v128.store(column, f32x4.sub(outer, g1), 128);
    v128.store(column, g2, 192);
  }
  for (let i: usize = 0; i < 256; i += 64) {
    const row = temp + i;
    const g0 = v128.load(row);
    const g1 = f32x4.mul(half, v128.load(row, 16));
    const g2 = v128.load(row, 32);
    const outer = f32x4.mul(half, f32x4.add(g0, g2));
    v128.store(to, g0);
    v128.store(to + step, f32x4.add(outer, g1));
    v128.store(to + 2 * step, f32x4.sub(outer, g1));
    v128.store(to + 3 * step, g2);
    to += 4 * step;
  }
}

/** Aᵀ m A of 4 columns, plus the bias, into those of the 2 by 2 results that are inside. */
// @ts-ignore: decorator
@inline
function transformOutput(m: usize, step: usize, temp: usize, bias: v128, pointers: usize, at: usize): void {
  for (let j: usize = 0; j < 4; j++) {
    const m0 = v128.load(m + j * step);
    const m1 = v128.load(m + (4 + j) * step);
    const m2 = v128.load(m + (8 + j) * step);
    const m3 = v128.load(m + (12 + j) * step);
    v128.store(temp + (j << 4), f32x4.add(m0, f32x4.add(m1, m2)));
    v128.store(temp + (j << 4), f32x4.sub(f32x4.sub(m1, m2), m3), 64);
  }
  for (let i: usize = 0; i < 2; i++) {
    const row = temp + (i << 6);
    const t1 = v128.load(row, 16);
    const t2 = v128.load(row, 32);
    const left = f32x4.add(v128.load(row), f32x4.add(t1, t2));
    const right = f32x4.sub(f32x4.sub(t1, t2), v128.load(row, 48));
    const to = pointers + (i << 3);
    if (load<usize>(to)) v128.store(load<usize>(to) + at, f32x4.add(left, bias));
    if (load<usize>(to, 4)) v128.store(load<usize>(to, 4) + at, f32x4.add(right, bias));
  }
}

/** The filter as 16 matrices of panels; every part makes its own. */
function makeFilters(c: Convolution, packed: usize, temp: usize, filters: usize, step: usize): void {
  if (c.flipped) packFlipped(c.w, 9, c.outputs, c.inputs, packed);
  else packRows(c.w, 9 * c.inputs, c.outputs, packed);
  const apart = usize(c.inputs) << 5;
  for (let column = 0; column < c.outputs; column += 8) {
    for (let row: usize = 0; row < apart; row += 16) transformFilter(packed + row, apart, temp, filters + row, step);
    packed += 9 * apart;
    filters += apart;
  }
}

/** Computes the tiles that fall to one part of `parts`; the channels of input and result are multiples of 4. */
// Long: loops over memory, whose bounds a call would have to be given one by one.
export function winograd(c: Convolution, part: i32, parts: i32, scratch: usize): void {
  const depth = usize(c.inputs) << 2;
  const wide = usize((c.outputs + 7) & ~7) << 2;
  const zeros = scratch;
  const temp = zeros + max(depth, wide) + 32;
  const pointers = temp + TEMP;
  const rows = pointers + 64;
  const packed = rows + TILES * 4;
  const filters = packed + 9 * (depth >> 2) * wide;
  const filterStep = (depth >> 2) * wide + APART;
  const inputs = filters + 16 * filterStep;
  const inputStep = usize(TILES) * depth + APART;
  const sums = inputs + 16 * inputStep;
  const sumStep = usize(TILES) * wide + APART;
  memory.fill(zeros, 0, max(depth, wide) + 32);
  makeFilters(c, packed, temp, filters, filterStep);
  const tiles = tileCount(c);
  const end = shareOf(tiles, part + 1, parts);
  for (let first = shareOf(tiles, part, parts); first < end; first += TILES) {
    const count = min(TILES, end - first);
    for (let i = 0; i < count; i++) {
      locateTile(c.x, c.inHeight, c.inWidth, c.inputs, first + i, c, c.top, c.left, 4, pointers, zeros);
      const to = inputs + usize(i) * depth;
      for (let at: usize = 0; at < depth; at += 16) transformInput(pointers, at, temp, to + at, inputStep);
    }
    for (let k: usize = 0; k < 16; k++) {
      for (let i = 0; i < count; i++) store<usize>(rows + (usize(i) << 2), inputs + k * inputStep + usize(i) * depth);
      for (let column: usize = 0; column < wide; column += 32)
        for (let row = 0; row < count; row += 4) {
          const panel = filters + k * filterStep + column * (depth >> 2);
          const result = sums + k * sumStep + usize(row) * wide + column;
          tile(rows + (usize(row) << 2), 1, c.inputs, panel, zeros, result, wide, min(4, count - row));
        }
    }
    for (let i = 0; i < count; i++) {
      locateTile(c.y, c.outHeight, c.outWidth, c.outputs, first + i, c, 0, 0, 2, pointers, 0);
      for (let at: usize = 0; at < usize(c.outputs) << 2; at += 16)
        transformOutput(sums + usize(i) * wide + at, sumStep, temp, c.bias ? v128.load(c.bias + at) : splatOf(0), pointers, at);
    }
  }
}
