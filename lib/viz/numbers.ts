/** The numbers of a record, and what can be drawn of them. */
import type { HostValues } from "../core/values.ts";

/** Pictures, points or plain numbers: whatever holds values. */
export type Numbers = HostValues | ArrayLike<number>;

/** The numbers of a record in their own order. */
export function numbersOf(values: Numbers): ArrayLike<number> {
  return "data" in values ? values.data : values;
}

/** The smallest and the largest finite number, and how many numbers are finite. */
export function finiteRange(values: ArrayLike<number>): { low: number; high: number; finite: number } {
  let [low, high, finite] = [Infinity, -Infinity, 0];
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (!Number.isFinite(value)) continue;
    finite++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high, finite };
}

/** A whole number with its noun and thousands apart: "1 value", "12,000 values". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** A number as a caption shows it: three significant digits, no needless zeros. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (value !== 0 && (size < 0.001 || size >= 1e6)) return value.toExponential(2).replace("e+", "e");
  return String(Number(value.toPrecision(3)));
}
