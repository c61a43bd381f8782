/** What a value looks like in a notebook: its MIME bundle. */
import { inspect } from "node:util";
import type { MimeBundle } from "../interpreter.ts";
import { type Drawing, isDrawable } from "./symbol.ts";

const longest = 20_000;

/**
 * Makes the MIME bundle of any value.
 *
 * A value with the method `Symbol.for("Jupyter.display")` draws itself; any other is described in plain text, without
 * colours, bounded in depth and length. It never throws: the failure of a value's own method becomes the text shown.
 *
 * @returns The bundle, or a promise of it that never rejects, when the value draws itself asynchronously.
 */
export function toBundle(value: unknown): MimeBundle | Promise<MimeBundle> {
  try {
    if (!isDrawable(value)) return textBundle(describe(value));
    const drawing = value[Symbol.for("Jupyter.display") as never] as () => Drawing | Promise<Drawing>;
    const drawn = drawing.call(value);
    if (!isPromise(drawn)) return normalize(drawn);
    return drawn.then(normalize).catch((error) => failure(value, error));
  } catch (error) {
    return failure(value, error);
  }
}

/** Tells whether a bundle or drawing is still to come. */
export function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof (value as { then?: unknown } | null)?.then === "function";
}

/** Describes a value in plain text, as Node does, within bounds. */
export function describe(value: unknown): string {
  const text = inspect(value, {
    colors: false,
    depth: 4,
    maxArrayLength: 100,
    maxStringLength: 10_000,
    breakLength: 100,
  });
  return text.length <= longest
    ? text
    : `${text.slice(0, longest)}\n… ${text.length - longest} more characters`;
}

function textBundle(text: string): MimeBundle {
  return { data: { "text/plain": text }, metadata: {} };
}

function failure(value: unknown, error: unknown): MimeBundle {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : describe(error);
  return textBundle(`Cannot draw this ${nameOf(value)}: its own display method failed: ${reason}`);
}

function nameOf(value: unknown): string {
  try {
    return (value as object).constructor.name || "value";
  } catch {
    return "value";
  }
}

function normalize(drawing: Drawing): MimeBundle {
  if (typeof drawing !== "object" || drawing === null)
    throw new TypeError(`it must return MIME type → content, got ${describe(drawing)}`);
  const { metadata = {}, ...contents } = drawing;
  const data = Object.fromEntries(
    Object.entries(contents)
      .filter(([, content]) => content !== undefined)
      .map(([type, content]) => [type, content instanceof Uint8Array ? encode(type, content) : content]),
  );
  if (Object.keys(data).length === 0 || Object.keys(data).some((type) => !type.includes("/")))
    throw new TypeError(
      `it must return MIME type → content, got the keys ${Object.keys(drawing).join(", ")}`,
    );
  return { data, metadata: metadata as MimeBundle["metadata"] };
}

/** Jupyter wants text as text, and any other bytes as base64. */
function encode(type: string, bytes: Uint8Array): string {
  const encoding = /^text\/|[+/](xml|json)$/.test(type) ? "utf8" : "base64";
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);
}
