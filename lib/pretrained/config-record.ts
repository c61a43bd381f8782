/** Reading the configuration files of diffusers and transformers: nothing in them is believed before it is checked. */
import { show } from "../core/check.ts";

/** What a config.json holds. */
export type ConfigRecord = Readonly<Record<string, unknown>>;

/** A configuration, and how errors name it. */
export interface ConfigSource {
  config: ConfigRecord;
  /** Its part: "unet". */
  of: string;
}

/** The refusal of a configuration. */
export function configError({ of }: { of: string }, why: string): RangeError {
  return new RangeError(`Cannot use the configuration of ${of}: ${why}`);
}

/** A whole number from 1; the fallback stands in where the file leaves it out. */
export function sizeIn(source: ConfigSource, name: string, fallback?: number): number {
  return within(source, name, { fallback, most: 2 ** 20 });
}

/** How often something is repeated: a whole number from 1, so small that a list of it can be made. */
export function countIn(source: ConfigSource, name: string, fallback?: number): number {
  return within(source, name, { fallback, most: 256 });
}

function within(
  { config, of }: ConfigSource,
  name: string,
  { fallback, most }: { fallback: number | undefined; most: number },
): number {
  const value = config[name] ?? fallback;
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most) return value as number;
  throw configError({ of }, `${name} must be a whole number from 1 to ${most}, got ${show(value)}`);
}

/** A finite number. */
export function numberIn(source: ConfigSource, name: string, fallback?: number): number {
  const value = source.config[name] ?? fallback;
  if (Number.isFinite(value)) return value as number;
  throw configError(source, `${name} must be a number, got ${show(value)}`);
}

/** True or false. */
export function flagIn(source: ConfigSource, name: string, fallback: boolean): boolean {
  const value = source.config[name] ?? fallback;
  if (typeof value === "boolean") return value;
  throw configError(source, `${name} must be true or false, got ${show(value)}`);
}

/** Whole numbers from 1, as many as `length`; one number stands for as many of it. */
export function sizesIn(
  source: ConfigSource,
  name: string,
  {
    length,
    fallback,
    most = 2 ** 20,
  }: { length?: number; fallback?: number | readonly number[]; most?: number } = {},
): number[] {
  const value = source.config[name] ?? fallback;
  const list = Array.isArray(value) ? value : Array(length ?? 1).fill(value);
  const isList = list.length > 0 && list.length <= 16 && list.length === (length ?? list.length);
  if (!isList)
    throw configError(source, `${name} must have ${length ?? "1 to 16"} numbers, got ${show(value)}`);
  const entries = { config: list as never, of: `${source.of}, ${name}` };
  return list.map((_, at) => within(entries, String(at), { fallback: undefined, most }));
}

/** Names from a list. */
export function namesIn(source: ConfigSource, name: string, known: readonly string[]): string[] {
  const value = source.config[name];
  if (!Array.isArray(value) || value.length < 1 || value.length > 16)
    throw configError(source, `${name} must be a list of 1 to 16 names, got ${show(value)}`);
  for (const entry of value)
    if (!known.includes(entry))
      throw configError(source, `${name} may hold ${known.join(", ")}; it holds ${show(entry)}`);
  return value as string[];
}

/**
 * Holds a configuration to the settings of the networks that this library has.
 *
 * @param allowed The values that each setting may have; null is one that is left out.
 */
export function refuseOthers(
  source: ConfigSource,
  allowed: Readonly<Record<string, readonly unknown[]>>,
): void {
  for (const [name, values] of Object.entries(allowed)) {
    const value = source.config[name] ?? null;
    if (value !== null && !values.includes(value))
      throw configError(source, `${name} must be ${values.map(show).join(" or ")}, got ${show(value)}`);
  }
}
