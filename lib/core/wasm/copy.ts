// Rows of a matrix into one of another width.
import { shareOf } from "./simd";

@unmanaged
export class Copy {
  from: usize;
  to: usize;
  rows: i32;
  bytes: i32;
  /** How far apart the rows lie. */
  fromStep: i32;
  toStep: i32;
}

/** Copies the rows of a matrix into one of another width. */
export function copyRows(c: Copy, part: i32, parts: i32): void {
  const end = shareOf(c.rows, part + 1, parts);
  for (let row = shareOf(c.rows, part, parts); row < end; row++)
    memory.copy(c.to + usize(row) * usize(c.toStep), c.from + usize(row) * usize(c.fromStep), usize(c.bytes));
}
