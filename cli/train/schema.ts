/** Checks of a configuration: each says in a sentence what a value must be, with the path to it. */
import { show } from "../../lib/core/check.ts";
import { nearest } from "../nearest.ts";

/** Fails if a value is not what it must be; `path` is where it stands, as in "model.channels". */
export type Check = (value: unknown, path: string) => void;

function fail(path: string, wanted: string, value: unknown): never {
  throw new TypeError(`${path} must be ${wanted}, got ${value === undefined ? "nothing" : show(value)}`);
}

export const integer =
  ({ from = 1 }: { from?: number } = {}): Check =>
  (value, path) => {
    if (!Number.isSafeInteger(value) || (value as number) < from)
      fail(path, `a whole number from ${from}`, value);
  };

export const number =
  ({
    above = -Infinity,
    from = -Infinity,
    to = Infinity,
  }: {
    above?: number;
    from?: number;
    to?: number;
  } = {}): Check =>
  (value, path) => {
    const ends = [
      ...(above > -Infinity ? [`above ${above}`] : []),
      ...(from > -Infinity ? [`from ${from}`] : []),
      ...(to < Infinity ? [`to ${to}`] : []),
    ];
    const isGood =
      typeof value === "number" && Number.isFinite(value) && value > above && value >= from && value <= to;
    if (!isGood) fail(path, ["a number", ...ends].join(" "), value);
  };

export const text: Check = (value, path) => {
  if (typeof value !== "string" || value === "") fail(path, "a text", value);
};

export const truth: Check = (value, path) => {
  if (typeof value !== "boolean") fail(path, "true or false", value);
};

export const oneOf =
  (...names: string[]): Check =>
  (value, path) => {
    if (names.includes(value as string)) return;
    const near = typeof value === "string" && nearest(value, names);
    fail(path, `one of ${names.map(show).join(", ")}`, near ? `${value}; did you mean ${near}?` : value);
  };

export const list =
  (item: Check): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return fail(path, "a list", value);
    value.forEach((one, index) => {
      item(one, `${path}[${index}]`);
    });
  };

/** A number alone, or a record. */
export const numberOr =
  (ofNumber: Check, ofRecord: Check): Check =>
  (value, path) => {
    (typeof value === "number" ? ofNumber : ofRecord)(value, path);
  };

/** A record with these fields; those whose names end in "?" may be missing. */
export function record(fields: Record<string, Check>): Check {
  const checks = Object.entries(fields).map(([name, check]) => ({
    name: name.replace(/\?$/, ""),
    optional: name.endsWith("?"),
    check,
  }));
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return fail(path, "a record", value);
    const names = checks.map(({ name }) => name);
    const strange = Object.keys(value).find((name) => !names.includes(name));
    if (strange !== undefined) {
      const near = nearest(strange, names);
      const help = near ? `did you mean ${near}?` : `it has ${names.join(", ")}`;
      throw new TypeError(`${path} has no ${strange}; ${help}`);
    }
    for (const { name, optional, check } of checks) {
      const field = (value as Record<string, unknown>)[name];
      if (field === undefined && optional) continue;
      check(field, `${path}.${name}`);
    }
  };
}

/** A record whose fields depend on its `kind`. */
export function byKind(kinds: Record<string, Record<string, Check>>): Check {
  const names = Object.keys(kinds);
  return (value, path) => {
    const kind = (value as { kind?: unknown } | null)?.kind;
    if (typeof value !== "object" || value === null) return fail(path, "a record", value);
    oneOf(...names)(kind, `${path}.kind`);
    record({ kind: text, ...kinds[kind as string] })(value, path);
  };
}
