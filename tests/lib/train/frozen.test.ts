import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selectBackend } from "../../../lib/core/backend.ts";
import { random } from "../../../lib/core/random.ts";
import { tf } from "../../../lib/core/tf.ts";
import { saveModel } from "../../../lib/model/checkpoint.ts";
import { namedTensors } from "../../../lib/model/parameters.ts";
import { frozen } from "../../../lib/train/frozen.ts";
import { singularValues } from "../../../lib/train/singular-values.ts";
import { assertClose } from "../golden.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { apart, learn, smallUnet } from "./small-unet.ts";

describe("singularValues", () => {
  before(() => selectBackend({ prefer: "wasm", threads: 1 }));

  it("are those of a matrix made from them", async () => {
    const rng = random(1);
    // A rotation on each side of a diagonal matrix.
    const turn = (angle: number) => [Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle)];
    const [a, b] = [rng.uniform(), rng.uniform()].map((angle) => tf.tensor2d(turn(angle), [2, 2]));
    const matrix = tf.matMul(tf.matMul(a, tf.tensor2d([5, 0, 0, 0.5], [2, 2])), b);
    assertClose(await singularValues(matrix), [5, 0.5], { relative: 1e-5 });
    const wide = tf.tensor2d(Float32Array.from(rng.normal(12)), [3, 4]);
    const values = await singularValues(wide);
    const squares = tf.sum(tf.square(wide));
    assertClose([values.reduce((sum, value) => sum + value * value, 0)], await squares.data(), {
      relative: 1e-6,
    });
    assertClose(await singularValues(tf.transpose(wide)), values, { relative: 1e-9 });
  });
});

describe("frozen", () => {
  before(() => selectBackend({ prefer: "wasm", threads: 1 }));

  it("parts stay bit by bit, the others learn", async () => {
    const model = smallUnet();
    const named = async () =>
      Promise.all(
        namedTensors(model.parameters).map(
          async ([name, tensor]) => [name, [...(await tensor.data())]] as const,
        ),
      );
    const before = new Map(await named());
    await withoutLeaks(() => learn(frozen(model, /^(down|input|time)\b/)));
    assert.equal(model.predicts, "v");
    for (const [name, values] of await named()) {
      const same = apart(Float64Array.from(values), Float64Array.from(before.get(name)!)) === 0;
      const isFrozen = /^(down|input|time)\b/.test(name);
      if (isFrozen || /transformer|residual\.time|norm/.test(name) === false)
        assert.equal(same, isFrozen, name);
    }
    assert.throws(
      () => frozen(model, /nothing/),
      /the pattern must find some of the parameters' names, \/nothing\/ finds none/,
    );
    model.dispose();
  });

  it("is a view that is neither saved nor trained in other threads as if it were the model", async () => {
    const model = smallUnet();
    const view = frozen(model, /^(down|input|time)\b/);
    await assert.rejects(
      saveModel(join(tmpdir(), "no-view.safetensors"), view),
      /^RangeError: Cannot save the model: kind must be "mlp", "mmdit" or "unet", got "frozen"$/,
    );
    await assert.rejects(
      learn(view, { workers: 2 }),
      /the kind "frozen" cannot be made again in another thread/,
    );
    model.dispose();
  });
});
