import assert from "node:assert/strict";
import { join } from "node:path";
import ts from "typescript";
import { createLanguage } from "../../kernel/language/language.ts";
import { root } from "../root.ts";

describe("declarations of the library", () => {
  const files = ts
    .createProgram([join(root, "dist/lib/index.d.ts")], {
      module: ts.ModuleKind.NodeNext,
      allowImportingTsExtensions: true,
      noEmit: true,
      types: [],
    })
    .getSourceFiles()
    .map(({ fileName }) => fileName);

  it("lead to every folder of it, and to no declarations of TensorFlow.js", () => {
    for (const name of ["core/tensor.d.ts", "process/loss.d.ts", "viz/scatter.d.ts"])
      assert.ok(files.includes(join(root, "dist/lib", name)), name);
    assert.deepEqual(
      files.filter((name) => name.includes("node_modules/") && !name.includes("node_modules/typescript/")),
      [],
      "an exported function or type names TensorFlow.js: say AnyTensor or Scalar of lib/core/tensor.ts",
    );
  });

  it("give a tensor what needs no TensorFlow.js, and all the rest where noisebook/tf is imported", () => {
    const { compile } = createLanguage(root);
    const outcome = (code: string) => {
      const compiled = compile(code, { id: 1, count: 1 });
      return "error" in compiled ? compiled.error.evalue : "ok";
    };
    const make =
      'import { toTensor } from "noisebook"; const x = toTensor({ data: Float32Array.of(1, 2), count: 1, dim: 2 });';
    assert.equal(outcome(`${make} x.reshape([2]).dispose(); await x.data()`), "ok");
    const attend = "attention(x.reshape([1, 1, 2]), { k: x.reshape([1, 1, 2]), v: x.reshape([1, 1, 2]) })";
    assert.equal(outcome(`import { attention } from "noisebook"; ${make} ${attend}.dispose()`), "ok");
    assert.match(outcome(`${make} x.square()`), /'square' does not exist/);
    assert.equal(outcome(`import { tf } from "noisebook/tf"; ${make} tf.grad((y) => y.square())(x)`), "ok");
  });
});
