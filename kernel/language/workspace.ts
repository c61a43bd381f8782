/** The files that TypeScript's language service sees: the cell at hand, earlier cells, the globals, and the disk. */
import { statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { globalDeclarations } from "../widgets/globals.ts";
import { type CellChain, type CellModule, createCellChain } from "./cell-chain.ts";
import { needsNode, nodeTypesFile } from "./node-types.ts";
import { packageRoot } from "./package-root.ts";
import { inPackage, moduleResolver } from "./resolve-modules.ts";
import { ts } from "./typescript.ts";

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts", "lib.esnext.collection.d.ts"],
  types: [],
  strict: true,
  // Quick experiments need not type every parameter or caught error.
  noImplicitAny: false,
  useUnknownInCatchVariables: false,
  isolatedModules: true,
  allowImportingTsExtensions: true,
  noEmitOnError: false,
  resolveJsonModule: true,
  esModuleInterop: true,
  allowJs: true,
  skipLibCheck: true,
  sourceMap: true,
};

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
  open(code: string, options?: { isOpen: boolean }): OpenCell;
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
  const nodeTypes = nodeTypesFile(inPackage, options) ?? nodeBasics;
  const state = { module: chain.moduleOf(""), version: 0, node: nodeBasics };
  const virtual = (path: string) => {
    if (path === current) return state.module.text;
    if (path === widgets) return widgetDeclarations;
    return dirname(path) === cwd ? chain.text(basename(path)) : undefined;
  };
  const host = serviceHost(cwd, virtual);
  host.getScriptFileNames = () => [globals, widgets, state.node, current];
  host.getScriptVersion = (path) => (path === current ? String(state.version) : diskVersion(path));
  const service = ts.createLanguageService(host, documents);
  const program = () => service.getProgram() as ts.Program;
  const known = new Set(
    program()
      .getTypeChecker()
      .getSymbolsInScope(program().getSourceFile(current) as ts.SourceFile, ts.SymbolFlags.Value)
      .map(({ name }) => name),
  );
  return {
    chain,
    service,
    open(code, how) {
      state.module = chain.moduleOf(code, how);
      state.version += 1;
      const isBasic = state.node === nodeBasics && !needsNode(state.module.file, known);
      // A package may bring Node's types along, which would then be there twice.
      if (!isBasic || program().getSourceFile(nodeTypes)) state.node = nodeTypes;
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
  return {
    ...ts.sys,
    getCompilationSettings: () => options,
    getCurrentDirectory: () => cwd,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [],
    getScriptVersion: diskVersion,
    getScriptSnapshot(path) {
      const text = virtual(path) ?? ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    fileExists: (path) => virtual(path) !== undefined || ts.sys.fileExists(path),
    readFile: (path) => virtual(path) ?? ts.sys.readFile(path),
    resolveModuleNameLiterals: moduleResolver(options, (path) => virtual(path) !== undefined),
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  };
}

/** Files of packages do not change while a kernel runs; those of the user do. */
function diskVersion(path: string): string {
  if (path.includes("/node_modules/")) return "1";
  return String(statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 1);
}
