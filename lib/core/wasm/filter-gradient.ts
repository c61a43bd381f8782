// The gradient of a convolution's filter: for each of its entries, the sum over pixels of input times output gradient.
import { Convolution, locate } from "./geometry";
import { packRows } from "./pack";
import { fma, shareOf } from "./simd";

/** Pixels between two visits of the result. */
const PIXELS = 128;

/** Adds to 4 rows of 8 results the products of `count` pixels: 4 inputs of each, `offset` bytes in, times its 8 gradients. */
// Long: the results must stay in registers, each with its name.
export function tile(pointers: usize, offset: usize, count: i32, panel: usize, result: usize, stride: usize): void {
  const second = result + stride;
  const third = second + stride;
  const fourth = third + stride;
  let c00 = v128.load(result);
  let c01 = v128.load(result, 16);
  let c10 = v128.load(second);
  let c11 = v128.load(second, 16);
  let c20 = v128.load(third);
  let c21 = v128.load(third, 16);
  let c30 = v128.load(fourth);
  let c31 = v128.load(fourth, 16);
  const end = pointers + (usize(count) << 2);
  while (pointers < end) {
    const at = load<usize>(pointers) + offset;
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let a = v128.load32_splat(at);
    c00 = fma(a, b0, c00);
    c01 = fma(a, b1, c01);
    a = v128.load32_splat(at, 4);
    c10 = fma(a, b0, c10);
    c11 = fma(a, b1, c11);
    a = v128.load32_splat(at, 8);
    c20 = fma(a, b0, c20);
    c21 = fma(a, b1, c21);
    a = v128.load32_splat(at, 12);
    c30 = fma(a, b0, c30);
    c31 = fma(a, b1, c31);
    pointers += 4;
    panel += 32;
  }
  v128.store(result, c00);
  v128.store(result, c01, 16);
  v128.store(second, c10);
  v128.store(second, c11, 16);
  v128.store(third, c20);
  v128.store(third, c21, 16);
  v128.store(fourth, c30);
  v128.store(fourth, c31, 16);
}

/** Computes the rows of the filter's gradient that fall to one part of `parts`, in groups of 4 inputs. */
// Long: loops over memory, whose bounds a call would have to be given one by one.
export function filterGradient(c: Convolution, part: i32, parts: i32, scratch: usize): void {
  const depth = c.inputs;
  const columns = c.outputs;
  const groups = (depth + 3) >> 2;
  const from = shareOf(c.height * c.width * groups, part, parts);
  const to = shareOf(c.height * c.width * groups, part + 1, parts);
  if (from == to) return;
  const panelCount = (columns + 7) >> 3;
  const zeros = scratch;
  const pointers = zeros + (usize(depth + 4) << 2);
  const panels = pointers + PIXELS * 4;
  // The sums are kept as tiles of 4 by 8 until all pixels are in.
  const tiles = panels + usize(panelCount * PIXELS) * 32;
  memory.fill(zeros, 0, usize(depth + 4) << 2);
  memory.fill(tiles, 0, usize((to - from) * panelCount) << 7);
  const pixels = c.batch * c.outHeight * c.outWidth;
  for (let first = 0; first < pixels; first += PIXELS) {
    const count = min(PIXELS, pixels - first);
    packRows(c.y + (usize(first * columns) << 2), count, columns, panels);
    let unit = from;
    while (unit < to) {
      const tap = unit / groups;
      const end = min(to, (tap + 1) * groups);
      locate(c, tap, first, count, pointers, zeros);
      for (let p = 0; p < panelCount; p++)
        for (let u = unit; u < end; u++)
          tile(
            pointers,
            usize(u - tap * groups) << 4,
            count,
            panels + usize(p * count) * 32,
            tiles + (usize((u - from) * panelCount + p) << 7),
            32,
          );
      unit = end;
    }
  }
  for (let unit = from; unit < to; unit++) {
    const input = (unit % groups) << 2;
    const rows = min(4, depth - input);
    for (let p = 0; p < panelCount; p++) {
      const wide = usize(min(8, columns - (p << 3))) << 2;
      for (let row = 0; row < rows; row++) {
        const at = ((unit / groups) * depth + input + row) * columns + (p << 3);
        memory.copy(c.w + (usize(at) << 2), tiles + (usize((unit - from) * panelCount + p) << 7) + usize(row << 5), wide);
      }
    }
  }
}
