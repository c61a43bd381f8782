/** The texts that can be debugged: cells by the names that front ends give them, and the files that cells import. */
import { existsSync, readFileSync } from "node:fs";
import type { Debugger } from "node:inspector";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { createSpill } from "../spill.ts";
import { murmur2 } from "./murmur2.ts";
import { type Mapping, readMappings } from "./source-map.ts";

/** A compiled cell that runs, or is about to. */
export interface CompiledCell {
  /** Names the cell's script in its process. */
  id: number;
  count: number;
  code: string;
  /** The source map, as JSON. */
  map: string;
}

/** A script and what it was compiled from. */
export interface Script {
  /** The source's path: of a cell the one that front ends compute from its text. */
  path: string;
  name: string;
  /** The cell's text, or undefined for a file. */
  code?: string;
  /** Gives nothing when the script is what the user wrote. */
  mappings(): Mapping[] | undefined;
  /** Matches the URL under which it runs, also before it does. */
  urlRegex: string;
}

/**
 * How front ends compute the path of a cell: PREFIX, the hash of its text, SUFFIX. Nothing is written there. The folder
 * says ipykernel because JupyterLab 4 shows "Cell [3]" in place of a path only where it finds that word.
 */
export const cellPaths = {
  hashMethod: "Murmur2",
  hashSeed: 0x4e6f6973,
  tmpFilePrefix: join(tmpdir(), `noisebook_ipykernel_${process.pid}`) + sep,
  tmpFileSuffix: ".ts",
} as const;

/** URLs of code that is neither shown nor stepped into: the kernel's and that of packages, but not the library's. */
export const foreign = [
  "^node:",
  escapeRegex(new URL("../", import.meta.url).href),
  "/node_modules/(?!noisebook/)",
];

function cellPath(code: string): string {
  return toPath(cellHash(code));
}

function cellHash(code: string): number {
  return murmur2(code, cellPaths.hashSeed);
}

function toPath(hash: number): string {
  return `${cellPaths.tmpFilePrefix}${hash}${cellPaths.tmpFileSuffix}`;
}

export interface Sources {
  /** Takes note of a cell's text before it runs, and gives its path. */
  dump(code: string): string;
  add(cell: CompiledCell): void;
  parsed(script: Debugger.ScriptParsedEventDataType): void;
  cell(id: number): Script | undefined;
  script(scriptId: string): Script | undefined;
  /** The scripts that come from a path. */
  from(path: string): Script[];
  text(path: string): string | undefined;
  /** Forgets the scripts: their process has ended. */
  clear(): void;
}

export function createSources(): Sources {
  const texts = new Map<string, string>();
  const cells = createCells();
  /** Of a cell its id. */
  const scripts = new Map<string, number | (() => Script)>();
  const files = () => [...scripts.values()].flatMap((file) => (typeof file === "number" ? [] : [file()]));
  const from = (path: string) => [...cells.from(path), ...files().filter((script) => script.path === path)];
  return {
    dump(code) {
      texts.set(cellPath(code), code);
      return cellPath(code);
    },
    add: cells.add,
    parsed({ scriptId, url, sourceMapURL = "" }) {
      if (foreign.some((pattern) => new RegExp(pattern).test(url))) return;
      const path = fileURLToPath(url);
      const [, id] = /\[cell (\d+)\]\.js$/.exec(path) ?? [];
      scripts.set(scriptId, id === undefined ? once(() => fileScript(path, sourceMapURL)) : Number(id));
    },
    cell: cells.script,
    script(scriptId) {
      const script = scripts.get(scriptId);
      return typeof script === "number" ? cells.script(script) : script?.();
    },
    from,
    text(path) {
      const code = texts.get(path) ?? from(path)[0]?.code;
      return code ?? (existsSync(path) ? readFileSync(path, "utf8") : undefined);
    },
    clear() {
      cells.clear();
      scripts.clear();
    },
  };
}

/** The cells, whose texts and maps are read only when someone debugs. */
function createCells() {
  const compiled = createSpill<CompiledCell>();
  const hashes = new Map<number, number>();
  /** Each made once, for scripts are compared by identity. */
  const made = new Map<number, Script>();
  const script = (id: number) => {
    const cell = made.has(id) ? undefined : compiled.get(id);
    if (cell) made.set(id, cellScript(cell));
    return made.get(id);
  };
  return {
    script,
    add({ id, count, code, map }: CompiledCell) {
      compiled.set(id, { id, count, code, map });
      hashes.set(id, cellHash(code));
    },
    from: (path: string) =>
      [...hashes].filter(([, hash]) => toPath(hash) === path).map(([id]) => script(id) as Script),
    clear() {
      compiled.clear();
      hashes.clear();
      made.clear();
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function cellScript({ id, count, code, map }: CompiledCell): Script {
  return {
    path: cellPath(code),
    name: `cell ${count}`,
    code,
    mappings: once(() => readMappings(JSON.parse(map).mappings)),
    urlRegex: `(\\[|%5B)cell(%20| )${id}(\\]|%5D)\\.js$`,
  };
}

/** The source of a compiled file is known from its URL's ending; its map is read when a position is asked for. */
function fileScript(path: string, mapUrl: string): Script {
  const urlRegex = `/${escapeRegex(encodeURI(basename(path)))}(\\?.*)?$`;
  const source = sourceFile(path, mapUrl);
  const mappings = once(() => {
    const map = source === undefined ? undefined : readMap(path, mapUrl);
    return map && readMappings(map.mappings);
  });
  return { path: source ?? path, name: basename(source ?? path), mappings, urlRegex };
}

/** Where a compiled file's source lies: the file itself for a map inside, which the loader of local modules adds. */
function sourceFile(path: string, mapUrl: string): string | undefined {
  if (mapUrl.startsWith("data:")) return path;
  const [source] = (mapUrl && readMap(path, mapUrl)?.sources) || [];
  const file = source === undefined ? undefined : resolve(dirname(path), source);
  return file !== undefined && existsSync(file) ? file : undefined;
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function readMap(path: string, url: string): { mappings: string; sources: string[] } | undefined {
  try {
    const [data] = /^data:application\/json;(?:charset=[^;]*;)?base64,/.exec(url) ?? [];
    const inside = data === undefined ? undefined : Buffer.from(url.slice(data.length), "base64").toString();
    return JSON.parse(inside ?? readFileSync(join(dirname(path), url), "utf8"));
  } catch {
    // A map that is not there or not readable: the script is shown as it runs.
    return undefined;
  }
}
