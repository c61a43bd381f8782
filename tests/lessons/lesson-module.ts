/** The code of a lesson as one TypeScript module, to be checked and run without a kernel. */
import ts from "typescript";
import { compilerOptions } from "../../kernel/language/compiler-options.ts";
import { globalDeclarations } from "../../kernel/widgets/globals.ts";
import { buildLesson } from "../../lessons/build.ts";

/** The cells of a lesson with their solutions, one after the other; the value at the end of each cell is shown. */
export function lessonModule(lesson: string): string {
  const cells = buildLesson(lesson, { solutions: true }).cells.filter(
    ({ cell_type }) => cell_type === "code",
  );
  const shown = cells.map(({ id, source }) => {
    const code = source.join("");
    const last = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ES2022, true).statements.at(-1);
    if (!last || !ts.isExpressionStatement(last)) return code;
    return `${code.slice(0, last.getStart())}show(${JSON.stringify(id)}, ${last.expression.getText()});`;
  });
  // In a notebook a cell sees the declared type; in one module TypeScript would know the value.
  const scale = /^const SCALE: (.+) = ("\w+");/m;
  const code = shown.map((cell) => cell.replace(scale, "const SCALE = $2 as $1;"));
  return ["declare function show(id: string, value: unknown): void;", ...code, "export {};"].join("\n");
}

/** What cells have as globals. */
export const cellGlobals = globalDeclarations;

/** The faults that TypeScript finds in files, checked as cells are; each names its file and line. */
export function typeErrors(paths: string[]): string[] {
  const program = ts.createProgram(paths, {
    ...compilerOptions,
    lib: ["lib.es2023.d.ts"],
    types: ["node"],
    noEmit: true,
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText, start, file }) => {
    const line = file?.text.slice(0, start).split("\n").at(-1);
    const end = file?.text.slice(start).split("\n")[0];
    return `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")} at: ${line}${end}`;
  });
}
