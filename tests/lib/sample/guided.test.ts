import assert from "node:assert/strict";
import { collect } from "../../../lib/core/collect.ts";
import { combine } from "../../../lib/core/combine.ts";
import type { Points } from "../../../lib/core/points.ts";
import { random } from "../../../lib/core/random.ts";
import { mixture } from "../../../lib/oracle/mixture.ts";
import type { Denoiser } from "../../../lib/process/denoiser.ts";
import { ddim } from "../../../lib/sample/ddim.ts";
import { heun } from "../../../lib/sample/heun.ts";
import { sample } from "../../../lib/sample/sample.ts";
import { cosineSchedule } from "../../../lib/schedule/cosine.ts";
import { karrasSigmas } from "../../../lib/schedule/sigmas.ts";
import { assertClose } from "../golden.ts";
import { normalPoints, pointsOf, truth } from "../points.ts";
import { moments } from "./moments.ts";

const schedule = cosineSchedule();

/** Two classes at −1 and 1. */
const classes = mixture({ weights: [0.5, 0.5], means: [[-1], [1]], deviations: [0.5, 0.5] });

describe("guidance in sample()", () => {
  const sigmas = karrasSigmas({ steps: 40, sigmaMax: 40 });
  const setup = { sigmas, sampler: heun, condition: 1, count: 3000 };

  it("samples something else than the tempered density", async () => {
    const steps = await collect(sample(classes, { ...setup, guidance: 3, rng: random(1) }));
    const [mean, deviation] = moments(steps[39].x.data);
    assertClose([mean, deviation], [1.5, 0.31], { absolute: 0.02 });
    assert.ok(
      Math.abs(mean - 1.05) > 0.3 && Math.abs(deviation - 0.457) > 0.1,
      "the tempered density's moments",
    );
    assert.equal(steps[39].evaluations, 2 * 79);
  });

  it("asks once where there is nothing to guide: scale 1, or σ outside the interval", async () => {
    const asks = async (guidance: number | { scale: number; interval: [number, number] }) =>
      (await collect(sample(classes, { ...setup, count: 5, guidance, sampler: ddim, rng: random(1) })))[39]
        .evaluations;
    assert.equal(await asks(1), 40);
    const inside = sigmas.filter((sigma) => sigma >= 0.3 && sigma <= 5).length;
    assert.equal(await asks({ scale: 3, interval: [0.3, 5] }), 40 + inside);
  });

  it("by weight w is guidance by scale 1 + w", async () => {
    const x = normalPoints(5, 1, 2);
    const run = (guidance: { scale: number } | { weight: number }) =>
      collect(sample(classes, { sigmas, x, condition: 1, guidance }));
    assert.deepEqual(await run({ weight: 2 }), await run({ scale: 3 }));
  });

  it("a negative condition takes the place of no condition", async () => {
    const x = combine([40, normalPoints(200, 1, 3)]);
    const away = await collect(sample(classes, { sigmas, x, condition: 1, negative: 0, guidance: 1.5 }));
    const plain = await collect(sample(classes, { sigmas, x, condition: 1, guidance: 1.5 }));
    assert.ok(moments(away[39].x.data)[0] > moments(plain[39].x.data)[0] + 0.3);
  });

  it("by a perfect classifier at scale 1 is the conditional denoiser", async () => {
    const x = normalPoints(20, 2, 4);
    const byClassifier = await collect(
      sample(truth, {
        schedule,
        steps: 25,
        x,
        classifier: { gradient: (x, level) => truth.classify(x, level, 2), scale: 1 },
      }),
    );
    const conditional = await collect(sample(truth, { schedule, steps: 25, x, condition: 2 }));
    assertClose(byClassifier[24].x.data, conditional[24].x.data, { absolute: 1e-8 });
  });

  it("reads prompts through the denoiser's embed", async () => {
    const reader: Denoiser<Points, number[]> = {
      ...classes,
      embed: (prompts) => prompts.map((prompt) => (prompt === "right" ? 1 : 0)),
    } as Denoiser<Points, number[]>;
    const steps = await collect(
      sample(reader, {
        sigmas,
        sampler: heun,
        prompt: ["left", "right", "right"],
        negativePrompt: "left",
        guidance: 2,
        rng: random(1),
      }),
    );
    const { data, count } = steps[39].x;
    assert.equal(count, 3);
    assert.ok(data[1] > 0.3 && data[2] > 0.3);
    await assert.rejects(
      collect(sample(reader, { sigmas, prompt: ["left", "right"], count: 3, rng: random(1) })),
      /there must be 3 prompts for as many rows, got 2/,
    );
  });

  it("has a field that is a sum of the conditional and the unconditional denoiser", () => {
    const x = normalPoints(5, 1, 5);
    const field = classes.guided(x, 0.7, { label: 1, guidance: { weight: 2 } });
    const sum = combine([3, classes.denoise(x, 0.7, 1)], [-2, classes.denoise(x, 0.7)]);
    assertClose(field.data, sum.data, { absolute: 1e-14 });
  });
});

describe("clip", () => {
  const far: Denoiser<Points> = { predicts: "x0", predict: () => pointsOf([3, -0.5], [0.2, 0.1]) };
  const x = normalPoints(2, 2, 1);

  it("cuts x_0 and finds the noise that belongs to what is left", async () => {
    const [step] = await collect(sample(far, { sigmas: [2, 1], x, clip: 1 }));
    assert.deepEqual([...step.x0.data], [1, -0.5, 0.2, 0.1]);
    assertClose(combine([1, step.x0], [2, step.eps]).data, x.data, { absolute: 1e-14 });
  });

  it("by a quantile scales each row back into range", async () => {
    const [step] = await collect(sample(far, { sigmas: [2, 1], x, clip: { quantile: 1 } }));
    assertClose(step.x0.data, [1, -0.5 / 3, 0.2, 0.1], { absolute: 1e-15 });
    await assert.rejects(
      collect(sample(far, { sigmas: [2, 1], x, clip: -1 })),
      /clip must be a number above 0, got -1/,
    );
  });
});
