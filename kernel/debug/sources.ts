/** The texts that can be debugged: cells by the names that front ends give them, and the files that cells import. */
import { existsSync, readFileSync } from "node:fs";
import type { Debugger } from "node:inspector";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
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

export function cellPath(code: string): string {
  return `${cellPaths.tmpFilePrefix}${murmur2(code, cellPaths.hashSeed)}${cellPaths.tmpFileSuffix}`;
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
  const cells = new Map<number, () => Script>();
  const scripts = new Map<string, () => Script>();
  const all = () => [...cells.values(), ...scripts.values()].map((script) => script());
  return {
    dump(code) {
      texts.set(cellPath(code), code);
      return cellPath(code);
    },
    add(cell) {
      cells.set(
        cell.id,
        once(() => cellScript(cell)),
      );
    },
    parsed({ scriptId, url, sourceMapURL = "" }) {
      if (foreign.some((pattern) => new RegExp(pattern).test(url))) return;
      const path = fileURLToPath(url);
      const [, id] = /\[cell (\d+)\]\.js$/.exec(path) ?? [];
      scripts.set(scriptId, cells.get(Number(id)) ?? once(() => fileScript(path, sourceMapURL)));
    },
    cell: (id) => cells.get(id)?.(),
    script: (scriptId) => scripts.get(scriptId)?.(),
    from: (path) => [...new Set(all().filter((script) => script.path === path))],
    text(path) {
      const code = texts.get(path) ?? all().find((script) => script.path === path)?.code;
      return code ?? (existsSync(path) ? readFileSync(path, "utf8") : undefined);
    },
    clear() {
      cells.clear();
      scripts.clear();
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
