import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";
import { limits, tooLong } from "./sizes.ts";
import { typescriptSources } from "./sources.ts";

const lines = (count: number, line = "a();") => `${line}\n`.repeat(count);
const of = (count: number) => `function f() {\n${lines(count - 2)}}\n`;

describe("sizes", () => {
  it("of all files and functions are within the limits, or have a reason above them", () => {
    const sources = typescriptSources();
    assert.ok(sources.length > 1000);
    assert.deepEqual(
      sources.flatMap((path) => tooLong(path, readFileSync(join(root, path), "utf8"))),
      [],
    );
  });

  const cases: [what: string, source: string, found: number][] = [
    ["a file at the limit", lines(limits.file), 0],
    ["a file over it", lines(limits.file + 1), 1],
    ["a file over it with a reason", `// Long: a table of cases\n${lines(limits.file + 1)}`, 0],
    ["a file over it whose reason is elsewhere", `a();\n// Long: a table of cases\n${lines(limits.file)}`, 1],
    ["blank lines and comments", `${lines(limits.file)}\n\n/**\n * a\n */\n// b\n`, 0],
    ["a function at the limit", of(limits.function), 0],
    ["a function over it", of(limits.function + 1), 1],
    ["a function over it with a reason", `/** Doc. */\n// Long: one loop over memory\n${of(41)}`, 0],
    ["a reason that says nothing", `// Long: x\n${of(41)}`, 1],
    ["a function without a name", `each(() => {\n${lines(39)}});\n`, 1],
    ["a method", `const x = {\n  f() {\n${lines(39)}},\n};\n`, 1],
    ["a constant that is a function", `const f = () => {\n${lines(39)}};\n`, 1],
    [
      "a named function inside another, which counts for itself",
      `function g() {\n${lines(30)}${of(30)}}\n`,
      0,
    ],
    [
      "a nameless one inside another, which counts for both",
      `function g() {\n${lines(30)}each(() => {\n${lines(30)}});}\n`,
      1,
    ],
    ["what describe is given", `describe("a", () => {\n${lines(60)}});\n`, 0],
    ["what it is given", `it("a", () => {\n${lines(39)}});\n`, 1],
    ["lines of a template", `function f() {\n  return \`${lines(39)}\`;\n}\n`, 1],
  ];
  for (const [what, source, found] of cases)
    it(`${found === 0 ? "allow" : "find"} ${what}`, () => {
      assert.equal(tooLong("a.ts", source).length, found, tooLong("a.ts", source).join("; "));
    });
});
