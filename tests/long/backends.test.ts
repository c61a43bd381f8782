/** Engines that are installed on request: by the command, into a folder of the test's own, and then tried. */
import assert from "node:assert/strict";
import { type ChildProcess, execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { noisebook } from "../cli/noisebook.ts";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { nodeBinary } from "./npm-folder.ts";

function fileOf(program: string): string {
  // What is called Python may be a script that looks for it on the PATH.
  if (program === "python3")
    return execFileSync(program, ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
  const files = (process.env.PATH ?? "").split(":").map((entry) => join(entry, program));
  return files.find((file) => existsSync(file)) ?? assert.fail(`${program} is not here`);
}

/** Programs that an installation needs besides a compiler. */
const programs = ["node", "npm", "sh", "env", "python3"];

describe("noisebook backend install", () => {
  const folder = temporaryFolder();

  const install = (engine: string, around: Partial<Parameters<typeof noisebook>[1]> = {}) =>
    noisebook(["backend", "install", engine], {
      cwd: folder,
      ...around,
      env: { NOISEBOOK_BACKENDS: folder, ...around.env },
    });

  /** What mocha says of the suite of values and gradients on one engine. */
  async function suite(engine: string, node = process.execPath): Promise<string> {
    const { NODE_V8_COVERAGE: _, ...rest } = process.env;
    const mocha = [join(root, "node_modules", "mocha", "bin", "mocha.js"), "--no-package", "--no-config"];
    const words = [
      "--timeout",
      "60000",
      "--exit",
      "dist/tests/lib/core/ops.test.js",
      "--grep",
      `on ${engine} `,
    ];
    const env = { ...rest, NOISEBOOK_BACKENDS: folder };
    const options = { cwd: root, env, maxBuffer: 2 ** 26 };
    const { stdout, stderr } = await promisify(execFile)(node, [...mocha, ...words], options).catch((e) => e);
    return `${stdout}${stderr}`;
  }

  /** A PATH with only the programs of these names. */
  function pathWith(name: string, names: string[]): string {
    const bin = join(folder, name);
    mkdirSync(bin);
    for (const program of names) symlinkSync(fileOf(program), join(bin, program));
    return bin;
  }

  describe("tensorflow", () => {
    it("says that there is no Python, and asks for no more than it needs", async () => {
      const PATH = pathWith("no-python", ["node", "npm", "sh", "env"]);
      const { status, stderr } = await install("tensorflow", { env: { PATH } });
      assert.equal(status, 1);
      assert.match(
        stderr,
        /^Cannot install tensorflow: there is no Python to fetch TensorFlow with; install it from /,
      );
    });

    it("can be stopped, and then counts as not installed", async () => {
      const downloads = join(folder, "tensorflow", "downloads");
      let stopped: ChildProcess | undefined;
      const stop = setInterval(() => {
        if (!existsSync(downloads) || !stopped) return;
        clearInterval(stop);
        stopped.kill("SIGINT");
      }, 50);
      const started = (child: ChildProcess) => {
        stopped = child;
      };
      const { status, stderr } = await install("tensorflow", { started });
      clearInterval(stop);
      assert.equal(status, 1);
      assert.equal(stderr, "Cannot install tensorflow: it was stopped; run it again to go on where it was\n");
      assert.equal(existsSync(join(folder, "tensorflow", "complete.json")), false);
    });

    it("says that there is no compiler, and keeps what it has fetched", async () => {
      const PATH = pathWith("no-compiler", programs);
      const { status, stderr } = await install("tensorflow", { env: { PATH, CXX: "" } });
      assert.equal(status, 1);
      assert.match(stderr, /^Cannot install tensorflow: there is no C\+\+ compiler; install one /);
      const kept = readdirSync(join(folder, "tensorflow", "downloads"));
      assert.ok(
        kept.some((name) => name.startsWith("tensorflow")),
        kept.join(),
      );
    });

    it("is installed, says how to take it, and loads without a word", async () => {
      const { status, stderr } = await install("tensorflow");
      assert.equal(status, 0, stderr);
      assert.match(
        stderr,
        /^tensorflow is installed in .*; it computes on processor; NOISEBOOK_BACKEND=node takes it, .*\n$/,
      );
      assert.equal(existsSync(join(folder, "tensorflow", "downloads")), false);
      const program =
        'import { selectBackend } from "noisebook"; const { name, versions } = await selectBackend(); console.log(name, versions["libtensorflow"]);';
      const env = { ...process.env, NOISEBOOK_BACKENDS: folder, NOISEBOOK_BACKEND: "node" };
      const options = { cwd: root, env };
      const said = await promisify(execFile)(
        process.execPath,
        ["--input-type=module", "-e", program],
        options,
      );
      assert.match(said.stdout, /^node \d+\.\d+\.\d+\n$/);
      assert.equal(said.stderr, "");
    });

    for (const version of [undefined, "24.21.0"])
      it(`gives the values and gradients that PyTorch gives on Node ${version ?? process.versions.node}`, async function () {
        const text = await suite("node", version && nodeBinary(this, version));
        assert.doesNotMatch(text, /^ *\d+ (failing|pending)/m, text.slice(text.search(/^ *\d+ failing/m)));
        assert.match(text, /^ *1[5-9]\d passing/m, text);
      });
  });

  describe("onnxruntime", () => {
    it("is installed for this machine alone", async () => {
      const { status, stderr } = await install("onnxruntime");
      assert.equal(status, 0, stderr);
      assert.match(stderr, /^onnxruntime is installed in /);
      const binaries = join(folder, "onnxruntime", "node_modules", "onnxruntime-node", "bin", "napi-v6");
      assert.deepEqual(readdirSync(binaries), [process.platform]);
    });

    it("says on Node 20 why it is left, and WebAssembly computes all the same", async function () {
      if (!process.versions.node.startsWith("20.")) this.skip();
      const { stdout } = await noisebook(["doctor"], {
        cwd: folder,
        env: { NOISEBOOK_BACKENDS: folder, NOISEBOOK_BACKEND: "wasm" },
      });
      assert.match(stdout, /^ok +backend +wasm, /m);
      assert.match(stdout, /onnxruntime-node cannot use shared memory on Node 20/);
    });

    for (const version of ["22.23.3", "24.21.0"])
      it(`gives the values and gradients that PyTorch gives on Node ${version}`, async function () {
        const text = await suite("wasm \\+ onnxruntime", nodeBinary(this, version));
        assert.doesNotMatch(text, /^ *\d+ (failing|pending)/m, text.slice(text.search(/^ *\d+ failing/m)));
        assert.match(text, /^ *1[5-9]\d passing/m, text);
      });
  });
});
