/** The pieces of a PNG file, for the texts in it: PNG specification, third edition, sections 5 and 11.3.3. */
import { crc32, inflateSync } from "node:zlib";

/** One piece: four letters, and its content. */
export interface PngChunk {
  type: string;
  data: Uint8Array;
}

const signature = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);

/**
 * Takes a PNG file apart.
 *
 * @throws {SyntaxError} If the bytes are no PNG file, a piece is cut short, a checksum does not fit, or something follows the
 *   end.
 */
export function readChunks(file: Uint8Array): PngChunk[] {
  const fail = (why: string): never => {
    throw new SyntaxError(`Cannot read PNG: ${why}`);
  };
  if (signature.some((byte, at) => file[at] !== byte)) fail("the file does not start as one");
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks: PngChunk[] = [];
  for (let at = 8; at < file.length; ) {
    if (at + 12 > file.length) fail(`a piece at byte ${at} is cut short`);
    const end = at + 8 + view.getUint32(at);
    const type = latin(file.subarray(at + 4, at + 8));
    if (end + 4 > file.length) fail(`the piece ${type} at byte ${at} is cut short`);
    if (crc32(file.subarray(at + 4, end)) !== view.getUint32(end))
      fail(`the checksum of the piece ${type} at byte ${at} does not fit`);
    chunks.push({ type, data: file.slice(at + 8, end) });
    at = end + 4;
    if (type === "IEND" && at !== file.length) fail(`${file.length - at} bytes follow the end`);
  }
  if (chunks[chunks.length - 1]?.type !== "IEND") fail("the end is missing");
  return chunks;
}

/** Puts a PNG file together. */
export function writeChunks(chunks: readonly PngChunk[]): Uint8Array {
  const parts: Uint8Array[] = [signature];
  for (const { type, data } of chunks) {
    const part = new Uint8Array(12 + data.length);
    const view = new DataView(part.buffer);
    view.setUint32(0, data.length);
    part.set(Buffer.from(type, "latin1"), 4);
    part.set(data, 8);
    view.setUint32(8 + data.length, crc32(part.subarray(4, 8 + data.length)));
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** A text in UTF-8, not packed: iTXt. */
export function textChunk(keyword: string, text: string): PngChunk {
  return { type: "iTXt", data: Buffer.from(`${keyword}\0\0\0\0\0${text}`, "utf8") };
}

/** The texts of a file by keyword; of two with one keyword, the first. */
export function textsOf(chunks: readonly PngChunk[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { type, data } of chunks) {
    const [keyword, text] =
      type === "iTXt" ? readInternational(data) : type === "tEXt" ? readLatin(data) : [];
    if (keyword && text !== undefined) texts[keyword] ??= text;
  }
  return texts;
}

function readLatin(data: Uint8Array): [string, string] {
  const end = data.indexOf(0);
  return [latin(data.subarray(0, end)), latin(data.subarray(end + 1))];
}

function readInternational(data: Uint8Array): [string, string] {
  const end = data.indexOf(0);
  const packed = data[end + 1] === 1;
  const translated = data.indexOf(0, data.indexOf(0, end + 3) + 1);
  const text = data.subarray(translated + 1);
  return [latin(data.subarray(0, end)), Buffer.from(packed ? inflateSync(text) : text).toString("utf8")];
}

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
