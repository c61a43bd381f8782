import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lessonNames } from "../../lessons/build.ts";
import { root } from "../root.ts";
import { cellGlobals, lessonModule, typeErrors } from "./lesson-module.ts";

describe("the code of the lessons", function () {
  this.timeout(120_000);
  // Inside the package, so that "noisebook" is found by its own name.
  const folder = join(root, "dist/tests/lessons/types");
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  let found: string[];

  before(() => {
    mkdirSync(folder, { recursive: true });
    found = typeErrors([
      write("globals.d.ts", cellGlobals()),
      write("planted.ts", "const planted: number = 'text';\nexport {};"),
      ...lessonNames().map((lesson) => write(`${lesson}.ts`, lessonModule(lesson))),
    ]);
  });
  after(() => rmSync(folder, { recursive: true }));

  it("is really checked", () => assert.match(found.join("\n"), /planted\.ts: Type 'string'/));

  for (const lesson of lessonNames())
    it(`has no type errors in ${lesson}`, () =>
      assert.deepEqual(
        found.filter((fault) => fault.includes(lesson)),
        [],
      ));
});
