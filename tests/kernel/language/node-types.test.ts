import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { needsNode } from "../../../kernel/language/node-types.ts";
import { ts } from "../../../kernel/language/typescript.ts";
import { openSession } from "../notebook-session.ts";

/** Cells that use Node's basic globals, and what the check says of each: nothing, or an error's code. */
const cells: [string, string][] = [
  ["await new Promise((resolve) => setTimeout(resolve, 1))", ""],
  ["await new Promise<void>((resolve) => { setImmediate(resolve) })", ""],
  ["setTimeout((a: number, b: string) => a + b.length, 1, 2, 'x')", ""],
  ["setTimeout((a: number) => a, 1, 'x')", "TS2345"],
  ["setTimeout('text', 1)", "TS2769"],
  [
    "const timer: NodeJS.Timeout = setInterval(() => {}, 5); timer.unref().hasRef(); clearInterval(timer)",
    "",
  ],
  ["clearTimeout(setTimeout(() => {})); clearTimeout(undefined); clearTimeout(3)", ""],
  ["clearTimeout({})", "TS2345"],
  ["clearImmediate(setImmediate(() => {}))", ""],
  ["queueMicrotask(() => {})", ""],
  ["queueMicrotask(3)", "TS2345"],
  [
    "console.log(1, 'a', {}); console.error(); console.table([1], ['a']); console.time(); console.timeEnd('x')",
    "",
  ],
  ["console.dir({}, { depth: null }); console.assert(true, 'x', 1); console.group(); console.groupEnd()", ""],
  ["console.lgo(1)", "TS2339"],
  ["console.count(3)", "TS2345"],
];

describe("cells that use Node's basic globals", () => {
  for (const [types, first] of [
    ["without @types/node", "1"],
    ["with @types/node", "process.pid"],
  ])
    it(`are checked alike ${types}`, async () => {
      const session = openSession();
      await session.execute(first);
      for (const [code, expected] of cells) {
        const outcome = await session.execute(code);
        const found = outcome.status === "error" ? outcome.error.evalue.split(":")[0] : "";
        assert.equal(found, expected, code);
      }
      await session.close();
    });
  it("and more of Node after them see its types", async () => {
    const session = openSession();
    assert.equal(await session.value("const early = setTimeout(() => {}, 1); typeof early"), "'object'");
    assert.equal(await session.value("performance.now() > 0 && typeof process.pid"), "'number'");
    assert.equal(await session.value("clearTimeout(early); early.hasRef()"), "true");
    await session.close();
  });
});

describe("a module of Node's own", () => {
  it("has Node's types, as it has Node's code, also where a package of its name is installed", async () => {
    const session = openSession();
    const folder = join(session.cwd, "node_modules", "events");
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, "package.json"),
      '{ "name": "events", "main": "index.js", "types": "index.d.ts" }',
    );
    writeFileSync(join(folder, "index.js"), "exports.once = 1;");
    writeFileSync(join(folder, "index.d.ts"), "export const once: number;");
    assert.equal(
      await session.value('import { EventEmitter } from "events";\nnew EventEmitter().eventNames().length'),
      "0",
    );
    await session.close();
  });
});

describe("needsNode", () => {
  const needs = (code: string) =>
    needsNode(ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true), new Set());
  it("takes a string that is a type for no import", () => {
    assert.ok(!needs('type Side = "left" | "right"; const side: Pick<{ a: 1 }, "a"> | "left" = "left"'));
  });
  it("finds every kind of import", () => {
    for (const code of [
      'import { sep } from "node:path"',
      'export { sep } from "node:path"',
      'await import("node:path")',
      'let path: typeof import("node:path")',
      'let stats: import("node:fs").Stats',
    ])
      assert.ok(needs(code), code);
  });
  it("knows that the kernel's own package does without", () => {
    assert.ok(!needs('import { ddim } from "noisebook"; let model: import("noisebook").Tensor'));
  });
});
