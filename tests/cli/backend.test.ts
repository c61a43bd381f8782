import assert from "node:assert/strict";
import { checkSpace } from "../../cli/backend/job.ts";
import { wheelsFor } from "../../cli/backend/wheels.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { noisebook } from "./noisebook.ts";

describe("noisebook backend", () => {
  const folder = temporaryFolder();

  const run = (...args: string[]) =>
    noisebook(["backend", ...args], {
      cwd: folder,
      env: {
        NOISEBOOK_BACKENDS: folder,
        npm_config_registry: "http://127.0.0.1:9/",
        npm_config_fetch_retries: "0",
      },
    });

  it("alone lists the engines with the command that installs each", async () => {
    const { status, stdout } = await run();
    assert.equal(status, 0);
    assert.match(stdout, /^tensorflow +not installed; noisebook backend install tensorflow$/m);
    assert.match(stdout, /^tensorflow-gpu +not installed; noisebook backend install tensorflow --gpu$/m);
    assert.match(stdout, /^onnxruntime +not installed; noisebook backend install onnxruntime$/m);
  });

  for (const [args, message] of [
    [["update", "tensorflow"], "noisebook backend can install or remove an engine, not update"],
    [["install"], /^noisebook backend install needs the name of an engine: tensorflow, /],
    [["install", "torch"], /^noisebook backend install needs the name of an engine: tensorflow, /],
    [["install", "onnxruntime", "--gpu"], "--gpu goes with tensorflow"],
  ] as const)
    it(`says what is wrong with ${args.join(" ")}`, async () => {
      const { status, stderr } = await run(...args);
      assert.equal(status, 2);
      if (typeof message === "string") assert.equal(stderr.trim(), message);
      else assert.match(stderr, message);
    });

  it("says in one sentence that there is no network, and leaves nothing that counts as installed", async () => {
    const { status, stderr } = await run("install", "onnxruntime");
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^Cannot install onnxruntime: could not fetch onnxruntime-node 1\.30\.0: .*ECONNREFUSED.*\n$/,
    );
    assert.match((await run()).stdout, /^onnxruntime +not installed/m);
    assert.equal((await run("remove", "onnxruntime")).stdout, "onnxruntime is removed\n");
    assert.equal((await run("remove", "onnxruntime")).stdout, "onnxruntime was not installed\n");
  });

  it("checkSpace() says how much is needed and how much is there", () => {
    checkSpace(folder, 1);
    assert.throws(
      () => checkSpace(folder, 1e18),
      /^Error: .* needs 1000000000\.0 GB of space and has \d+\.\d; make room, or set NOISEBOOK_BACKENDS/,
    );
  });

  it("wheelsFor() says for which machines there is a library", () => {
    assert.equal(wheelsFor({ platform: "linux", arch: "x64", gpu: false })[0]?.name, "tensorflow-cpu");
    const gpu = wheelsFor({ platform: "linux", arch: "x64", gpu: true });
    assert.ok(gpu.length === 13 && gpu.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256)));
    assert.throws(
      () => wheelsFor({ platform: "win32", arch: "x64", gpu: false }),
      /^Error: there is no TensorFlow library for win32 x64, only for linux x64, linux arm64, darwin arm64$/,
    );
    assert.throws(
      () => wheelsFor({ platform: "darwin", arch: "arm64", gpu: true }),
      /^Error: there is no TensorFlow library with CUDA for darwin arm64, only for linux x64$/,
    );
  });
});
