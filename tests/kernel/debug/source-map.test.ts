import assert from "node:assert/strict";
import { SourceMap } from "node:module";
import { readMappings, toCompiled, toSource } from "../../../kernel/debug/source-map.ts";
import { createLanguage } from "../../../kernel/language/language.ts";

const source = `type Id = number;
const ids: Id[] = [1, 2, 3];

for (const id of ids) {
  console.log(id as number);
}
ids.length`;

describe("source maps of cells", () => {
  const compiled = createLanguage(process.cwd()).compile(source, { id: 1, count: 1 });
  assert("map" in compiled);
  const map = JSON.parse(compiled.map);
  const mappings = readMappings(map.mappings);

  it("are read as Node reads them", () => {
    const node = new SourceMap(map);
    assert.ok(mappings.length > 20);
    for (const { line, column, source } of mappings) {
      const { originalLine, originalColumn } = node.findEntry(line, column) as {
        originalLine: number;
        originalColumn: number;
      };
      assert.deepEqual(source, { line: originalLine, column: originalColumn });
    }
  });

  it("lead from a line to its statement in the compiled code and back", () => {
    const lines = compiled.js.split("\n");
    const statement = (line: number) => lines[toCompiled(mappings, line)!.at.line]?.trim();
    assert.equal(statement(1), "const ids = [1, 2, 3];");
    assert.equal(statement(6), "return { value: ids.length };");
    for (const line of [1, 3, 4, 6])
      assert.equal(toSource(mappings, toCompiled(mappings, line)!.at)?.line, line);
  });

  it("give a line without code to the next one, and know no line of what the compiler added", () => {
    assert.equal(toCompiled(mappings, 0)?.sourceLine, 1);
    assert.equal(toCompiled(mappings, 2)?.sourceLine, 3);
    assert.equal(toCompiled(mappings, 7), undefined);
    const added = compiled.js.split("\n").findIndex((line) => line.includes("$scope.ids = ids"));
    assert.equal(toSource(mappings, { line: added, column: 4 }), undefined);
  });
});
