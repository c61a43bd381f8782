/** Unpacks a zip that a stranger made. */
import yauzl, { type Entry, type ZipFile } from "yauzl";

/** A file out of an archive. */
export interface ArchiveFile {
  /** Its name in the archive, with / between folders. */
  name: string;
  bytes: Buffer;
  modified: Date;
}

export interface ArchiveLimits {
  files: number;
  /** Bytes of one file, unpacked. */
  file: number;
  /** Bytes of all files together, unpacked. */
  total: number;
  /** How many times larger than packed a file may be, once it has more than a megabyte. */
  ratio: number;
}

/** Enough for a class of a hundred with notebooks full of pictures. */
export const archiveLimits: ArchiveLimits = {
  files: 5000,
  file: 100 * 2 ** 20,
  total: 2 ** 30,
  ratio: 200,
};

/**
 * Reads the files of a zip into memory; nothing is written anywhere. An archive with anything odd in it is refused as a
 * whole: names that lead out of its folder, links, two files of one name, encrypted ones, and more than the limits when
 * unpacked, whatever its index claims.
 *
 * @param name What to call it in an error.
 * @throws {RangeError} If it is refused, with the file in it and the reason; or if it is no zip.
 */
export async function readArchive(
  bytes: Buffer,
  name: string,
  given: Partial<ArchiveLimits> = {},
): Promise<ArchiveFile[]> {
  const limits = { ...archiveLimits, ...given };
  const refuse = (reason: string) => new RangeError(`Cannot unpack ${name}: ${reason}`);
  const files: ArchiveFile[] = [];
  try {
    const zip = await yauzl.fromBufferPromise(bytes);
    const entries = await entriesOf(zip, limits);
    let left = limits.total;
    for (const entry of entries) {
      const content = await unpacked(zip, entry, Math.min(limits.file, left));
      left -= content.length;
      files.push({ name: entry.fileName, bytes: content, modified: entry.getLastModDate() });
    }
  } catch (cause) {
    throw refuse((cause as Error).message);
  }
  return files;
}

/** The index of the archive, read and found harmless before anything is unpacked. */
async function entriesOf(zip: ZipFile, limits: ArchiveLimits): Promise<Entry[]> {
  if (zip.entryCount > limits.files)
    throw new RangeError(`it holds ${zip.entryCount} files, more than ${limits.files}`);
  const entries: Entry[] = [];
  const names = new Set<string>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    const { fileName } = entry;
    const same = fileName.normalize("NFC").toLowerCase();
    if (names.has(same)) throw new RangeError(`${shown(fileName)} is in it twice`);
    names.add(same);
    total += entry.uncompressedSize;
    const fault = faultOf(entry, limits);
    if (fault) throw new RangeError(`${shown(fileName)} ${fault}`);
    if (total > limits.total) throw new RangeError(`it unpacks to more than ${limits.total} bytes`);
    if (!fileName.endsWith("/")) entries.push(entry);
  }
  refuseOverlaps(entries);
  return entries;
}

/** The kinds of files in a Unix mode. */
const [kindMask, plainFile, folder, link] = [0xf000, 0x8000, 0x4000, 0xa000];

function faultOf(entry: Entry, limits: ArchiveLimits): string | undefined {
  const { fileName, compressedSize, uncompressedSize } = entry;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in a name.
  if (/[\u0000-\u001f\u007f\\]/.test(fileName)) return "has a name with characters that no file name has";
  if (/^\/|^[A-Za-z]:/.test(fileName)) return "has a name that begins at the root of a disk";
  if (fileName.split("/").includes("..")) return "has a name that leads out of its folder";
  if (fileName.length > 500) return "has a name that is too long";
  if (entry.isEncrypted()) return "is encrypted";
  const kind = (entry.externalFileAttributes >>> 16) & kindMask;
  if (kind === link) return "is a link";
  if (![0, plainFile, folder].includes(kind)) return "is neither a file nor a folder";
  if (uncompressedSize > limits.file) return `unpacks to ${uncompressedSize} bytes, more than ${limits.file}`;
  if (uncompressedSize > 2 ** 20 && uncompressedSize > limits.ratio * compressedSize)
    return `unpacks to ${Math.round(uncompressedSize / Math.max(1, compressedSize))} times its size`;
  return undefined;
}

/** Files that share their packed bytes unpack to far more than the archive could hold. */
function refuseOverlaps(entries: Entry[]): void {
  const sorted = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  for (const [at, entry] of sorted.entries()) {
    const next = sorted[at + 1];
    const end = entry.relativeOffsetOfLocalHeader + entry.compressedSize;
    if (next && end > next.relativeOffsetOfLocalHeader)
      throw new RangeError(`${shown(entry.fileName)} and ${shown(next.fileName)} overlap`);
  }
}

/** Counts what comes out: the size in the index is the maker's word. */
async function unpacked(zip: ZipFile, entry: Entry, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of await zip.openReadStreamPromise(entry)) {
    size += (part as Buffer).length;
    if (size > most) throw new RangeError(`${shown(entry.fileName)} unpacks to more than ${most} bytes`);
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

const shown = (name: string) => JSON.stringify(name.length > 80 ? `${name.slice(0, 79)}…` : name);
