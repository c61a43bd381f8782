/** Our WebAssembly module as relaxed SIMD, which each Node has in its own way: its suite, run by their own binaries. */
import assert from "node:assert/strict";
import { mochaSaid, nodeBinary, said } from "./npm-folder.ts";

for (const version of ["22.23.3", "24.21.0"])
  describe(`WebAssembly on Node ${version}`, () => {
    let node: string;

    before(function () {
      node = nodeBinary(this, version);
    });

    it("takes the build with relaxed SIMD", async () => {
      const program =
        'import { selectBackend } from "noisebook"; console.log((await selectBackend({ prefer: "wasm", onnxruntime: false })).device);';
      assert.match(
        await said(node, ["--input-type=module", "--eval", program]),
        /threads? with relaxed SIMD$/m,
      );
    });

    it("gives the values and gradients that PyTorch gives, on one thread and on several", async () => {
      const words = ["dist/tests/lib/core/ops.test.js", "dist/tests/lib/core/kernels.test.js"];
      const text = await mochaSaid(node, [
        ...words,
        "--grep",
        "is what its sources compile to|on webgpu",
        "--invert",
      ]);
      assert.doesNotMatch(text, /^ *\d+ failing/m, text.slice(text.search(/^ *\d+ failing/m)));
      assert.match(text, /^ *[6-9]\d\d passing/m, text);
    });
  });
