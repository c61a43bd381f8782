import assert from "node:assert/strict";
import ts from "typescript";
import { installDisplay } from "../../../kernel/display/index.ts";
import { globalDeclarations } from "../../../kernel/widgets/globals.ts";
import { installWidgets } from "../../../kernel/widgets/index.ts";
import { fakePage } from "../display/fake-page.ts";

/** Type errors of a cell that sees the declarations, as "line: message". */
function check(cell: string): string[] {
  const files = new Map([
    ["/cell.ts", `${cell}\nexport {};`],
    ["/globals.d.ts", globalDeclarations()],
  ]);
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts"],
    module: ts.ModuleKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.getSourceFile = (path, target, ...rest) => {
    const text = files.get(path);
    return text === undefined
      ? getSourceFile(path, target, ...rest)
      : ts.createSourceFile(path, text, target);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n").split(/\n| in type/)[0]}`;
  });
}

describe("globalDeclarations", () => {
  it("declares exactly what the runner installs", () => {
    const globals: Record<string, unknown> = {};
    installDisplay(fakePage(), globals);
    installWidgets(fakePage(), globals);
    const declared = [...globalDeclarations().matchAll(/^ {2}const (\w+):/gm)].map(([, name]) => name);
    assert.deepEqual(declared.sort(), Object.keys(globals).sort());
  });

  it("types cells: arguments follow from controls, and mistakes are found", () => {
    const errors = check(
      [
        "interact({ t: slider(0, 999), target: dropdown(['v', 'eps']) }, ({ t, target }) => {",
        "  const exact: [number, 'v' | 'eps'] = [t, target];",
        "  t.toUpperCase();",
        "  return exact;",
        "});",
        "display(html`<b>x</b>`, { id: 'x' });",
        "display(1, { ident: 'x' });",
        "const bar = progress({ max: 10 });",
        "bar.value = 'full';",
        "slider(0, 9).set({ readout_format: 'd', maximum: 3 });",
      ].join("\n"),
    );
    assert.deepEqual(errors, [
      "3: Property 'toUpperCase' does not exist on type 'number'.",
      "7: Object literal may only specify known properties, and 'ident' does not exist",
      "9: Type 'string' is not assignable to type 'number'.",
      "10: Object literal may only specify known properties, and 'maximum' does not exist",
    ]);
  });
});
