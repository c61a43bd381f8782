import { cellTransformer } from "./cell-transformer.ts";
import type { FunctionUses } from "./function-uses.ts";
import { topLevel } from "./top-level.ts";
import { ts } from "./typescript.ts";
import type { OpenCell } from "./workspace.ts";

/** JavaScript whose value is the cell as a function, and its source map as JSON. */
export interface Emitted {
  js: string;
  map: string;
}

/** Compiles the cell at hand. */
export function emit({ cell, program, file }: OpenCell, uses: FunctionUses): Emitted {
  const statements = file.statements.filter(
    (each) => each.getStart(file) < cell.length && !ts.isEmptyStatement(each),
  );
  const names = topLevel(file.statements);
  const transformer = cellTransformer({ checker: program.getTypeChecker(), statements, names, uses });
  const result: Emitted = { js: "", map: "" };
  const write = (name: string, text: string) => {
    if (name.endsWith(".map")) result.map = text;
    else result.js = text.replace(/^\/\/# sourceMappingURL=.*$/m, "");
  };
  program.emit(file, write, undefined, false, {
    before: [transformer],
    after: [() => (each) => withoutModuleMark(each as ts.SourceFile)],
  });
  return result;
}

/** TypeScript marks a module that exports nothing with `export {}`, which a script cannot have. */
function withoutModuleMark(file: ts.SourceFile): ts.SourceFile {
  return ts.factory.updateSourceFile(
    file,
    file.statements.filter((each) => !ts.isExportDeclaration(each)),
  );
}
