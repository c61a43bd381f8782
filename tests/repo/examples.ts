/** The examples of the public docstrings, as programs. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";

/** An example of a docstring: its file, the line where its code starts, and the code. */
export interface Example {
  path: string;
  line: number;
  code: string;
}

/** Every block of TypeScript code in the docstrings of a source file. */
export function examplesOf(path: string, source: string): Example[] {
  return [...source.matchAll(/^ *\* ```ts\n([\s\S]*?)^ *\* ```$/gm)].map((match) => ({
    path,
    line: source.slice(0, match.index).split("\n").length + 1,
    code: match[1].replace(/^ *\* ?/gm, ""),
  }));
}

/** Writes examples as modules into a folder of the package, where they find "noisebook" by that name; returns their paths. */
export async function writeExamples(examples: Example[], folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return Promise.all(
    examples.map(async ({ path, line, code }) => {
      const file = join(folder, `${path.replaceAll("/", "+")}-${line}.mts`);
      // A declaration of one example must not be seen by another.
      await writeFile(file, `${code}\nexport {};\n`);
      return file;
    }),
  );
}

/** Compiles the modules beside themselves; returns what the checker says against them. */
export function compileExamples(files: string[]): string[] {
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    skipLibCheck: true,
    types: ["node"],
  });
  program.emit();
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const line = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
    return `${diagnostic.file?.fileName}, line ${line + 1} of the example: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, " ")}`;
  });
}
