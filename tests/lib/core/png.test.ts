import assert from "node:assert/strict";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { decodePng, encodePng, random } from "../../../lib/index.ts";

interface Drawn {
  depth: number;
  /** PNG's number for it: 0 is grey, 3 a palette. */
  kind: 0 | 3;
  width: number;
  rows: number[][];
  palette?: number[];
  opacity?: number[];
  interlaced?: boolean;
}

/** A PNG file by the book, with the rows of packed bits that encoders for 8 bits never write. */
function pngOf({ depth, kind, width, rows, palette, opacity, interlaced = false }: Drawn): Uint8Array {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, rows.length);
  [depth, kind, 0, 0, Number(interlaced)].forEach((value, at) => {
    header.setUint8(8 + at, value);
  });
  const lines = rows.flatMap((row) => [0, ...packed(row, depth)]);
  return Buffer.concat([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", new Uint8Array(header.buffer)),
    ...(palette ? [chunk("PLTE", Uint8Array.from(palette))] : []),
    ...(opacity ? [chunk("tRNS", Uint8Array.from(opacity))] : []),
    chunk("IDAT", deflateSync(Uint8Array.from(lines))),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

function packed(row: number[], depth: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((row.length * depth) / 8));
  row.forEach((value, at) => {
    bytes[(at * depth) >> 3] |= value << (8 - depth - ((at * depth) & 7));
  });
  return bytes;
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** Five rows of seven values, so that the last byte of a row has bits to spare. */
const drawn = (depth: number, from = random(depth)) =>
  Array.from({ length: 5 }, () => Array.from({ length: 7 }, () => from.integer(2 ** depth)));

describe("decodePng()", () => {
  it("gives back what encodePng() was given", () => {
    for (const channels of [1, 2, 3, 4]) {
      const data = Uint8Array.from({ length: 6 * channels }, (_, at) => (at * 37) % 256);
      assert.deepEqual(decodePng(encodePng({ data, width: 3, height: 2, channels })), {
        data,
        width: 3,
        height: 2,
        channels,
      });
    }
  });

  for (const depth of [1, 2, 4, 8]) {
    it(`reads grey of ${depth} bits as bytes from 0 to 255`, async () => {
      const rows = drawn(depth);
      const file = pngOf({ depth, kind: 0, width: 7, rows });
      const { data, ...sizes } = decodePng(file);
      assert.deepEqual(sizes, { width: 7, height: 5, channels: 1 });
      assert.deepEqual(
        [...data],
        rows.flat().map((value) => (value * 255) / (2 ** depth - 1)),
      );
      assert.deepEqual(data, new Uint8Array(await sharp(file).toColourspace("b-w").raw().toBuffer()));
    });

    it(`reads palettes of ${depth} bits as their colours, with opacity where there is some`, async () => {
      const rows = drawn(depth);
      const palette = Array.from({ length: 3 * 2 ** depth }, (_, at) => (at * 89) % 256);
      const colours = pngOf({ depth, kind: 3, width: 7, rows, palette });
      const { data, ...sizes } = decodePng(colours);
      assert.deepEqual(sizes, { width: 7, height: 5, channels: 3 });
      assert.deepEqual(
        [...data],
        rows.flat().flatMap((value) => palette.slice(3 * value, 3 * value + 3)),
      );
      assert.deepEqual(data, new Uint8Array(await sharp(colours).raw().toBuffer()));
      const clear = decodePng(pngOf({ depth, kind: 3, width: 7, rows, palette, opacity: [9] }));
      assert.equal(clear.channels, 4);
      assert.deepEqual(
        [...clear.data].filter((_, at) => at % 4 === 3),
        rows.flat().map((value) => (value === 0 ? 9 : 255)),
      );
    });
  }

  it("refuses what it would read wrongly, and what is no PNG file", () => {
    const rows = drawn(1);
    assert.throws(() => decodePng(pngOf({ depth: 1, kind: 0, width: 7, rows, interlaced: true })), {
      name: "SyntaxError",
      message:
        "Cannot read PNG: it is interlaced and has fewer than 8 bits a channel; save it without interlacing",
    });
    const palette = [0, 0, 0, 1, 1, 1];
    assert.throws(() => decodePng(pngOf({ depth: 2, kind: 3, width: 2, rows: [[0, 3]], palette })), {
      name: "SyntaxError",
      message: "Cannot read PNG: a pixel has the colour 3 of a palette of 2",
    });
    assert.throws(() => decodePng(new Uint8Array(3)), /^SyntaxError: Cannot read PNG: /);
  });
});
