import assert from "node:assert/strict";
import fc from "fast-check";
import { selectBackend } from "../../../lib/core/backend.ts";
import { combine } from "../../../lib/core/combine.ts";
import { toTensor } from "../../../lib/core/convert.ts";
import { tf } from "../../../lib/core/tf.ts";
import { edmDenoiser, edmPreconditioning } from "../../../lib/process/edm.ts";
import { guidanceScale, guide, guideByClassifier } from "../../../lib/process/guidance.ts";
import { loss } from "../../../lib/process/loss.ts";
import { edmWeight, errorRatio, minSnrWeight, p2Weight } from "../../../lib/process/loss-weight.ts";
import { convert } from "../../../lib/process/target.ts";
import { levelAt, sigmaLevel } from "../../../lib/schedule/level.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { scaledLinearSchedule } from "../../../lib/schedule/scaled-linear.ts";
import { snr } from "../../../lib/schedule/snr.ts";
import { zeroTerminalSnr } from "../../../lib/schedule/zero-terminal-snr.ts";
import { assertClose } from "../golden.ts";
import { normalPoints, pointsOf } from "../points.ts";
import { withoutLeaks } from "../without-leaks.ts";

describe("EDM's preconditioning", () => {
  it("is the published one", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.002, max: 80, noNaN: true }),
        fc.double({ min: 0.1, max: 2, noNaN: true }),
        (sigma, sigmaData) => {
          const sum = sigma ** 2 + sigmaData ** 2;
          const c = edmPreconditioning(sigma, { sigmaData });
          assertClose(
            [c.skip, c.out, c.in, c.noise, edmWeight(sigma, { sigmaData })],
            [
              sigmaData ** 2 / sum,
              (sigma * sigmaData) / Math.sqrt(sum),
              1 / Math.sqrt(sum),
              Math.log(sigma) / 4,
              sum / (sigma * sigmaData) ** 2,
            ],
            { relative: 1e-12 },
          );
          // λ·c_out² = 1: the network's own loss counts the same at every σ.
          assertClose([edmWeight(sigma, { sigmaData }) * c.out ** 2], [1], { relative: 1e-12 });
        },
      ),
    );
  });

  it("makes a network of 0 the best linear denoiser of normal data", async () => {
    const { predict } = edmDenoiser((x) => combine([0, x]), { sigmaData: 0.7 });
    const x = await predict(pointsOf([2]), sigmaLevel(1.3));
    assertClose(x.data, [(2 * 0.49) / (0.49 + 1.69)], { relative: 1e-12 });
  });
});

describe("loss weights", () => {
  it("min-SNR: min(SNR, γ) on x_0, /SNR on ε, /(SNR + 1) on v", () => {
    for (const ratio of [0.01, 1, 5, 40])
      assertClose(
        (["x0", "eps", "v"] as const).map((target) => minSnrWeight(ratio, { target, gamma: 5 })),
        [Math.min(ratio, 5), Math.min(ratio, 5) / ratio, Math.min(ratio, 5) / (ratio + 1)],
        { relative: 1e-14 },
      );
  });

  it("after the schedule is rescaled to zero terminal SNR, the last weights stay finite", () => {
    const last = snr(zeroTerminalSnr(scaledLinearSchedule()), 999);
    assert.deepEqual(
      (["x0", "eps", "v"] as const).map((target) => minSnrWeight(last, { target })),
      [0, 1, 0],
    );
  });

  it("P2 is 1/(k + SNR)^γ on ε", () => {
    assertClose([p2Weight(3), p2Weight(3, { k: 2, gamma: 0.5 })], [1 / 4, 1 / Math.sqrt(5)], {
      relative: 1e-14,
    });
  });

  it("weigh one error alike, whichever target it is measured in", () => {
    const level = levelAt(linearSchedule(), 300);
    const ratio = (level.a / level.s) ** 2;
    const [x, wrong, right] = [normalPoints(1, 4, 1), normalPoints(1, 4, 2), normalPoints(1, 4, 3)];
    const weighted = (weight: (target: "x0" | "eps" | "v" | "flow") => number) =>
      (["x0", "eps", "v", "flow"] as const).map((to) => {
        const [p, q] = [wrong, right].map((eps) => convert(eps, { from: "eps", to, x, ...level }));
        return weight(to) * loss(p, q);
      });
    for (const losses of [
      weighted((target) => minSnrWeight(ratio, { target })),
      weighted((target) => p2Weight(ratio, { target })),
      weighted((target) => 1 / errorRatio(target, ratio)),
    ])
      assertClose(losses, new Array(4).fill(losses[0]), { relative: 1e-10 });
  });

  it("say what a number must be", () => {
    assert.throws(() => minSnrWeight(-1, { target: "v" }), /snr must be a number from 0, got -1/);
    assert.throws(() => edmWeight(0), /sigma must be a number above 0, got 0/);
    assert.throws(() => p2Weight(1, { k: 0 }), /k must be a number above 0, got 0/);
  });
});

describe("loss()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  it("gives on tensors what it gives on the host, has a gradient, and leaves only the result", async () => {
    const [p, q] = [normalPoints(3, 2, 1), normalPoints(3, 2, 2)];
    const weight = [1, 0.5, 2];
    await withoutLeaks(async () => {
      const [prediction, target] = [toTensor(p), toTensor(q)];
      const value = loss(prediction, target, { weight });
      assertClose(await value.data(), [loss(p, q, { weight })], { relative: 1e-6 });
      const gradient = tf.grad((x) => loss(x, target, { weight }))(prediction);
      const expected = Float64Array.from(p.data, (v, i) => (2 * weight[i >> 1] * (v - q.data[i])) / 6);
      assertClose(await gradient.data(), expected, { absolute: 1e-6 });
      tf.dispose([prediction, target, value, gradient]);
    });
  });

  it("refuses shapes that differ", () => {
    assert.throws(
      () => loss(normalPoints(2, 2, 1), normalPoints(2, 3, 1)),
      /^ShapeError: Cannot use prediction/,
    );
    assert.throws(
      () => loss(normalPoints(2, 2, 1), normalPoints(2, 2, 1), { weight: [1] }),
      /1 or 2 factors/,
    );
  });
});

describe("guidance", () => {
  const [conditional, unconditional] = [normalPoints(2, 3, 1), normalPoints(2, 3, 2)];

  it("scale and weight name one strength: scale = 1 + weight", () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 20, noNaN: true }), (weight) => {
        assert.equal(guidanceScale({ weight }), 1 + weight);
        const byWeight = combine([1 + weight, conditional], [-weight, unconditional]);
        assertClose(guide({ conditional, unconditional }, { weight }).data, byWeight.data, {
          absolute: 1e-12,
        });
      }),
    );
    assert.throws(
      () => guidanceScale({ scale: 2, weight: 1 }),
      /^RangeError: Cannot guide: give scale or weight/,
    );
  });

  it("has its limits at 0 and 1", () => {
    assertClose(guide({ conditional, unconditional }, 0).data, unconditional.data, { absolute: 1e-15 });
    assertClose(guide({ conditional, unconditional }, 1).data, conditional.data, { absolute: 1e-15 });
  });

  it("rescale gives each row back the deviation of the conditional prediction", () => {
    const deviation = (values: ArrayLike<number>) => {
      const list = Array.from(values);
      const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
      return Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length);
    };
    const { data } = guide({ conditional, unconditional }, { scale: 7, rescale: 1 });
    for (const row of [0, 3])
      assertClose(
        [deviation(data.subarray(row, row + 3))],
        [deviation(conditional.data.subarray(row, row + 3))],
        {
          relative: 1e-12,
        },
      );
    const half = guide({ conditional, unconditional }, { scale: 7, rescale: 0.5 }).data;
    const none = guide({ conditional, unconditional }, 7).data;
    assertClose(
      half,
      Array.from(none, (value, i) => (value + data[i]) / 2),
      { relative: 1e-12 },
    );
  });

  it("by a classifier moves ε against the gradient", () => {
    const guided = guideByClassifier(conditional, {
      gradient: unconditional,
      level: sigmaLevel(2),
      scale: 3,
    });
    assertClose(guided.data, combine([1, conditional], [-6, unconditional]).data, { absolute: 1e-14 });
  });
});
