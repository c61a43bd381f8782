// Matrices laid out as panels of 8 columns, each row of a panel next to the one before; missing columns are zeros.

/** Packs a [rows, columns] matrix whose rows lie `stride` floats apart. */
export function packRows(from: usize, rows: i32, columns: i32, to: usize): void {
  for (let column = 0; column < columns; column += 8) {
    const wide = min(8, columns - column);
    let source = from + (usize(column) << 2);
    for (let row = 0; row < rows; row++) {
      if (wide == 8) {
        v128.store(to, v128.load(source));
        v128.store(to, v128.load(source, 16), 16);
      } else {
        v128.store(to, f32x4.splat(0));
        v128.store(to, f32x4.splat(0), 16);
        memory.copy(to, source, usize(wide) << 2);
      }
      source += usize(columns) << 2;
      to += 32;
    }
  }
}

/**
 * Packs a filter [taps, columns, depth] from its far end with the last two axes swapped: the matrix
 * [taps · depth, columns]. With one tap it packs a transposed matrix.
 */
export function packFlipped(from: usize, taps: i32, columns: i32, depth: i32, to: usize): void {
  const line = usize(depth) << 2;
  for (let column = 0; column < columns; column += 8) {
    const wide = min(8, columns - column);
    for (let tap = taps - 1; tap >= 0; tap--) {
      const base = from + usize(tap * columns + column) * line;
      let row = 0;
      if (wide == 8)
        for (; row + 4 <= depth; row += 4) {
          transpose(base + (usize(row) << 2), line, to);
          transpose(base + (usize(row) << 2) + 4 * line, line, to + 16);
          to += 128;
        }
      for (; row < depth; row++) {
        for (let i = 0; i < 8; i++) {
          const value: f32 = i < wide ? load<f32>(base + usize(i) * line + (usize(row) << 2)) : 0;
          store<f32>(to + (usize(i) << 2), value);
        }
        to += 32;
      }
    }
  }
}

/** Writes 4 rows of 4 floats, `line` bytes apart, as the columns of rows 32 bytes apart. */
// @ts-ignore: decorator
@inline
function transpose(from: usize, line: usize, to: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + line);
  const c = v128.load(from + 2 * line);
  const d = v128.load(from + 3 * line);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  v128.store(to, v128.shuffle<f64>(ab, cd, 0, 2));
  v128.store(to, v128.shuffle<f64>(ab, cd, 1, 3), 32);
  const abEnd = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdEnd = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(abEnd, cdEnd, 0, 2), 64);
  v128.store(to, v128.shuffle<f64>(abEnd, cdEnd, 1, 3), 96);
}
