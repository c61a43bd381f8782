import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { selectBackend } from "../../../lib/core/backend.ts";
import { tf } from "../../../lib/core/tf.ts";
import { root } from "../../root.ts";

describe("selectBackend()", () => {
  afterEach(() => selectBackend({ prefer: "wasm" }));

  it("takes the first engine that starts and gives a reason for each", async () => {
    const { name, reasons } = await selectBackend({ env: {} });
    assert.deepEqual(
      reasons.map(({ backend }) => backend),
      ["node-gpu", "webgpu", "wasm", "node", "cpu"],
    );
    assert.deepEqual(
      reasons.filter(({ chosen }) => chosen).map(({ backend }) => backend),
      [name],
    );
    assert.ok(reasons.every(({ reason }) => reason.length > 10));
    assert.equal(tf.getBackend(), name.startsWith("node") ? "tensorflow" : name);
  });

  it("is asked once: without a wish the earlier choice stands", async () => {
    const first = await selectBackend({ prefer: "cpu" });
    assert.equal(await selectBackend(), first);
  });

  it("uses the engine that was asked for", async () => {
    const { name, reasons } = await selectBackend({ prefer: "cpu" });
    assert.equal(name, "cpu");
    assert.equal(tf.getBackend(), "cpu");
    assert.equal(reasons.find(({ backend }) => backend === "wasm")?.reason, "prefer asks for cpu");
  });

  it("says which names there are", async () => {
    await assert.rejects(
      selectBackend({ prefer: "cuda" as "cpu" }),
      /^RangeError: Cannot select a backend: prefer must be one of node-gpu, webgpu, wasm, node, cpu, got "cuda"$/,
    );
  });

  it("says why the engine that was asked for does not start", async function () {
    const { reasons } = await selectBackend({ env: {} });
    if (reasons[0].chosen) this.skip();
    await assert.rejects(
      selectBackend({ prefer: "node-gpu" }),
      /^RangeError: Cannot select a backend: node-gpu does not start here: @tensorflow\/tfjs-node-gpu /,
    );
  });

  it("reads NOISEBOOK_BACKEND, and prints nothing of its own", () => {
    const program = 'import { selectBackend } from "noisebook"; console.log((await selectBackend()).name);';
    assert.equal(runsOn("cpu", program), "cpu\n");
  });

  it("is called by the first model that is loaded", () => {
    const program = `import { loadShippedModel, selectBackend } from "noisebook";
      await loadShippedModel("shapes16");
      console.log((await selectBackend()).name);`;
    assert.equal(runsOn("cpu", program), "cpu\n");
  });
});

/** What a program prints in a process of its own, whose user wishes for an engine. */
function runsOn(engine: string, program: string): string {
  return execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: root,
    env: { ...process.env, NOISEBOOK_BACKEND: engine },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
}
