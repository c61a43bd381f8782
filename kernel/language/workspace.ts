/** The files that TypeScript's language service sees: the cell at hand, earlier cells, the globals, and the disk. */
import { statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { globalDeclarations } from "../widgets/globals.ts";
import { type CellChain, type CellModule, createCellChain } from "./cell-chain.ts";
import { ts } from "./typescript.ts";

/** The root of the kernel's package, whose own dependencies cells may import too. */
const packageRoot = fileURLToPath(new URL("../../..", import.meta.url));

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts", "lib.esnext.collection.d.ts"],
  types: ["node"],
  typeRoots: [join(packageRoot, "node_modules/@types")],
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

export interface Workspace {
  readonly chain: CellChain;
  readonly service: ts.LanguageService;
  /** Makes some code the cell at hand, and returns its module and its place in the program. */
  open(code: string, options?: { isOpen: boolean }): OpenCell;
}

export interface OpenCell {
  cell: CellModule;
  program: ts.Program;
  file: ts.SourceFile;
}

export function openWorkspace(cwd: string): Workspace {
  const chain = createCellChain();
  const current = join(cwd, "[cell].ts");
  const globals = join(packageRoot, "kernel/assets/globals.d.ts");
  const widgets = join(packageRoot, "kernel/assets/[widgets].d.ts");
  const declarations = globalDeclarations();
  let module: CellModule = chain.moduleOf("");
  let version = 0;
  const virtual = (path: string) => {
    if (path === current) return module.text;
    if (path === widgets) return declarations;
    return dirname(path) === cwd ? chain.text(basename(path)) : undefined;
  };
  const host: ts.LanguageServiceHost = {
    ...ts.sys,
    getCompilationSettings: () => options,
    getCurrentDirectory: () => cwd,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [globals, widgets, current],
    getScriptVersion: (path) => (path === current ? String(version) : diskVersion(path)),
    getScriptSnapshot(path) {
      const text = virtual(path) ?? ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    fileExists: (path) => virtual(path) !== undefined || ts.sys.fileExists(path),
    readFile: (path) => virtual(path) ?? ts.sys.readFile(path),
    resolveModuleNameLiterals: resolver(virtual),
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  };
  const service = ts.createLanguageService(host);
  return {
    chain,
    service,
    open(code, options) {
      module = chain.moduleOf(code, options);
      version += 1;
      const program = service.getProgram() as ts.Program;
      return { cell: module, program, file: program.getSourceFile(current) as ts.SourceFile };
    },
  };
}

/** Files of packages do not change while a kernel runs; those of the user do. */
function diskVersion(path: string): string {
  if (path.includes("/node_modules/") || path.startsWith(join(packageRoot, "dist/"))) return "1";
  return String(statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 1);
}

/** Resolves as from the importing file, else as from the kernel's own package. */
function resolver(
  virtual: (path: string) => string | undefined,
): NonNullable<ts.LanguageServiceHost["resolveModuleNameLiterals"]> {
  const cache = ts.createModuleResolutionCache(packageRoot, (path) => path, options);
  const inPackage = join(packageRoot, "dist/kernel/cell.ts");
  return (literals, from, redirected) =>
    literals.map(({ text }) => {
      const own = text.startsWith("./") && join(dirname(from), text);
      if (own && virtual(own) !== undefined)
        return {
          resolvedModule: { resolvedFileName: own, extension: ".ts", isExternalLibraryImport: false },
        };
      const fixed = from.includes("/node_modules/") ? cache : undefined;
      const found = ts.resolveModuleName(text, from, options, ts.sys, fixed, redirected);
      if (found.resolvedModule || text.startsWith(".")) return found;
      return ts.resolveModuleName(text, inPackage, options, ts.sys, cache);
    });
}
