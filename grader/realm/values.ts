/**
 * Values as data between the realms: what a student's function is given and what it gives back, as JSON. Numbers keep every bit,
 * arrays of numbers their kind; a generator of random numbers goes as its state. Nothing that could run is ever carried.
 */
import { type Random, random } from "noisebook";

type Typed =
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Uint32Array;

const kinds = {
  ...{ Float32Array, Float64Array, Int8Array, Int16Array, Int32Array },
  ...{ Uint8Array, Uint8ClampedArray, Uint16Array, Uint32Array },
};

/** Deeper than any result of an exercise; a longer chain is a mistake or an attack. */
const mostDepth = 12;

/**
 * Writes a value as JSON data.
 *
 * @throws {TypeError} If it holds a function, a symbol or itself.
 */
export function encode(value: unknown, depth = 0): unknown {
  if (depth > mostDepth)
    throw new TypeError(`Cannot hand over a value that is nested more than ${mostDepth} deep`);
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : tagged("number", Object.is(value, -0) ? "-0" : String(value));
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (value === undefined) return tagged("undefined");
  if (typeof value === "bigint") return tagged("bigint", String(value));
  if (typeof value !== "object") throw new TypeError(`Cannot hand over a ${typeof value}`);
  if (ArrayBuffer.isView(value)) return encodeTyped(value as Typed);
  if (Array.isArray(value)) return Array.from(value, (item) => encode(item, depth + 1));
  if (typeof (value as PromiseLike<unknown>).then === "function") return tagged("promise");
  if (isRandom(value)) return tagged("random", value.state());
  const fields = Object.entries(value).filter(([, item]) => typeof item !== "function");
  return tagged("record", Object.fromEntries(fields.map(([name, item]) => [name, encode(item, depth + 1)])));
}

/**
 * Reads what `encode` wrote.
 *
 * @throws {SyntaxError} If it is nothing that `encode` writes: what comes out of a jail is not to be trusted.
 */
export function decode(data: unknown, depth = 0): unknown {
  if (depth > mostDepth)
    throw new SyntaxError(`Cannot read a value that is nested more than ${mostDepth} deep`);
  if (data === null || ["number", "string", "boolean"].includes(typeof data)) return data;
  if (Array.isArray(data)) return data.map((item) => decode(item, depth + 1));
  const { $: kind, is } = data as { $?: unknown; is?: unknown };
  if (kind === "number" && typeof is === "string") return Number(is);
  if (kind === "undefined") return undefined;
  if (kind === "bigint" && typeof is === "string" && /^-?\d{1,1000}$/.test(is)) return BigInt(is);
  // It will never be kept: that there is one is all that a check wants to know.
  if (kind === "promise") return new Promise(() => {});
  if (kind === "random") return decodeRandom(is);
  if (kind === "record" && typeof is === "object" && is !== null)
    return Object.fromEntries(Object.entries(is).map(([name, item]) => [name, decode(item, depth + 1)]));
  if (typeof kind === "string" && typeof is === "string" && Object.hasOwn(kinds, kind))
    return decodeTyped(kind as keyof typeof kinds, is);
  throw new SyntaxError(`Cannot read a value of kind ${JSON.stringify(kind)?.slice(0, 40)}`);
}

const tagged = (kind: string, is?: unknown) => ({ $: kind, is });

function encodeTyped(values: Typed): unknown {
  const kind = Object.keys(kinds).find((name) => values instanceof kinds[name as keyof typeof kinds]);
  if (!kind) throw new TypeError(`Cannot hand over a ${values.constructor.name}`);
  return tagged(kind, Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64"));
}

function decodeTyped(kind: keyof typeof kinds, text: string): unknown {
  const bytes = new Uint8Array(Buffer.from(text, "base64"));
  const size = kinds[kind].BYTES_PER_ELEMENT;
  if (bytes.length % size !== 0) throw new SyntaxError(`Cannot read a ${kind} of ${bytes.length} bytes`);
  return new kinds[kind](bytes.buffer, 0, bytes.length / size);
}

const isRandom = (value: object): value is Random =>
  "state" in value &&
  "normal" in value &&
  typeof value.state === "function" &&
  typeof value.normal === "function";

function decodeRandom(state: unknown): Random {
  const { words } = state as { words?: unknown[] };
  const rng = random(0, words?.length === 4 ? {} : { like: "torch" });
  rng.restore(state as Parameters<Random["restore"]>[0]);
  return rng;
}
