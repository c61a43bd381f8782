// Convolutions and matrix products: rows of the input, wherever they lie, times panels of the filter.
import { BLOCK, Convolution, locate } from "./geometry";
import { packFlipped, packRows } from "./pack";
import { fma, shareOf } from "./simd";

/** Rows of one tile: its 4 times 8 results, a row of the panel and an input fit the 16 registers of SSE. */
const ROWS = 4;

/**
 * One tile: `taps` stretches of `depth` inputs for each of 4 rows, times a panel of 8 columns. Rows from `rows` on
 * repeat the last and are not stored.
 */
// Long: sixteen results that must stay in registers, each with its name.
export function tile(pointers: usize, taps: i32, depth: i32, panel: usize, bias: usize, result: usize, stride: usize, rows: i32): void {
  let c00 = v128.load(bias);
  let c01 = v128.load(bias, 16);
  let c10 = c00;
  let c11 = c01;
  let c20 = c00;
  let c21 = c01;
  let c30 = c00;
  let c31 = c01;
  const r1: usize = usize(min(1, rows - 1)) << 2;
  const r2: usize = usize(min(2, rows - 1)) << 2;
  const r3: usize = usize(min(3, rows - 1)) << 2;
  for (let tap = 0; tap < taps; tap++) {
    let a0 = load<usize>(pointers);
    const a1 = load<usize>(pointers + r1) - a0;
    const a2 = load<usize>(pointers + r2) - a0;
    const a3 = load<usize>(pointers + r3) - a0;
    const end = a0 + (usize(depth) << 2);
    while (a0 < end) {
      const b0 = v128.load(panel);
      const b1 = v128.load(panel, 16);
      let a = v128.load32_splat(a0);
      c00 = fma(a, b0, c00);
      c01 = fma(a, b1, c01);
      a = v128.load32_splat(a0 + a1);
      c10 = fma(a, b0, c10);
      c11 = fma(a, b1, c11);
      a = v128.load32_splat(a0 + a2);
      c20 = fma(a, b0, c20);
      c21 = fma(a, b1, c21);
      a = v128.load32_splat(a0 + a3);
      c30 = fma(a, b0, c30);
      c31 = fma(a, b1, c31);
      a0 += 4;
      panel += 32;
    }
    pointers += BLOCK << 2;
  }
  v128.store(result, c00);
  v128.store(result, c01, 16);
  if (rows < 2) return;
  result += stride;
  v128.store(result, c10);
  v128.store(result, c11, 16);
  if (rows < 3) return;
  result += stride;
  v128.store(result, c20);
  v128.store(result, c21, 16);
  if (rows < 4) return;
  result += stride;
  v128.store(result, c30);
  v128.store(result, c31, 16);
}

/** Computes the output pixels that fall to one part of `parts`. */
export function convolve(c: Convolution, part: i32, parts: i32, scratch: usize): void {
  const taps = c.height * c.width;
  const depth = c.inputs;
  const columns = c.outputs;
  const zeros = scratch;
  const edge = zeros + (usize(depth + 4) << 2);
  const bias = edge + ROWS * 32;
  const pointers = bias + (usize(columns + 8) << 2);
  const panels = pointers + usize(BLOCK * taps << 2);
  memory.fill(zeros, 0, usize(depth + 4) << 2);
  memory.fill(bias, 0, usize(columns + 8) << 2);
  if (c.bias) memory.copy(bias, c.bias, usize(columns) << 2);
  if (c.flipped) packFlipped(c.w, taps, columns, depth, panels);
  else packRows(c.w, taps * depth, columns, panels);

  const pixels = c.batch * c.outHeight * c.outWidth;
  const units = (pixels + ROWS - 1) / ROWS;
  const from = shareOf(units, part, parts) * ROWS;
  const to = min(pixels, shareOf(units, part + 1, parts) * ROWS);
  const stride = usize(columns) << 2;
  const panelBytes = usize(taps * depth) << 5;
  for (let first = from; first < to; first += BLOCK) {
    const count = min(BLOCK, to - first);
    for (let tap = 0; tap < taps; tap++) locate(c, tap, first, count, pointers + usize(tap * BLOCK << 2), zeros);
    for (let column = 0; column < columns; column += 8) {
      const panel = panels + usize(column >> 3) * panelBytes;
      const wide = min(8, columns - column);
      for (let row = 0; row < count; row += ROWS) {
        const rows = min(ROWS, count - row);
        const result = c.y + usize(first + row) * stride + (usize(column) << 2);
        const at = pointers + (usize(row) << 2);
        if (wide == 8) tile(at, taps, depth, panel, bias + (usize(column) << 2), result, stride, rows);
        else {
          tile(at, taps, depth, panel, bias + (usize(column) << 2), edge, 32, rows);
          for (let i = 0; i < rows; i++) memory.copy(result + usize(i) * stride, edge + usize(i << 5), usize(wide) << 2);
        }
      }
    }
  }
}
