/** The WebGPU engine on a driver that computes on the processor: right and slow. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { webgpuPackages } from "../../lib/core/backend/webgpu.ts";
import { mochaSaid, npmFolder, said, skipOrFail } from "./npm-folder.ts";

/** Drivers that Debian has: SwiftShader comes with chromium, Mesa's as mesa-vulkan-drivers from version 25 on. */
const drivers = [
  "/usr/share/vulkan/icd.d/lvp_icd.json",
  "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json",
  "/usr/lib/chromium/vk_swiftshader_icd.json",
];

/** Runs a program of our library. */
function run(program: string, env: NodeJS.ProcessEnv): Promise<string> {
  return said(process.execPath, ["--input-type=module", "--eval", program], env);
}

describe("WebGPU on a software driver", () => {
  let env: NodeJS.ProcessEnv;

  before(async function () {
    const folder = npmFolder(this, "backends/webgpu", webgpuPackages);
    const shared = { ...process.env, NOISEBOOK_BACKENDS: dirname(folder), NOISEBOOK_WEBGPU_SOFTWARE: "1" };
    for (const driver of drivers.filter((file) => existsSync(file))) {
      env = { ...shared, VK_ICD_FILENAMES: driver };
      const text = await run(
        'import { selectBackend } from "noisebook"; console.log((await selectBackend({ prefer: "webgpu" })).name);',
        env,
      );
      if (/^webgpu$/m.test(text)) return;
      console.log(`${driver}: ${text}`);
    }
    skipOrFail(this, "Cannot test WebGPU: no Vulkan driver; apt-get install chromium libvulkan1");
  });

  it("gives the values and gradients that PyTorch gives", async () => {
    const text = await mochaSaid(
      process.execPath,
      ["dist/tests/lib/core/ops.test.js", "--grep", "on webgpu"],
      env,
    );
    assert.match(text, /^ *15\d passing/m, text);
    assert.doesNotMatch(text, /failing|pending/, text);
  });

  it("learns as WebAssembly does", async () => {
    const text = await run(
      `import { selectBackend } from "noisebook";
      import { trainHere } from "./dist/cli/bench/train.js";
      const losses = [];
      for (const prefer of ["webgpu", "wasm"]) {
        await selectBackend({ prefer });
        losses.push((await trainHere({ size: 8, batch: 2, steps: 3, threads: 1 })).losses);
      }
      console.log(JSON.stringify(losses));`,
      env,
    );
    const [ours, theirs] = JSON.parse(text.match(/^\[\[.*$/m)?.[0] ?? assert.fail(text)) as number[][];
    assert.equal(ours.length, 3);
    for (const [step, loss] of ours.entries()) assert.ok(Math.abs(loss / theirs[step] - 1) < 1e-3, text);
  });

  it("is passed over when it would compute on the processor, with the reason", async () => {
    const text = await run(
      'import { selectBackend } from "noisebook"; console.log(JSON.stringify(await selectBackend({ env: {} })));',
      { ...env, NOISEBOOK_WEBGPU_SOFTWARE: "" },
    );
    assert.match(text, /"name":"wasm"/);
    assert.match(
      text,
      /"webgpu","chosen":false,"reason":"[^"]+ computes on the processor, where WebAssembly is faster/,
    );
  });

  it("says that there is no driver", async () => {
    const text = await run(
      'import { selectBackend } from "noisebook"; await selectBackend({ prefer: "webgpu" }).catch(({ message }) => console.log(message));',
      { ...env, VK_ICD_FILENAMES: "/none.json" },
    );
    assert.match(
      text,
      /Cannot select a backend: webgpu does not start here: no graphics driver of this machine/,
    );
  });

  it("says that the card was lost, that memory is full, and how to read", async () => {
    const text = await run(
      `import { selectBackend } from "noisebook";
      import { tf } from "./dist/lib/core/tf.js";
      await selectBackend({ prefer: "webgpu" });
      const sum = () => tf.add(tf.randomNormal([2000]), 1);
      const tell = (error) => console.log(error.message);
      try { sum().dataSync(); } catch (error) { tell(error); }
      const { device } = tf.backend();
      device.createBuffer({ size: 2 ** 50, usage: 128 });
      await sum().data().catch(tell);
      console.log((await sum().data()).length);
      device.destroy();
      await sum().data().catch(tell);`,
      env,
    );
    assert.match(text, /^Cannot read a tensor at once on WebGPU: use await x\.data\(\)/m);
    assert.match(text, /^Cannot compute on WebGPU: .*size/m);
    assert.match(text, /^2000$/m);
    assert.match(text, /^Cannot compute on WebGPU: the graphics card was lost \(.+\); restart the kernel/m);
  });
});
