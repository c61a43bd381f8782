import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { compilerOptions } from "../../kernel/language/compiler-options.ts";
import { displaySymbol, type Figure, type Verdict } from "../../lib/index.ts";
import { root } from "../root.ts";
import { lessonModule } from "./lesson-module.ts";

/** Lessons that take seconds; tests/long runs them all, in kernels. */
const lessons = ["02-forward-noising"];

for (const lesson of lessons)
  describe(`lesson ${lesson}, with its solutions`, function () {
    this.timeout(60_000);
    const folder = join(root, "dist/tests/lessons/modules");
    const path = join(folder, `${lesson}.mjs`);
    const values = new Map<string, unknown>();

    before(() => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, ts.transpileModule(lessonModule(lesson), { compilerOptions }).outputText);
    });
    after(() => rmSync(folder, { recursive: true }));

    it("runs from top to bottom", async () => {
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
      await import(pathToFileURL(path).href);
      for (const value of values.values()) if (isFigure(value)) await value[displaySymbol]();
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
