import assert from "node:assert/strict";
import fc from "fast-check";
import { flowSigmas, fluxSigmas } from "../../../lib/schedule/flow-sigmas.ts";
import { flowLevel, levelAt, levelOf, sigmaLevel } from "../../../lib/schedule/level.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { scaledLinearSchedule } from "../../../lib/schedule/scaled-linear.ts";
import { exponentialSigmas, karrasSigmas } from "../../../lib/schedule/sigmas.ts";
import { timesteps } from "../../../lib/schedule/timesteps.ts";
import { zeroTerminalSnr } from "../../../lib/schedule/zero-terminal-snr.ts";
import { assertClose, golden } from "../golden.ts";

describe("timesteps()", () => {
  const list = (options: Parameters<typeof timesteps>[0]) => [...timesteps(options)];

  it("has the published lists", () => {
    const leading = list({ steps: 50, spacing: "leading", offset: 1 });
    assert.deepEqual([leading[0], leading[1], leading[48], leading[49]], [981, 961, 21, 1]);
    assert.deepEqual(
      list({ steps: 10, spacing: "trailing" }),
      [999, 899, 799, 699, 599, 499, 399, 299, 199, 99],
    );
    assert.deepEqual(
      list({ steps: 10, spacing: "linspace" }),
      [999, 888, 777, 666, 555, 444, 333, 222, 111, 0],
    );
    assert.deepEqual(list({ steps: 5, spacing: "leading", offset: 1 }), [801, 601, 401, 201, 1]);
  });

  it("has diffusers' lists, where these have the number of steps that was asked for", () => {
    for (const { spacing, steps, values } of golden<{
      lists: { spacing: "leading"; steps: number; values: number[] }[];
    }>("spacing.json").lists)
      if (values.length === steps) assert.deepEqual(list({ steps, spacing }), values, `${spacing} ${steps}`);
  });

  for (const spacing of ["leading", "trailing", "linspace"] as const)
    it(`${spacing} gives exactly as many steps as asked for, all different and in range, for every number`, () => {
      for (const offset of [0, 1])
        for (let steps = 1; steps <= 1000; steps++) {
          const t = timesteps({ steps, spacing, offset });
          assert.equal(t.length, steps);
          assert.ok(t[0] <= 999 && t[steps - 1] >= 0, `${steps} steps leave the range`);
          assert.ok(
            t.every((value, index) => index === 0 || value < t[index - 1]),
            `${steps} steps repeat`,
          );
        }
    });

  it("says what an option must be", () => {
    assert.throws(
      () => timesteps({ steps: 1001 }),
      /^RangeError: Cannot space steps: steps must be an integer from 1 to 1000, got 1001$/,
    );
    assert.throws(
      () => timesteps({ steps: 5, spacing: "even" as "leading" }),
      /spacing must be "leading", "trailing" or "linspace", got "even"/,
    );
  });
});

describe("karrasSigmas(), exponentialSigmas()", () => {
  it("have the published lists", () => {
    assertClose(
      karrasSigmas({ steps: 8, sigmaMin: 0.05, sigmaMax: 20, toZero: false }),
      [20, 11.8639828, 6.74740843, 3.65205425, 1.86333405, 0.88497856, 0.3846284, 0.1493394, 0.05],
      { absolute: 6e-9 },
    );
    const edm = karrasSigmas({ steps: 18 });
    assertClose(
      [...edm.slice(0, 5), ...edm.slice(16)],
      [80, 57.585985, 40.785574, 28.374585, 19.352453, 0.007528, 0.002, 0],
      { absolute: 6e-7 },
    );
    assertClose(exponentialSigmas({ steps: 4, sigmaMin: 0.01, sigmaMax: 10 }), [10, 1, 0.1, 0.01, 0], {
      relative: 1e-14,
    });
  });

  it("make as many steps as asked for, and fall", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.boolean(), (steps, toZero) => {
        for (const make of [karrasSigmas, exponentialSigmas]) {
          const sigmas = make({ steps, toZero });
          assert.equal(sigmas.length, steps + 1);
          assert.ok(sigmas.every((sigma, i) => i === 0 || sigma < sigmas[i - 1]));
          assert.equal(sigmas[0], 80);
          assert.equal(sigmas[steps], toZero ? 0 : 0.002);
        }
      }),
    );
  });

  it("say what an option must be", () => {
    assert.throws(
      () => karrasSigmas({ steps: 0 }),
      /Cannot list Karras sigmas: steps must be an integer from 1, got 0/,
    );
    assert.throws(() => karrasSigmas({ steps: 3, sigmaMin: 0 }), /sigmaMin must be a number above 0, got 0/);
    assert.throws(
      () => exponentialSigmas({ steps: 3, sigmaMin: 2, sigmaMax: 1 }),
      /sigmaMax must be a number from 2, got 1/,
    );
  });
});

describe("flowSigmas(), fluxSigmas()", () => {
  it("have the published list of Stable Diffusion 3", () => {
    assertClose(
      flowSigmas({ steps: 10, shift: 3 }),
      [1, 0.96013, 0.91335, 0.85769, 0.79037, 0.70728, 0.60215, 0.46488, 0.27805, 0.00893, 0],
      { absolute: 6e-6 },
    );
  });

  it("have diffusers' lists", () => {
    const { flow, flux } =
      golden<Record<"flow" | "flux", { steps: number; shift: number; tokens: number; values: number[] }[]>>(
        "spacing.json",
      );
    for (const { steps, shift, values } of flow)
      assertClose(flowSigmas({ steps, shift }), values, { absolute: 1e-6 });
    for (const { steps, tokens, values } of flux)
      assertClose(fluxSigmas({ steps, tokens }), values, { absolute: 1e-6 });
    assert.ok(flow.length > 2 && flux.length > 2);
  });

  it("fall from 1 to 0 in as many steps as asked for", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0.2, max: 10, noNaN: true }),
        (steps, shift) => {
          const sigmas = flowSigmas({ steps, shift });
          assert.equal(sigmas.length, steps + 1);
          assert.ok(Math.abs(sigmas[0] - 1) < 1e-12 && sigmas[steps] === 0);
          assert.ok(sigmas.every((sigma, i) => i === 0 || sigma < sigmas[i - 1]));
        },
      ),
    );
  });

  it("say what an option must be", () => {
    assert.throws(() => flowSigmas({ steps: 4, shift: -1 }), /shift must be a number above 0, got -1/);
    assert.throws(() => fluxSigmas({ steps: 4, tokens: 0 }), /tokens must be an integer from 1, got 0/);
  });
});

describe("noise levels", () => {
  const schedule = scaledLinearSchedule();

  it("have Stable Diffusion's σ", () => {
    assertClose([levelAt(schedule, 0).sigma, levelAt(schedule, 999).sigma], [0.0291671582, 14.6146412293], {
      relative: 1e-5,
    });
  });

  it("of a σ and of its step are the same", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), (t) => {
        const level = levelAt(schedule, t);
        const found = levelOf(schedule, level.sigma);
        assertClose([found.t, found.a, found.s], [t, level.a, level.s], { absolute: 1e-9 });
      }),
    );
  });

  it("keep unit variance between steps, and stay at the ends beyond them", () => {
    const { a, s, t } = levelAt(schedule, 500.5);
    assert.ok(Math.abs(a * a + s * s - 1) < 1e-12 && t === 500.5);
    assert.ok(s > levelAt(schedule, 500).s && s < levelAt(schedule, 501).s);
    assert.equal(levelOf(schedule, 1000).t, 999);
    assert.equal(levelOf(schedule, 1e-5).t, 0);
    assert.deepEqual(levelOf(schedule, 0), { t: -1, a: 1, s: 0, sigma: 0 });
  });

  it("hold pure noise", () => {
    assert.deepEqual(levelAt(zeroTerminalSnr(schedule), 999), { t: 999, a: 0, s: 1, sigma: Infinity });
    assert.equal(flowLevel(1).sigma, Infinity);
    assert.deepEqual(flowLevel(0), { t: 0, a: 1, s: 0, sigma: 0 });
  });

  it("say what t and sigma must be", () => {
    assert.throws(
      () => levelAt(linearSchedule({ steps: 10 }), 10),
      /^RangeError: Cannot find the noise level: t must be a number from 0 to 9, got 10$/,
    );
    assert.throws(() => sigmaLevel(-1), /sigma must be a number from 0, got -1/);
    assert.throws(() => flowLevel(1.5), /flow's t must be a number from 0 to 1, got 1.5/);
    assert.throws(() => levelOf(schedule, Number.NaN), /got NaN/);
  });
});
