/** Writes zips by hand, also such as no honest program writes. */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  name: string;
  content: string | Buffer;
  /** Unix mode with the kind of file. */
  mode?: number;
  /** What the index claims the unpacked size to be. */
  claims?: number;
  /** The general flags; 1 is encrypted. */
  flags?: number;
  /** Its time and date, as DOS has them; noon of the first day of 2026 unless given. */
  modified?: readonly [time: number, date: number];
  /** Points to the packed bytes of the entry before. */
  shares?: boolean;
}

const noon = [0x6000, 0x5c21] as const;

export function zip(...entries: ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const index: Buffer[] = [];
  let [at, last] = [0, 0];
  for (const entry of entries) {
    const content = Buffer.from(entry.content as string);
    const packed = deflateRawSync(content);
    const name = Buffer.from(entry.name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(entry.flags ?? 0x800, 2);
    fields.writeUInt16LE(8, 4);
    for (const [at, word] of (entry.modified ?? noon).entries()) fields.writeUInt16LE(word, 6 + 2 * at);
    fields.writeUInt32LE(checksum(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(entry.claims ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(0x0314, 4);
    fields.copy(central, 6);
    central.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38);
    if (!entry.shares) last = at;
    central.writeUInt32LE(last, 42);
    index.push(central, name);
    if (entry.shares) continue;
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), fields, name, packed]);
    parts.push(local);
    at += local.length;
  }
  const size = index.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...index, end]);
}

/** CRC-32, which Node 20 has only in its newest releases. */
function checksum(bytes: Buffer): number {
  if (typeof crc32 === "function") return crc32(bytes);
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
