/** A folder of downloaded files: nothing outside of it is read, and no file of a kind that can run code. */
import { readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import type { ConfigRecord } from "./config-record.ts";

export interface ModelFolder {
  /** As it was given. */
  path: string;
  /** The place of a file by its name inside the folder; undefined if there is none. */
  find(name: string): Promise<string | undefined>;
  /** The same, for a file that must be there. */
  need(name: string): Promise<string>;
  /** What a JSON file holds; it must be a record. */
  json(name: string): Promise<ConfigRecord>;
  /** A text file. */
  text(name: string): Promise<string>;
}

/** The longest JSON or text file that is read: a tokenizer's is 2 to 4 MB. */
const longestText = 2 ** 26;

/**
 * Opens a folder of model files.
 *
 * @throws {RangeError} If it is no folder, or later, if a file is missing, too long, or leads out of the folder.
 */
export async function openFolder(path: string): Promise<ModelFolder> {
  const root = await realpath(path).catch(() => undefined);
  if (root === undefined || !(await stat(root)).isDirectory())
    throw new RangeError(`Cannot open ${path}: there is no such folder`);
  const find = async (name: string) => {
    const place = await realpath(join(root, name)).catch(() => undefined);
    if (!isInside(name)) throw leaves(path, name);
    if (place !== undefined && !isInside(relative(root, place))) throw leaves(path, name);
    return place;
  };
  const need = async (name: string) => {
    const place = await find(name);
    if (place !== undefined) return place;
    throw new RangeError(`Cannot open ${path}: the file ${name} is missing; download the whole folder`);
  };
  const text = async (name: string) => {
    const place = await need(name);
    const { size } = await stat(place);
    if (size > longestText)
      throw new RangeError(`Cannot read ${name}: it may have ${longestText} bytes at most, got ${size}`);
    return readFile(place, "utf8");
  };
  return { path, find, need, text, json: async (name) => parseRecord(await text(name), join(path, name)) };
}

function isInside(way: string): boolean {
  return !isAbsolute(way) && !way.split(/[/\\]/).includes("..") && way !== "" && !way.includes(`..${sep}`);
}

function leaves(path: string, name: string): RangeError {
  return new RangeError(
    `Cannot open ${path}: ${name} leads out of the folder; copy the files themselves into it, as "cp -rL" does with links`,
  );
}

/** A record from a text; "__proto__" in it is a name like any other. */
export function parseRecord(text: string, path: string): ConfigRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(`Cannot read ${path}: it is not JSON: ${(cause as Error).message}`, { cause });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new SyntaxError(`Cannot read ${path}: it must hold a record`);
  return Object.assign(Object.create(null), value);
}
