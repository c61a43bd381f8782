/**
 * Checks on entry, written so that a good error is the short one: every sentence names what was tried, the argument,
 * what would be right, and the value that came.
 */

/** What a check says about the argument it looks at. */
interface Argument {
  /** What the caller tried, after "Cannot": "noise x0". */
  doing: string;
  /** The argument's name as the caller wrote it. */
  name: string;
}

/** The ends of an allowed range; both belong to it. */
interface Range {
  from?: number;
  to?: number;
}

/**
 * Checks a whole number.
 *
 * @throws {RangeError} `Cannot noise x0: t must be an integer from 0 to 999, got 1000`
 */
export function checkInteger(value: number, { doing, name, ...range }: Argument & Range): number {
  if (Number.isInteger(value) && within(value, range)) return value;
  throw new RangeError(`Cannot ${doing}: ${name} must be an integer${words(range)}, got ${show(value)}`);
}

/**
 * Checks a finite number.
 *
 * @throws {RangeError} `Cannot make a flow schedule: shift must be a number from 1e-9, got NaN`
 */
export function checkNumber(value: number, { doing, name, ...range }: Argument & Range): number {
  if (Number.isFinite(value) && within(value, range)) return value;
  throw new RangeError(`Cannot ${doing}: ${name} must be a number${words(range)}, got ${show(value)}`);
}

/**
 * Checks a number greater than 0.
 *
 * @throws {RangeError} `Cannot denoise: sigma must be a number above 0, got 0`
 */
export function checkPositive(value: number, { doing, name }: Argument): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new RangeError(`Cannot ${doing}: ${name} must be a number above 0, got ${show(value)}`);
}

/**
 * Checks that every value is a finite number.
 *
 * @throws {RangeError} `Cannot noise x0: x0 must hold finite numbers, got NaN at index 3`
 */
export function checkFinite(values: ArrayLike<number>, { doing, name }: Argument): void {
  for (let index = 0; index < values.length; index++)
    if (!Number.isFinite(values[index]))
      throw new RangeError(
        `Cannot ${doing}: ${name} must hold finite numbers, got ${values[index]} at index ${index}`,
      );
}

/**
 * Checks that a value is one of a few names.
 *
 * @throws {RangeError} `Cannot space steps: spacing must be "leading", "trailing" or "linspace", got "even"`
 */
export function checkOneOf<Name extends string>(
  value: unknown,
  { doing, name, names }: Argument & { names: readonly Name[] },
): Name {
  if ((names as readonly unknown[]).includes(value)) return value as Name;
  const quoted = names.map((known) => `"${known}"`);
  const last = quoted.pop();
  const choice = quoted.length > 0 ? `${quoted.join(", ")} or ${last}` : last;
  throw new RangeError(`Cannot ${doing}: ${name} must be ${choice}, got ${show(value)}`);
}

/** A value as an error sentence shows it: short, strings in quotes. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" || value === null || value === undefined) return String(value);
  if (Array.isArray(value))
    return `[${value.slice(0, 8).map(show).join(", ")}${value.length > 8 ? ", …" : ""}]`;
  return typeof value === "object" ? `a ${value.constructor?.name ?? "record"}` : typeof value;
}

function within(value: number, { from = -Infinity, to = Infinity }: Range): boolean {
  return value >= from && value <= to;
}

function words({ from, to }: Range): string {
  if (from !== undefined && to !== undefined) return ` from ${from} to ${to}`;
  if (from !== undefined) return ` from ${from}`;
  return to === undefined ? "" : ` up to ${to}`;
}
