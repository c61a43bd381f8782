/** The kernel on the newer Nodes: its fast tests and Jupyter's conformance test, run by their own binaries. */
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../root.ts";
import { jupyterPackages, venvPython } from "./venv.ts";

const versions = ["22.23.3", "24.21.0"];

/** What a program wrote, also when it failed. */
async function said(program: string, args: string[], env = process.env): Promise<string> {
  const options = { env, cwd: root, maxBuffer: 2 ** 26 };
  const { stdout, stderr } = await promisify(execFile)(program, args, options).catch((error) => error);
  return `${stdout}${stderr}`;
}

/** The binary of a Node, fetched once; where it cannot be had, tests fail under CI and are skipped elsewhere. */
function nodeBinary(test: Mocha.Context, version: string): string {
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const folder = join(root, ".noisebook", "peers", `node-${version}`);
  const binary = join(
    folder,
    "node_modules",
    name,
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  if (existsSync(binary)) return binary;
  try {
    const words = ["install", "--prefix", folder, "--no-audit", "--no-fund", `${name}@${version}`];
    execFileSync("npm", words, { stdio: ["ignore", "ignore", "pipe"], shell: process.platform === "win32" });
  } catch (error) {
    const sentence = `Cannot test on Node ${version}: ${(error as Error).message}`;
    if (process.env.CI) throw new Error(sentence, { cause: error });
    console.log(sentence);
    test.skip();
  }
  return binary;
}

for (const version of versions)
  describe(`the kernel on Node ${version}`, () => {
    let node: string;

    before(function () {
      node = nodeBinary(this, version);
      assert.equal(execFileSync(node, ["--version"], { encoding: "utf8" }).trim(), `v${version}`);
    });

    it("passes its fast tests", async () => {
      const mocha = join(root, "node_modules", "mocha", "bin", "mocha.js");
      const words = ["--no-package", "--no-config", "--timeout", "60000", "dist/tests/kernel/**/*.test.js"];
      const { NODE_V8_COVERAGE: _, ...env } = process.env;
      const text = await said(node, ["--enable-source-maps", mocha, ...words], env);
      assert.doesNotMatch(text, /^ *\d+ failing/m, text.slice(text.search(/^ *\d+ failing/m)));
      assert.match(text, /^ *[1-9]\d\d+ passing/m, text);
    });

    it("passes Jupyter's conformance test", async function () {
      const python = venvPython(this, jupyterPackages);
      const prefix = mkdtempSync(join(tmpdir(), "noisebook-"));
      try {
        await said(node, [join(root, "dist", "cli", "main.js"), "install", "--prefix", prefix]);
        const env = { ...process.env, JUPYTER_PATH: join(prefix, "share", "jupyter") };
        const text = await said(python, [join(root, "tests", "long", "jupyter-kernel-test.py")], env);
        assert.match(text, /^OK \(skipped=1\)/m, text);
      } finally {
        rmSync(prefix, { recursive: true });
      }
    });
  });
