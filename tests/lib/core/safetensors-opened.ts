/** Files of the safetensors format, made by hand. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openSafetensors } from "../../../lib/core/safetensors.ts";

/** Writes these bytes to a file of the folder and opens it. */
export async function opened(bytes: Uint8Array, folder: string) {
  const path = join(folder, "x.safetensors");
  await writeFile(path, bytes);
  return openSafetensors(path);
}

/** A file with this header, written as it stands, and so many bytes after it. */
export function fileOf(header: string, dataLength: number): Buffer {
  const json = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(dataLength)]);
}
