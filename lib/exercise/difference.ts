/** In what two results differ: in kind, in shape, in a value that is no number, or in a value. */
import { short } from "../viz/numbers.ts";

export interface Difference {
  kind: "type" | "shape" | "not finite" | "value";
  /** One sentence without its full stop. */
  message: string;
}

/**
 * Compares a result with the one expected: numbers, arrays of numbers of any kind, and records of these.
 *
 * @param tolerance The largest difference from a value v that counts as equal is tolerance · (1 + |v|). With Infinity only
 *   kinds, shapes and whether numbers are finite count.
 * @returns The first difference, or undefined when there is none. NaN equals NaN.
 */
export function difference(got: unknown, expected: unknown, tolerance: number): Difference | undefined {
  if (typeof expected === "number") return numberDifference(got, expected, tolerance);
  if (isNumbers(expected)) return arrayDifference(got, expected, tolerance);
  if (typeof expected === "object" && expected !== null) return recordDifference(got, expected, tolerance);
  if (Object.is(got, expected)) return undefined;
  if (tolerance === Infinity && typeof got === typeof expected) return undefined;
  return { kind: "value", message: `the result is ${describe(got)} instead of ${describe(expected)}` };
}

/** Whether a value is an array of numbers: a typed array or a plain one. */
export function isNumbers(value: unknown): value is ArrayLike<number> {
  if (ArrayBuffer.isView(value)) return !(value instanceof DataView);
  return Array.isArray(value) && value.every((item) => typeof item === "number");
}

/** A value in a few words, for a sentence or a table. */
export function describe(value: unknown): string {
  if (typeof value === "number") return short(value);
  if (isNumbers(value)) {
    const start = Array.from({ length: Math.min(6, value.length) }, (_, index) => short(value[index]));
    const kind = (value as object).constructor.name;
    return `${kind}(${value.length}) [${start.join(", ")}${value.length > 6 ? ", …" : ""}]`;
  }
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) {
    const start = value.slice(0, 6).map(describe);
    return `[${start.join(", ")}${value.length > 6 ? `, … ${value.length} in all` : ""}]`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => typeof item !== "function");
    if (entries.length === 0) return "normal" in value ? "rng" : "{}";
    return `{ ${entries.map(([key, item]) => `${key}: ${describe(item)}`).join(", ")} }`;
  }
  return typeof value === "string" ? JSON.stringify(value.slice(0, 80)) : String(value);
}

function numberDifference(got: unknown, expected: number, tolerance: number): Difference | undefined {
  if (typeof got !== "number")
    return { kind: "type", message: `the result must be a number, got ${describe(got)}` };
  if (isNear(got, expected, tolerance)) return undefined;
  return valueDifference(got, expected, "the result");
}

function arrayDifference(
  got: unknown,
  expected: ArrayLike<number>,
  tolerance: number,
): Difference | undefined {
  if (!isNumbers(got))
    return { kind: "type", message: `the result must be an array of numbers, got ${describe(got)}` };
  if (got.length !== expected.length)
    return { kind: "shape", message: `the result must have ${expected.length} values, got ${got.length}` };
  for (let index = 0; index < expected.length; index++) {
    if (!isNear(got[index], expected[index], tolerance))
      return valueDifference(got[index], expected[index], `value ${index}`);
  }
  return undefined;
}

function recordDifference(got: unknown, expected: object, tolerance: number): Difference | undefined {
  if (typeof got !== "object" || got === null)
    return { kind: "type", message: `the result must be a record, got ${describe(got)}` };
  if (Array.isArray(expected) && (!Array.isArray(got) || got.length !== expected.length))
    return {
      kind: "shape",
      message: `the result must be an array of ${expected.length} items, got ${describe(got)}`,
    };
  for (const [key, value] of Object.entries(expected)) {
    if (typeof value === "function") continue;
    if (!(key in got)) return { kind: "shape", message: `the result must have the field ${key}` };
    const found = difference(got[key as never], value, tolerance);
    if (found) return { ...found, message: `in the field ${key}, ${found.message}` };
  }
  return undefined;
}

function isNear(got: number, expected: number, tolerance: number): boolean {
  if (Object.is(got, expected)) return true;
  const apart = Math.abs(got - expected);
  return Number.isFinite(apart) && apart <= tolerance * (1 + Math.abs(expected));
}

function valueDifference(got: number, expected: number, where: string): Difference {
  const message = `${where} is ${short(got)} instead of ${short(expected)}`;
  return { kind: Number.isFinite(got) ? "value" : "not finite", message };
}
