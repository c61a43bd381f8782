/** What a picture says of itself, to be changed. */
import { readChunks, textChunk, writeChunks } from "../../../lib/provenance/png-chunks.ts";

/** Every place of a record where a single value stands, as a list of keys. */
export function leaves(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    leaves(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** The file with other texts, its checksums right, and the signed manifest as it was. */
export function withTexts(file: Uint8Array, texts: Record<string, string>): Uint8Array {
  const others = readChunks(file).filter(({ type }) => type !== "iTXt");
  const at = others.findIndex(({ type }) => type === "IDAT");
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  return writeChunks([...others.slice(0, at), ...chunks, ...others.slice(at)]);
}
