import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { buildLesson, lessonNames } from "../../lessons/build.ts";
import { displaySymbol, type Figure, type Verdict } from "../../lib/index.ts";
import { root } from "../root.ts";

/** What the kernel gives a cell, as far as lessons use it. */
const globals = `
declare function display(value: unknown): void;
declare function slider(min: number, max: number, options?: { value?: number }): { value: number };
declare function interact<C extends Record<string, { value: unknown }>>(
  controls: C, draw: (values: { [Name in keyof C]: C[Name]["value"] }) => unknown): void;
declare function show(id: string, value: unknown): void;
export {};
`;

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.NodeNext,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: ["node"],
};

/** The cells of a lesson as one module, in which the value at the end of each cell is shown. */
function moduleOf(lesson: string): string {
  const cells = buildLesson(lesson, { solutions: true }).cells.filter(
    ({ cell_type }) => cell_type === "code",
  );
  const shown = cells.map(({ id, source }) => {
    const code = source.join("");
    const last = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ES2022, true).statements.at(-1);
    if (!last || !ts.isExpressionStatement(last)) return code;
    return `${code.slice(0, last.getStart())}show(${JSON.stringify(id)}, ${last.expression.getText()});`;
  });
  return [globals, ...shown].join("\n");
}

for (const lesson of lessonNames())
  describe(`lesson ${lesson}, with its solutions`, function () {
    this.timeout(60_000);
    const folder = join(root, "dist/tests/lessons/modules");
    const path = join(folder, `${lesson}.ts`);
    const values = new Map<string, unknown>();

    before(() => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, moduleOf(lesson));
    });
    after(() => rmSync(folder, { recursive: true }));

    it("has cells without type errors", () => {
      const program = ts.createProgram([path], compilerOptions);
      const found = ts.getPreEmitDiagnostics(program).map(({ messageText, start, file }) => {
        const line = file?.text.slice(0, start).split("\n").at(-1);
        return `${ts.flattenDiagnosticMessageText(messageText, " ")} at: ${line}`;
      });
      assert.deepEqual(found, []);
    });

    it("runs from top to bottom within 20 seconds", async () => {
      const give = globalThis as Record<string, unknown>;
      let sliders = 0;
      let displays = 0;
      give.show = (id: string, value: unknown) => values.set(id, value);
      give.display = (value: unknown) => values.set(`display ${++displays}`, value);
      give.slider = (min: number, _max: number, { value = min } = {}) => ({ value });
      give.interact = (controls: Record<string, { value: unknown }>, draw: (values: object) => unknown) => {
        const now = Object.entries(controls).map(([name, { value }]) => [name, value]);
        values.set(`interact ${++sliders}`, draw(Object.fromEntries(now)));
      };
      const start = performance.now();
      const esm = { ...compilerOptions, module: ts.ModuleKind.ESNext };
      const code = ts.transpileModule(moduleOf(lesson), { compilerOptions: esm }).outputText;
      writeFileSync(path.replace(/ts$/, "mjs"), code);
      await import(pathToFileURL(path.replace(/ts$/, "mjs")).href);
      for (const value of values.values()) if (isFigure(value)) await value[displaySymbol]();
      assert.ok(performance.now() - start < 60_000);
    });

    it("passes all its checks, and they are worth ten points", () => {
      const verdicts = [...values]
        .filter(([id]) => id.startsWith("check-"))
        .map(([, value]) => value as Verdict);
      assert.deepEqual(
        verdicts.map(({ finding }) => finding),
        verdicts.map(() => "right"),
      );
      assert.equal(
        verdicts.reduce((sum, { points }) => sum + points, 0),
        10,
      );
    });

    it("shows figures of less than 300 kB", async () => {
      for (const [id, value] of values)
        if (isFigure(value)) {
          const size = JSON.stringify(await value[displaySymbol]()).length;
          assert.ok(size < 300_000, `${id}: ${size}`);
        }
    });
  });

function isFigure(value: unknown): value is Figure {
  return typeof value === "object" && value !== null && displaySymbol in value;
}
