import assert from "node:assert/strict";
import fc from "fast-check";
import { selectBackend } from "../../../lib/core/backend.ts";
import { combine } from "../../../lib/core/combine.ts";
import { toImages, toPoints, toTensor } from "../../../lib/core/convert.ts";
import type { Images } from "../../../lib/core/images.ts";
import type { Points } from "../../../lib/core/points.ts";
import { random } from "../../../lib/core/random.ts";
import { ShapeError } from "../../../lib/core/tensor.ts";
import { tf } from "../../../lib/core/tf.ts";
import { assertClose } from "../golden.ts";
import { withoutLeaks } from "../without-leaks.ts";

const points = (count: number, dim: number, seed: number): Points => ({
  data: random(seed).normal(count * dim),
  count,
  dim,
});

describe("combine()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  it("adds points times numbers in float64", () => {
    const x = points(3, 2, 1);
    const y = points(3, 2, 2);
    const sum = combine([0.25, x], [-3, y]);
    assert.ok(sum.data instanceof Float64Array);
    assertClose(
      sum.data,
      x.data.map((value, index) => 0.25 * value - 3 * y.data[index]),
      { absolute: 1e-15 },
    );
  });

  it("keeps float32 where all summands are float32, and the record's other sizes", () => {
    const image: Images = { data: Float32Array.of(1, 2, 3, 4), count: 2, height: 1, width: 2, channels: 1 };
    assert.deepEqual(combine([2, image], [1, image]), { ...image, data: Float32Array.of(3, 6, 9, 12) });
  });

  it("takes one factor per row", () => {
    const x: Points = { data: Float64Array.of(1, 2, 3, 4), count: 2, dim: 2 };
    assert.deepEqual([...combine([[10, 100], x]).data], [10, 20, 300, 400]);
  });

  it("gives on tensors what it gives on the host, and leaves one tensor", async () => {
    const [x, y] = [points(4, 3, 3), points(4, 3, 4)];
    const rows = [1, -2, 0.5, 0];
    await withoutLeaks(async () => {
      const before = tf.memory().numTensors;
      const [a, b] = [toTensor(x), toTensor(y)];
      const sum = combine([rows, a], [0.5, b]);
      assert.equal(tf.memory().numTensors, before + 3);
      assertClose((await toPoints(sum)).data, combine([rows, x], [0.5, y]).data, { absolute: 1e-6 });
      tf.dispose([a, b, sum]);
    });
  });

  it("is linear", () => {
    const factor = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(factor, factor, fc.nat(), (a, b, seed) => {
        const x = points(2, 2, seed);
        assertClose(combine([a, x], [b, x]).data, combine([a + b, x]).data, { absolute: 1e-13 });
      }),
    );
  });

  it("refuses other shapes, other kinds and a wrong number of factors", () => {
    const x = points(2, 2, 0);
    assert.throws(
      () => combine([1, x], [1, points(2, 3, 0)]),
      new ShapeError("Cannot use summand 2: expected shape [2, 2] as the first, got [2, 3]"),
    );
    assert.throws(
      () => combine([[1, 2, 3], x]),
      new ShapeError("Cannot combine: expected 1 or 2 factors for 2 rows, got 3"),
    );
    const tensor = tf.zeros([2, 2]);
    assert.throws(
      () => combine<Points | tf.Tensor>([1, x], [1, tensor]),
      /expected points as the first, got a tensor/,
    );
    tensor.dispose();
  });
});

describe("toTensor(), toPoints(), toImages()", () => {
  it("go there and back without leaving a tensor", async () => {
    const image: Images = { data: random(1).normal(12) as never, count: 1, height: 2, width: 2, channels: 3 };
    image.data = Float32Array.from(image.data);
    await withoutLeaks(async () => {
      const tensor = toTensor(image);
      assert.deepEqual(tensor.shape, [1, 2, 2, 3]);
      assert.deepEqual(await toImages(tensor), image);
      tensor.dispose();
    });
  });

  it("copy: what is changed on one side stays there", async () => {
    await selectBackend({ prefer: "cpu" });
    const x: Points = { data: Float32Array.of(1, 2), count: 1, dim: 2 };
    const tensor = toTensor(x);
    x.data[0] = 9;
    const back = await toPoints(tensor);
    back.data[1] = 9;
    assert.deepEqual([...(await toPoints(tensor)).data], [1, 2]);
    tensor.dispose();
    await selectBackend({ prefer: "wasm" });
  });

  it("refuse data that do not fit", async () => {
    assert.throws(() => toTensor({ data: new Float32Array(5), count: 2, dim: 3 }), ShapeError);
    const tensor = tf.zeros([2, 3]);
    await assert.rejects(
      toImages(tensor),
      /expected axes \[batch, height, width, channel\], got shape \[2, 3\]/,
    );
    tensor.dispose();
  });
});
