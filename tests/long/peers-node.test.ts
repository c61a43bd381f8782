/** The kernel on the newer Nodes: its fast tests, noise on the wire, a long session and Jupyter's conformance test, run by their own binaries. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { mochaSaid, nodeBinary, said } from "./npm-folder.ts";
import { jupyterPackages, venvPython } from "./venv.ts";
import { whole } from "./whole.ts";

const versions = ["22.23.3", "24.21.0"];

for (const version of versions)
  describe(`the kernel on Node ${version}`, () => {
    let node: string;

    before(function () {
      node = nodeBinary(this, version);
      assert.equal(execFileSync(node, ["--version"], { encoding: "utf8" }).trim(), `v${version}`);
    });

    const passes = async (test: string) => {
      const text = await mochaSaid(node, [`dist/tests/long/${test}.test.js`]);
      assert.doesNotMatch(text, /^ *\d+ failing/m, text);
      assert.match(text, /^ *[1-9]\d* passing/m, text);
    };

    it("passes its fast tests", async function () {
      // Three minutes; the newest has all that is new.
      if (!whole && version !== versions.at(-1)) this.skip();
      const text = await mochaSaid(node, ["dist/tests/kernel/**/*.test.js"]);
      assert.doesNotMatch(text, /^ *\d+ failing/m, text.slice(text.search(/^ *\d+ failing/m)));
      assert.match(text, /^ *[1-9]\d\d+ passing/m, text);
    });

    it("is not moved by malformed messages", () => passes("wire-fuzz"));

    it("loses nothing in a long session", async function () {
      // Two minutes a version.
      this.timeout(900_000);
      if (!whole) this.skip();
      await passes("soak-kernel");
    });

    it("passes Jupyter's conformance test", async function () {
      const python = venvPython(this, jupyterPackages);
      const prefix = temporaryFolder();
      await said(node, [join(root, "dist", "cli", "main.js"), "install", "--prefix", prefix]);
      const env = { ...process.env, JUPYTER_PATH: join(prefix, "share", "jupyter") };
      const text = await said(python, [join(root, "tests", "long", "jupyter-kernel-test.py")], env);
      assert.match(text, /^OK \(skipped=1\)/m, text);
    });
  });
