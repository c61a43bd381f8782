/** Products of small matrices in plain numbers: fast enough to train networks of some ten thousand parameters. */

export interface ProductOptions {
  /** Sizes of the product: rows × inner times inner × columns. */
  rows: number;
  inner: number;
  columns: number;
  /** The factor that is stored the other way round. */
  transposed?: "a" | "b";
  /** Where the product is written, rows × columns. */
  into: Float64Array;
}

/** How far apart neighbours lie in memory: a[row·down + k·right], b[k·below + column·beside]. */
interface Steps {
  down: number;
  right: number;
  below: number;
  beside: number;
}

/** Writes a·b, aᵀ·b or a·bᵀ; all matrices are stored row by row. */
export function product(a: Float64Array, b: Float64Array, options: ProductOptions): void {
  const { rows, inner, columns, transposed, into } = options;
  const steps: Steps = {
    down: transposed === "a" ? 1 : inner,
    right: transposed === "a" ? rows : 1,
    below: transposed === "b" ? 1 : columns,
    beside: transposed === "b" ? inner : 1,
  };
  const [tiledRows, tiledColumns] = [rows - (rows % 2), columns - (columns % 4)];
  for (let row = 0; row < tiledRows; row += 2)
    for (let column = 0; column < tiledColumns; column += 4)
      tile(a, b, { row, column, columns, inner, into, ...steps });
  for (let row = 0; row < rows; row++)
    for (let column = row < tiledRows ? tiledColumns : 0; column < columns; column++)
      single(a, b, { row, column, columns, inner, into, ...steps });
}

interface Place extends Steps {
  row: number;
  column: number;
  columns: number;
  inner: number;
  into: Float64Array;
}

/** Two rows by four columns at once: eight sums stay in registers, and each number that is read serves two or four. */
function tile(a: Float64Array, b: Float64Array, place: Place): void {
  const { row, column, columns, inner, into, down, right, below, beside } = place;
  let [s0, s1, s2, s3, r0, r1, r2, r3] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = 0, p = row * down, q = column * beside; k < inner; k++, p += right, q += below) {
    const top = a[p];
    const bottom = a[p + down];
    const b0 = b[q];
    const b1 = b[q + beside];
    const b2 = b[q + 2 * beside];
    const b3 = b[q + 3 * beside];
    s0 += top * b0;
    s1 += top * b1;
    s2 += top * b2;
    s3 += top * b3;
    r0 += bottom * b0;
    r1 += bottom * b1;
    r2 += bottom * b2;
    r3 += bottom * b3;
  }
  const at = row * columns + column;
  into[at] = s0;
  into[at + 1] = s1;
  into[at + 2] = s2;
  into[at + 3] = s3;
  into[at + columns] = r0;
  into[at + columns + 1] = r1;
  into[at + columns + 2] = r2;
  into[at + columns + 3] = r3;
}

function single(a: Float64Array, b: Float64Array, place: Place): void {
  const { row, column, columns, inner, into, down, right, below, beside } = place;
  let sum = 0;
  for (let k = 0; k < inner; k++) sum += a[row * down + k * right] * b[k * below + column * beside];
  into[row * columns + column] = sum;
}
