import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";
import { violations } from "./layers.ts";
import { typescriptSources } from "./sources.ts";

const sources = typescriptSources();

describe("layers", () => {
  it("looks at the whole tree", () => {
    assert.ok(sources.includes("lib/index.ts") && sources.includes("kernel/interpreter.ts"));
  });

  it("are kept by every source file", () => {
    assert.deepEqual(
      sources.flatMap((path) => violations(path, readFileSync(join(root, path), "utf8"))),
      [],
    );
  });

  const planted: [string, string, string][] = [
    ["kernel/host/a.ts", 'import { x } from "../../lib/index.ts";', "kernel may not see lib"],
    ["lib/core/a.ts", 'import { x } from "../viz/b.ts";', "core may not see viz"],
    ["lib/viz/a.ts", 'export { x } from "../../kernel/b.ts";', "lib may not see kernel"],
    ["lessons/01/a.ts", 'import { x } from "../../lib/index.ts";', "lessons use the public name"],
    ["lessons/01/a.ts", 'import vega from "vega";', "lessons use only noisebook"],
    ["lib/data/a.ts", 'import {\n  x,\n} from "fast-png";', "one door for each heavy package"],
    ["kernel/host/a.ts", 'const ts = await import("typescript");', "dynamic imports count too"],
    ["lib/core/a.ts", "const x = Math.random();", "chance is passed in"],
    ["lib/core/a.ts", 'const x = await load("y");', "lib loads synchronously"],
    ["lib/core/a.ts", 'import { x } from "../../tests/root.ts";', "nothing imports tests"],
  ];
  for (const [path, source, law] of planted)
    it(`finds a planted violation: ${law}`, () => {
      assert.equal(violations(path, source).length, 1, violations(path, source).join("; "));
    });
});
