import assert from "node:assert/strict";
import fc from "fast-check";
import { selectBackend } from "../../../lib/core/backend.ts";
import { combine } from "../../../lib/core/combine.ts";
import { toPoints, toTensor } from "../../../lib/core/convert.ts";
import { tf } from "../../../lib/core/tf.ts";
import { denoised } from "../../../lib/process/denoiser.ts";
import { convert, type Target, targetOf } from "../../../lib/process/target.ts";
import { flowLevel, levelAt, sigmaLevel } from "../../../lib/schedule/level.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { assertClose } from "../golden.ts";
import { normalPoints, pointsOf } from "../points.ts";
import { withoutLeaks } from "../without-leaks.ts";

const kinds: Target[] = ["x0", "eps", "v", "flow"];
const kind = fc.constantFrom(...kinds);

describe("targetOf(), convert()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  const levels = [levelAt(linearSchedule(), 400), sigmaLevel(2.5), flowLevel(0.3)];
  const x0 = normalPoints(3, 2, 1);
  const eps = normalPoints(3, 2, 2);

  it("are v = a·ε − s·x_0 and velocity = ε − x_0", () => {
    const { a, s } = levels[0];
    const at = (i: number) => [x0.data[i], eps.data[i]];
    assertClose(
      targetOf("v", { x0, eps, a, s }).data,
      Array.from(x0.data, (_, i) => a * at(i)[1] - s * at(i)[0]),
      {
        absolute: 1e-15,
      },
    );
    assertClose(
      targetOf("flow", { x0, eps, a, s }).data,
      Array.from(x0.data, (_, i) => at(i)[1] - at(i)[0]),
      {
        absolute: 1e-15,
      },
    );
    assert.deepEqual(targetOf("x0", { x0, eps, a, s }).data, x0.data);
    assert.deepEqual(targetOf("eps", { x0, eps, a, s }).data, eps.data);
  });

  it("from v: x_0 = a·x − s·v and ε = s·x + a·v", () => {
    const { a, s } = levels[0];
    const x = combine([a, x0], [s, eps]);
    const v = targetOf("v", { x0, eps, a, s });
    assertClose(convert(v, { from: "v", to: "x0", x, a, s }).data, combine([a, x], [-s, v]).data, {
      absolute: 1e-14,
    });
    assertClose(convert(v, { from: "v", to: "eps", x, a, s }).data, combine([s, x], [a, v]).data, {
      absolute: 1e-14,
    });
  });

  it("are inverses of each other, for every pair, by step, by σ and by flow", () => {
    for (const { a, s } of levels) {
      const x = combine([a, x0], [s, eps]);
      fc.assert(
        fc.property(kind, kind, (from, to) => {
          const prediction = targetOf(from, { x0, eps, a, s });
          const converted = convert(prediction, { from, to, x, a, s });
          assertClose(converted.data, targetOf(to, { x0, eps, a, s }).data, { absolute: 1e-13 });
          assertClose(convert(converted, { from: to, to: from, x, a, s }).data, prediction.data, {
            absolute: 1e-13,
          });
        }),
      );
    }
  });

  it("take one level per row", () => {
    const a = Float64Array.of(0.9, 0.5, 0.1);
    const s = a.map((value) => Math.sqrt(1 - value * value));
    const x = combine([a, x0], [s, eps]);
    const v = targetOf("v", { x0, eps, a, s });
    assertClose(convert(v, { from: "v", to: "eps", x, a, s }).data, eps.data, { absolute: 1e-14 });
  });

  it("give on tensors what they give on the host, and leave only the result", async () => {
    await withoutLeaks(async () => {
      const before = tf.memory().numTensors;
      const { a, s } = levels[0];
      const [clean, noise] = [toTensor(x0), toTensor(eps)];
      const v = targetOf("v", { x0: clean, eps: noise, a, s });
      const x = combine([a, clean], [s, noise]);
      const back = convert(v, { from: "v", to: "x0", x, a, s });
      assert.equal(tf.memory().numTensors, before + 5);
      assertClose((await toPoints(back)).data, x0.data, { absolute: 1e-5 });
      tf.dispose([clean, noise, v, x, back]);
    });
  });

  it("refuse what cannot be known, and say what to do", () => {
    const x = pointsOf([1, 2]);
    assert.throws(
      () => convert(x, { from: "eps", to: "x0", x, a: 0, s: 1 }),
      /^RangeError: Cannot convert a prediction: eps says nothing of x0 where no data are left \(a = 0\); predict v instead$/,
    );
    assert.throws(() => convert(x, { from: "x0", to: "eps", x, a: 1, s: 0 }), /there is no noise \(s = 0\)/);
    assert.throws(
      () => convert(x, { from: "epsilon" as "eps", to: "x0", x, a: 1, s: 1 }),
      /from must be "x0", "eps", "v" or "flow", got "epsilon"/,
    );
  });

  it("an ε kept after x_0 was clipped is no longer the noise in x", () => {
    const { a, s } = levels[0];
    const x = combine([a, x0], [s, eps]);
    const cut = { ...x0, data: x0.data.map((value) => Math.max(-0.3, Math.min(0.3, value))) };
    const right = convert(cut, { from: "x0", to: "eps", x, a, s });
    assertClose(combine([a, cut], [s, right]).data, x.data, { absolute: 1e-14 });
    assert.throws(() => assertClose(combine([a, cut], [s, eps]).data, x.data, { absolute: 1e-3 }));
  });
});

describe("denoised()", () => {
  it("finds both ends from v where no data are left, and the data where there is no noise", () => {
    const x = pointsOf([0.3, -1]);
    const none = denoised(combine([-1, pointsOf([2, 3])]), {
      x,
      level: { t: 999, a: 0, s: 1, sigma: Infinity },
      predicts: "v",
    });
    assertClose(none.x0.data, [2, 3], { absolute: 1e-15 });
    assertClose(none.eps.data, x.data, { absolute: 1e-15 });
    const clean = denoised(x, { x, level: sigmaLevel(0), predicts: "x0" });
    assert.deepEqual(clean.x0.data, x.data);
    assert.deepEqual([...clean.eps.data].map(Math.abs), [0, 0]);
  });
});
