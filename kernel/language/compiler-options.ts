/** How strictly cells are checked, and what they are compiled to. */
import { ts } from "./typescript.ts";

export const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
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
