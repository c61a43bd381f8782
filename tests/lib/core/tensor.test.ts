import assert from "node:assert/strict";
import { checkShape, ShapeError, type Tensor } from "../../../lib/core/tensor.ts";
import { tf } from "../../../lib/core/tf.ts";

const shape = (...sizes: number[]) => ({ shape: sizes });

describe("checkShape()", () => {
  it("returns the sizes by name", () => {
    const { batch, channel } = checkShape("x", shape(4, 8, 8, 3), "batch 8 8 channel");
    assert.deepEqual([batch, channel], [4, 3]);
  });

  it("holds an axis to a number, to an earlier axis of the same name, and to a given size", () => {
    assert.throws(() => checkShape("x", shape(4, 9), "batch 8"), /\(8 is 9 instead of 8\)/);
    assert.throws(() => checkShape("x", shape(4, 5), "side side"), /\(side is 5 instead of 4\)/);
    assert.throws(
      () => checkShape("noise", shape(4, 3), "batch dim", { batch: 4, dim: 2 }),
      new ShapeError(
        "Cannot use noise: expected axes [batch, dim], got shape [4, 3] (dim is 3 instead of 2)",
      ),
    );
  });

  it("lets ... stand for any number of axes", () => {
    assert.deepEqual(checkShape("x", shape(4, 1, 2, 3), "batch ... channel"), { batch: 4, channel: 3 });
    assert.deepEqual(checkShape("x", shape(4, 3), "batch ... channel"), { batch: 4, channel: 3 });
    assert.throws(() => checkShape("x", shape(4), "batch ... channel"), /\(1 axis instead of 2\)/);
  });

  it("says how many axes there should be", () => {
    assert.throws(
      () => checkShape("x0", shape(4, 3, 1), "batch dim"),
      new ShapeError("Cannot use x0: expected axes [batch, dim], got shape [4, 3, 1] (3 axes instead of 2)"),
    );
  });
});

describe("Tensor<axes>", () => {
  it("takes any tensor of TensorFlow.js, and refuses other names when the program is compiled", () => {
    const rows = (x: Tensor<"batch dim">) => x.shape[0];
    const plain = tf.zeros([2, 3]);
    const turned: Tensor<"dim batch"> = plain;
    assert.equal(rows(plain), 2);
    // @ts-expect-error The axes have other names.
    assert.equal(rows(turned), 2);
    plain.dispose();
  });
});
