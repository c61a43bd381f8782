/** Which cells need the types of all of Node; the others are checked in a third of the time without them. */
import { compilerOptions } from "./compiler-options.ts";
import { ts } from "./typescript.ts";

const nodeNames = new Set([...Object.getOwnPropertyNames(globalThis), "NodeJS", "global"]);

/**
 * Tells whether a cell needs @types/node: it uses a global of Node that is not among the known ones, or imports
 * anything but the kernel's own modules, for other packages and files may build on Node's types.
 */
export function needsNode(file: ts.SourceFile, known: ReadonlySet<string>): boolean {
  const isNeeding = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node) && nodeNames.has(node.text) && !known.has(node.text)) return true;
    if (ts.isStringLiteral(node) && isSpecifier(node) && !/^(noisebook|tslab)($|\/)/.test(node.text))
      return true;
    return ts.forEachChild(node, (child) => isNeeding(child) || undefined) ?? false;
  };
  return isNeeding(file);
}

function isSpecifier({ parent }: ts.StringLiteral): boolean {
  if (ts.isCallExpression(parent)) return parent.expression.kind === ts.SyntaxKind.ImportKeyword;
  if (ts.isLiteralTypeNode(parent)) return ts.isImportTypeNode(parent.parent);
  return ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent);
}

/** The main file of @types/node, from a module of the kernel's package. */
export function nodeTypesFile(from: string): string | undefined {
  const { resolvedTypeReferenceDirective: found } = ts.resolveTypeReferenceDirective(
    "node",
    from,
    compilerOptions,
    ts.sys,
  );
  return found?.resolvedFileName;
}
