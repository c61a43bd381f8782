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
  const area = usize(columns * depth) << 2;
  for (let column = 0; column < columns; column += 8) {
    const wide = min(8, columns - column);
    for (let tap = taps - 1; tap >= 0; tap--) {
      const base = from + usize(tap) * area;
      for (let row = 0; row < depth; row++) {
        for (let i = 0; i < 8; i++) {
          const value: f32 = i < wide ? load<f32>(base + (usize((column + i) * depth + row) << 2)) : 0;
          store<f32>(to + (usize(i) << 2), value);
        }
        to += 32;
      }
    }
  }
}
