// What a convolution reads, as 32-bit words one after another; a matrix product is one of a picture one pixel high.

/** Rows of the result that are computed with one set of pointers. */
export const BLOCK = 48;

/** Where the input's pixel for an output pixel and an entry of the filter lies, or `zeros` if it is outside. */
@unmanaged
export class Convolution {
  x: usize;
  /** The filter, or for its gradient the result. */
  w: usize;
  /** The result, or for the filter's gradient that of the output. */
  y: usize;
  /** 0 for none. */
  bias: usize;
  batch: i32;
  inHeight: i32;
  inWidth: i32;
  inputs: i32;
  outHeight: i32;
  outWidth: i32;
  outputs: i32;
  height: i32;
  width: i32;
  strideY: i32;
  strideX: i32;
  top: i32;
  left: i32;
  dilateY: i32;
  dilateX: i32;
  /** Zeros between the input's pixels, plus one: the stride of the convolution whose gradient this is. */
  spreadY: i32;
  spreadX: i32;
  /** 1 if the filter is read from its far end with inputs and outputs swapped, as gradients do. */
  flipped: i32;
}

/**
 * Writes where the input pixels lie that one entry of the filter meets for `count` output pixels from `first` on.
 */
export function locate(c: Convolution, tap: i32, first: i32, count: i32, pointers: usize, zeros: usize): void {
  const dy = (tap / c.width) * c.dilateY - c.top;
  const dx = (tap % c.width) * c.dilateX - c.left;
  let column = first % c.outWidth;
  const rest = first / c.outWidth;
  let row = rest % c.outHeight;
  let picture = rest / c.outHeight;
  const bytes = c.inputs << 2;
  for (let i = 0; i < count; i++) {
    let y = row * c.strideY + dy;
    let x = column * c.strideX + dx;
    let isInside = y >= 0 && x >= 0;
    if (c.spreadY > 1) {
      isInside = isInside && y % c.spreadY == 0;
      y /= c.spreadY;
    }
    if (c.spreadX > 1) {
      isInside = isInside && x % c.spreadX == 0;
      x /= c.spreadX;
    }
    isInside = isInside && y < c.inHeight && x < c.inWidth;
    const pixel = (picture * c.inHeight + y) * c.inWidth + x;
    store<usize>(pointers + (usize(i) << 2), isInside ? c.x + usize(pixel) * usize(bytes) : zeros);
    if (++column == c.outWidth) {
      column = 0;
      if (++row == c.outHeight) {
        row = 0;
        picture++;
      }
    }
  }
}
