import { ts } from "./typescript.ts";

/** Turns one TypeScript module into JavaScript for Node, with its source map inside; types are not checked. */
export function transpileModule(source: string, path: string): string {
  return ts.transpileModule(source, {
    fileName: path,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      inlineSourceMap: true,
      inlineSources: true,
    },
  }).outputText;
}
