import { dirname, join } from "node:path";
import { packageRoot } from "./package-root.ts";
import { ts } from "./typescript.ts";

type Resolve = NonNullable<ts.LanguageServiceHost["resolveModuleNameLiterals"]>;

/** A file of the kernel's package, whose own dependencies cells may import too. */
export const inPackage = join(packageRoot, "dist/kernel/cell.ts");

let packages: ts.ModuleResolutionCache | undefined;

/**
 * Resolves as from the importing file, else as from the kernel's own package.
 *
 * @param isCell Tells whether a path is a cell's.
 */
export function moduleResolver(options: ts.CompilerOptions, isCell: (path: string) => boolean): Resolve {
  packages ??= ts.createModuleResolutionCache(packageRoot, (path) => path, options);
  return (literals, from, redirected) =>
    literals.map(({ text }) => {
      const path = join(dirname(from), text);
      if (text.startsWith("./") && isCell(path)) return cellFile(path);
      // Only packages are remembered: what a cell imports may be installed or written at any time.
      const remembered = from.includes("/node_modules/") ? packages : undefined;
      const found = ts.resolveModuleName(text, from, options, ts.sys, remembered, redirected);
      if (found.resolvedModule || text.startsWith(".")) return found;
      return ts.resolveModuleName(text, inPackage, options, ts.sys);
    });
}

function cellFile(path: string): ts.ResolvedModuleWithFailedLookupLocations {
  return { resolvedModule: { resolvedFileName: path, extension: ".ts", isExternalLibraryImport: false } };
}
