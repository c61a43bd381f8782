/** The files that TypeScript's language service sees: the cell at hand, earlier cells, the globals, and the disk. */
import { statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { globalDeclarations } from "../widgets/globals.ts";
import { type CellChain, type CellModule, createCellChain, type ModuleOptions } from "./cell-chain.ts";
import { compilerOptions } from "./compiler-options.ts";
import { libraryFile, libraryTextOf } from "./library.ts";
import { needsNode, nodeTypesFile } from "./node-types.ts";
import { packageRoot } from "./package-root.ts";
import { inPackage, isOfPackage, moduleResolver, packages } from "./resolve-modules.ts";
import { ts } from "./typescript.ts";

const globals = join(packageRoot, "kernel/assets/globals.d.ts");
const nodeBasics = join(packageRoot, "kernel/assets/node-basics.d.ts");
const widgets = join(packageRoot, "kernel/assets/[widgets].d.ts");
const widgetDeclarations = globalDeclarations();
/** Parsed files, shared by all workspaces of the process. */
const documents = ts.createDocumentRegistry();

export interface Workspace {
  readonly chain: CellChain;
  readonly service: ts.LanguageService;
  /** Makes some code the cell at hand, and returns its module and its place in the program. */
  open(code: string, options?: ModuleOptions): OpenCell;
  /** Node's globals of which the program does not know the types yet. */
  unknownGlobals(): string[];
}

export interface OpenCell {
  cell: CellModule;
  program: ts.Program;
  file: ts.SourceFile;
}

export function openWorkspace(cwd: string): Workspace {
  const chain = createCellChain();
  const current = join(cwd, "[cell].ts");
  const nodeTypes = nodeTypesFile(inPackage) ?? nodeBasics;
  const state = { module: chain.moduleOf(""), version: 0, node: nodeBasics };
  const virtual = (path: string) => {
    if (path === current) return state.module.text;
    if (path === widgets) return widgetDeclarations;
    const library = libraryTextOf(path);
    if (library !== undefined) return library;
    return dirname(path) === cwd ? chain.text(basename(path)) : undefined;
  };
  const host = serviceHost(cwd, virtual);
  host.getScriptFileNames = () => [globals, widgets, state.node, current];
  host.getProjectVersion = () => String(state.version);
  const versionOf = host.getScriptVersion;
  host.getScriptVersion = (path) => {
    if (path === current) return String(state.version);
    return virtual(path) === undefined ? versionOf(path) : "1";
  };
  const service = ts.createLanguageService(host, documents);
  const program = () => service.getProgram() as ts.Program;
  const known = valueNames(program(), current);
  return {
    chain,
    service,
    open(code, options) {
      state.module = chain.moduleOf(code, options);
      state.version += 1;
      if (needsNode(state.module.file, known)) state.node = nodeTypes;
      // A package may bring Node's types along, which would then be there twice.
      if (state.node === nodeBasics && program().getSourceFile(nodeTypes)) {
        state.node = nodeTypes;
        state.version += 1;
      }
      return {
        cell: state.module,
        program: program(),
        file: program().getSourceFile(current) as ts.SourceFile,
      };
    },
    unknownGlobals: () =>
      state.node === nodeBasics
        ? Object.getOwnPropertyNames(globalThis).filter((name) => !known.has(name))
        : [],
  };
}

function serviceHost(cwd: string, virtual: (path: string) => string | undefined): ts.LanguageServiceHost {
  const versionOf = diskVersions();
  const host = {
    ...ts.sys,
    getCompilationSettings: () => compilerOptions,
    getCurrentDirectory: () => cwd,
    getDefaultLibFileName: () => libraryFile,
    getScriptFileNames: () => [],
    getScriptVersion: versionOf,
    getScriptSnapshot(path: string) {
      const text = virtual(path) ?? readVersion(path, versionOf(path));
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    fileExists: (path: string) => virtual(path) !== undefined || ts.sys.fileExists(path),
    readFile: (path: string) => virtual(path) ?? ts.sys.readFile(path),
    resolveModuleNameLiterals: moduleResolver((path) => virtual(path) !== undefined),
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    // Not in its declared interface; without it, each update reads the package.json of each package anew.
    getModuleResolutionCache: () => packages,
  };
  return host;
}

/** The globals of a file. */
function valueNames(program: ts.Program, path: string): Set<string> {
  const file = program.getSourceFile(path) as ts.SourceFile;
  const symbols = program.getTypeChecker().getSymbolsInScope(file, ts.SymbolFlags.Value);
  return new Set(symbols.map(({ name }) => name));
}

/** Files of the disk as they were read last; TypeScript asks for the text of each at every update. */
const texts = new Map<string, { version: string; text: string | undefined }>();

function readVersion(path: string, version: string): string | undefined {
  if (texts.get(path)?.version !== version) texts.set(path, { version, text: ts.sys.readFile(path) });
  return texts.get(path)?.text;
}

/** Tells versions of files: those of packages, the kernel's own among them, are looked at once in a kernel's life. */
function diskVersions(): (path: string) => string {
  const known = new Map<string, string>();
  return (path) => {
    const seen = known.get(path);
    if (seen !== undefined) return seen;
    // A snapshot knows the package manager's packages by their versions; the kernel's own may be built anew.
    const isFixed = path.includes("/node_modules/");
    const version = isFixed ? "1" : String(statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 1);
    if (isOfPackage(path)) known.set(path, version);
    return version;
  };
}
