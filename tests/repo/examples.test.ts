import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "../../lib/data/package-root.ts";
import { compileExamples, type Example, examplesOf, writeExamples } from "./examples.ts";

describe("examples of the docstrings", () => {
  // Inside the package, so that "noisebook" is found by its own name.
  const folder = join(packageRoot(), ".noisebook/examples");
  const examples: Example[] = readdirSync(join(packageRoot(), "lib"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .sort()
    .map((path) => `lib/${path}`)
    .flatMap((path) => examplesOf(path, readFileSync(join(packageRoot(), path), "utf8")));
  let files: string[] = [];

  before(async function () {
    this.timeout(120_000);
    await rm(folder, { recursive: true, force: true });
    files = await writeExamples(examples, folder);
  });

  it("are there, and each checks what it says", () => {
    assert.ok(examples.length > 90, `${examples.length} examples`);
    for (const { path, line, code } of examples) {
      assert.match(code, /from "noisebook"/, `${path}, line ${line}`);
      assert.match(code, /assert/, `${path}, line ${line}`);
    }
  });

  it("have no type errors", function () {
    this.timeout(120_000);
    assert.deepEqual(compileExamples(files), []);
  });

  for (const [at, { path, line }] of examples.entries())
    it(`${path}, line ${line}, runs`, async () => {
      await import(files[at].replace(/\.mts$/, ".mjs"));
    });
});
