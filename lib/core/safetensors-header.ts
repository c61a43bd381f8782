/** The header of a safetensors file: which tensors it holds and where. Nothing in it is believed before it is checked. */

import { type Dtype, dtypes, formatOf, isDtype } from "./dtypes.ts";
import { isRecord } from "./json-fields.ts";

/** What a file says of one tensor. */
export interface SafetensorsEntry {
  dtype: Dtype;
  shape: number[];
  /** Where its bytes begin and end, counted from the end of the header. */
  span: [begin: number, end: number];
}

export interface SafetensorsHeader {
  /** Texts about the file. */
  metadata: Record<string, string>;
  /** The tensors by name, in the order of the file's bytes. */
  tensors: Map<string, SafetensorsEntry>;
}

/** The longest header that the format allows, in bytes. */
export const longestHeader = 100_000_000;

/**
 * Reads a header and holds it to the file: each tensor has as many bytes as its shape needs, and together they fill the
 * file without overlap, hole or rest.
 *
 * @param bytes The JSON after the file's first 8 bytes.
 * @param dataLength How many bytes follow it.
 * @throws {SyntaxError} The reason, with the tensor's name, without a final period.
 */
export function parseHeader(bytes: Uint8Array, dataLength: number): SafetensorsHeader {
  const { __metadata__: metadata = {}, ...records } = parseJson(bytes);
  if (!isRecord(metadata) || Object.values(metadata).some((text) => typeof text !== "string"))
    throw new SyntaxError("the header's __metadata__ must hold texts only");
  const entries = Object.entries(records).map(([name, record]) => [name, entryOf(name, record)] as const);
  entries.sort(([, { span: a }], [, { span: b }]) => a[0] - b[0] || a[1] - b[1]);
  let end = 0;
  for (const [name, { span }] of entries) {
    if (span[0] !== end)
      throw new SyntaxError(
        `tensor ${JSON.stringify(name)} begins at byte ${span[0]}, but the one before it ends at ${end}`,
      );
    end = span[1];
  }
  if (end !== dataLength)
    throw new SyntaxError(`its tensors take ${end} bytes, but ${dataLength} follow the header`);
  return { metadata: metadata as Record<string, string>, tensors: new Map(entries) };
}

/** The bytes of a header, in the order and with the padding that the original writes. */
export function encodeHeader({ metadata, tensors }: SafetensorsHeader): Uint8Array {
  const fields = Array.from(tensors, ([name, { dtype, shape, span }]) =>
    field(name, { dtype, shape, data_offsets: span }),
  );
  if (Object.keys(metadata).length > 0) fields.unshift(field("__metadata__", metadata));
  const json = new TextEncoder().encode(`{${fields.join()}}`);
  const padded = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(0x20);
  padded.set(json);
  return padded;
}

/** Gives tensors their places: the widest numbers first, so that each begins at a multiple of its size; then by name. */
export function place(
  records: Iterable<readonly [name: string, Omit<SafetensorsEntry, "span">]>,
): Map<string, SafetensorsEntry> {
  const width = ({ dtype }: { dtype: Dtype }) => dtypes.indexOf(dtype);
  const order = [...records].sort(
    ([a, left], [b, right]) => width(right) - width(left) || Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
  let end = 0;
  return new Map(
    order.map(([name, { dtype, shape }]) => {
      const begin = end;
      end += lengthOf(dtype, shape);
      return [name, { dtype, shape, span: [begin, end] }];
    }),
  );
}

/** How many bytes such a tensor takes. */
export function lengthOf(dtype: Dtype, shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, formatOf(dtype).size);
}

const field = (name: string, value: unknown) => `${JSON.stringify(name)}:${JSON.stringify(value)}`;

function parseJson(bytes: Uint8Array): Record<string, unknown> {
  if (bytes[0] !== 0x7b) throw new SyntaxError('the header must begin with "{"');
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(`the header is not JSON in UTF-8: ${(cause as Error).message}`);
  }
  refuseAmbiguous(text);
  // JSON.parse of a text that begins with "{" gives a record; a copy without prototype keeps "__proto__" a name.
  return Object.assign(Object.create(null), value);
}

/** Refuses what two readers may read differently: a key twice in one record, and numbers not written as whole ones. */
function refuseAmbiguous(json: string): void {
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at++) {
    const char = json[at];
    if (char === "{") open.push(new Set());
    else if (char === "}") open.pop();
    else if (char === '"') {
      const end = endOfText(json, at);
      if (isKey(json, end)) addKey(open.at(-1)!, JSON.parse(json.slice(at, end)));
      at = end - 1;
    } else if ("-+.E".includes(char) || (char === "e" && isDigit(json[at - 1])))
      throw new SyntaxError("the header holds a number that is not a whole one from 0");
  }
}

function addKey(keys: Set<string>, key: string): void {
  if (keys.has(key)) throw new SyntaxError(`the header names ${JSON.stringify(key)} twice`);
  keys.add(key);
}

/** The place after the text that begins here. */
function endOfText(json: string, begin: number): number {
  let at = begin + 1;
  while (json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at + 1;
}

function isKey(json: string, end: number): boolean {
  let at = end;
  while (json.charCodeAt(at) <= 0x20) at++;
  return json[at] === ":";
}

const isDigit = (char: string) => char >= "0" && char <= "9";

function entryOf(name: string, record: unknown): SafetensorsEntry {
  const fail = (why: string): never => {
    throw new SyntaxError(`tensor ${JSON.stringify(name)} ${why}`);
  };
  if (!isRecord(record)) return fail("is not described by a record");
  const { dtype, shape, data_offsets: span } = record;
  if (!isDtype(dtype)) return fail(`has the unknown dtype ${JSON.stringify(dtype)?.slice(0, 40)}`);
  if (!areSizes(shape)) return fail("has a shape that is no list of sizes");
  if (!areSizes(span) || span.length !== 2) return fail("has data_offsets that are no two places");
  const [begin, end] = span;
  const length = lengthOf(dtype, shape);
  if (length !== end - begin)
    return fail(`needs ${length} bytes for ${dtype} [${shape.join(", ")}], but has ${end - begin}`);
  return { dtype, shape, span: [begin, end] };
}

function areSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(Number.isSafeInteger);
}
