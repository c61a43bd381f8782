// The rows that a filter meets, side by side: a convolution becomes one matrix product.
import { Convolution } from "./geometry";
import { shareOf } from "./simd";

/** Where the pixels start that are laid out, and how many: after the convolution in memory. */
@unmanaged
export class Columns {
  first: i32;
  count: i32;
}

/** Writes one row of [taps · inputs] at `y` for each of `count` output pixels from `first` on. */
export function columns(args: usize, part: i32, parts: i32): void {
  const c = changetype<Convolution>(args);
  const range = changetype<Columns>(args + offsetof<Convolution>());
  const from = shareOf(range.count, part, parts);
  const to = shareOf(range.count, part + 1, parts);
  const bytes = usize(c.inputs) << 2;
  const line = usize(c.width) * bytes;
  let at = c.y + usize(from) * usize(c.height) * line;
  for (let i = from; i < to; i++) {
    const pixel = range.first + i;
    const left = (pixel % c.outWidth) * c.strideX - c.left;
    const rest = pixel / c.outWidth;
    const top = (rest % c.outHeight) * c.strideY - c.top;
    const picture = (rest / c.outHeight) * c.inHeight;
    const isWhole = c.dilateX == 1 && left >= 0 && left + c.width <= c.inWidth;
    for (let tapY = 0; tapY < c.height; tapY++) {
      const y = top + tapY * c.dilateY;
      if (y < 0 || y >= c.inHeight) memory.fill(at, 0, line);
      else {
        const row = c.x + usize((picture + y) * c.inWidth) * bytes;
        if (isWhole) memory.copy(at, row + usize(left) * bytes, line);
        else
          for (let tapX = 0; tapX < c.width; tapX++) {
            const x = left + tapX * c.dilateX;
            const to = at + usize(tapX) * bytes;
            if (x < 0 || x >= c.inWidth) memory.fill(to, 0, bytes);
            else memory.copy(to, row + usize(x) * bytes, bytes);
          }
      }
      at += line;
    }
  }
}
