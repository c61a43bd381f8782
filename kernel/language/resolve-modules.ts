import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { compilerOptions } from "./compiler-options.ts";
import { packageRoot } from "./package-root.ts";
import { ts } from "./typescript.ts";

type Resolve = NonNullable<ts.LanguageServiceHost["resolveModuleNameLiterals"]>;

/** A file of the kernel's package, whose own dependencies cells may import too. */
export const inPackage = join(packageRoot, "dist/kernel/cell.ts");

/** What packages import from each other, and what is known of their package.json. */
export const packages = ts.createModuleResolutionCache(packageRoot, (path) => path, compilerOptions);

/** Types of the module that cells get for "tslab". */
const tslabTypes = join(packageRoot, "dist/kernel/tslab/module.d.ts");

/**
 * Resolves as from the importing file, else as from the kernel's own package.
 *
 * @param isCell Tells whether a path is a cell's.
 */
export function moduleResolver(isCell: (path: string) => boolean): Resolve {
  return (literals, from, redirected) =>
    literals.map(({ text }) => {
      const path = join(dirname(from), text);
      if (text.startsWith("./") && isCell(path)) return resolved(path, ts.Extension.Ts);
      // Node's own are declared in @types/node, whatever package of that name lies on the disk.
      if (isBuiltin(text)) return { resolvedModule: undefined };
      if (text === "tslab") return resolved(tslabTypes, ts.Extension.Dts);
      // Only packages are remembered: what a cell imports may be installed or written at any time.
      const remembered = isOfPackage(from) ? packages : undefined;
      const found = ts.resolveModuleName(text, from, compilerOptions, ts.sys, remembered, redirected);
      if (found.resolvedModule || text.startsWith(".")) return found;
      return ts.resolveModuleName(text, inPackage, compilerOptions, ts.sys);
    });
}

/** Tells whether a file is not the user's: it stays what it is while a kernel runs. */
export function isOfPackage(path: string): boolean {
  return path.includes("/node_modules/") || path.startsWith(packageRoot);
}

function resolved(
  resolvedFileName: string,
  extension: ts.Extension,
): ts.ResolvedModuleWithFailedLookupLocations {
  return { resolvedModule: { resolvedFileName, extension, isExternalLibraryImport: false } };
}
