import assert from "node:assert/strict";
import { collect } from "../../../lib/core/collect.ts";
import { combine } from "../../../lib/core/combine.ts";
import type { Images } from "../../../lib/core/images.ts";
import type { Points } from "../../../lib/core/points.ts";
import { random } from "../../../lib/core/random.ts";
import { idealDenoiser } from "../../../lib/oracle/ideal-denoiser.ts";
import type { Denoiser } from "../../../lib/process/denoiser.ts";
import { ddim } from "../../../lib/sample/ddim.ts";
import { dpmSolver2m } from "../../../lib/sample/dpm-solver-2m.ts";
import { invert } from "../../../lib/sample/invert.ts";
import { sample } from "../../../lib/sample/sample.ts";
import { slerp } from "../../../lib/sample/slerp.ts";
import { cosineSchedule } from "../../../lib/schedule/cosine.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { assertClose } from "../golden.ts";
import { normalPoints, pointsOf, truth } from "../points.ts";
import { moments } from "./moments.ts";

const schedule = cosineSchedule();

describe("image to image", () => {
  const image = pointsOf([1, 1.5], [-2, 0]);

  it("takes the last part of the steps, as strength says", async () => {
    const setup = { schedule, steps: 50, image, rng: random(1) };
    for (const [strength, count] of [
      [1, 50],
      [0.8, 40],
      [0.29, 14],
      [0.02, 1],
    ])
      assert.equal((await collect(sample(truth, { ...setup, strength }))).length, count);
    assert.equal((await collect(sample(truth, { ...setup, strength: 0.5 })))[0].t, 499);
  });

  it("keeps more of the picture the smaller the strength", async () => {
    const many: Points = {
      data: Float64Array.from({ length: 800 }, (_, i) => image.data[i % 4]),
      count: 400,
      dim: 2,
    };
    const distance = async (strength: number) => {
      const steps = await collect(
        sample(truth, { schedule, steps: 50, image: many, strength, rng: random(2) }),
      );
      const { data } = steps[steps.length - 1].x;
      return Array.from(data).reduce((sum, value, i) => sum + Math.abs(value - many.data[i]), 0) / 800;
    };
    const [little, some, all] = [await distance(0.1), await distance(0.5), await distance(1)];
    assert.ok(little < some && some < all && little < 0.2 && all > 1, `${little} ${some} ${all}`);
  });
});

describe("inpainting", () => {
  const pictures: Images = {
    data: Float32Array.from(
      { length: 4 * 16 },
      (_, i) => (Math.floor(i / 16) % 2 ? 1 : -1) * ((i % 16) / 15),
    ),
    count: 4,
    height: 4,
    width: 4,
    channels: 1,
  };
  const image: Images = { ...pictures, data: pictures.data.slice(16, 32), count: 1 };

  it("keeps what the mask keeps to the last bit, and paints what fits to it", async () => {
    const mask = Float32Array.from({ length: 16 }, (_, i) => (i < 8 ? 1 : 0));
    const inpaint = { image, mask };
    for (const sampler of [ddim, dpmSolver2m]) {
      const setup = { schedule, steps: 30, sampler, inpaint, rng: random(1) };
      const { data } = (await collect(sample(idealDenoiser(pictures), setup)))[29].x;
      assert.deepEqual(data.slice(8), image.data.slice(8));
      assertClose(data.slice(0, 8), image.data.slice(0, 8), { absolute: 1e-4 });
    }
  });

  it("holds the kept part at the noise level of each step", async () => {
    const mask = new Float32Array(400);
    const flat: Images = {
      data: new Float32Array(400).fill(0.5),
      count: 1,
      height: 20,
      width: 20,
      channels: 1,
    };
    const x: Images = { ...flat, data: Float32Array.from(random(3).normal(400)) };
    const still: Denoiser<Images> = { predicts: "x0", predict: (x) => combine([0, x]) };
    const steps = await collect(
      sample(still, { sigmas: [4, 2, 1, 0], x, inpaint: { image: flat, mask }, rng: random(1) }),
    );
    for (const [index, sigma] of [2, 1, 0].entries()) {
      const [mean, deviation] = moments(steps[index].x.data);
      assertClose([mean, deviation], [0.5, sigma], { absolute: 0.2 * sigma });
    }
  });

  it("takes a mask of one number per pixel", async () => {
    const colour: Images = {
      data: new Float32Array(12).fill(0.25),
      count: 1,
      height: 2,
      width: 2,
      channels: 3,
    };
    const still: Denoiser<Images> = { predicts: "x0", shape: [2, 2, 3], predict: (x) => combine([0, x]) };
    const setup = { schedule, steps: 2, inpaint: { image: colour, mask: [1, 0, 0, 1] }, rng: random(1) };
    const { data } = (await collect(sample(still, setup)))[1].x;
    assert.deepEqual([...data], [0, 0, 0, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0, 0, 0]);
  });
});

describe("invert()", () => {
  const x = pointsOf([1, 1.5], [-2, 0.3], [1.2, -1]);

  it("finds the noise that ddim turns back into the data", async () => {
    const setup = { schedule: linearSchedule(), steps: 50 };
    const error = async (refinements: number) => {
      const noise = (await collect(invert(truth, { ...setup, x, refinements })))[49];
      assert.equal(noise.t, 999);
      const back = (await collect(sample(truth, { ...setup, x: noise.x })))[49].x;
      return Math.max(...Array.from(back.data, (value, i) => Math.abs(value - x.data[i])));
    };
    const [once, often] = [await error(1), await error(20)];
    assert.ok(once < 0.1 && once > 1e-3 && often < 1e-9, `${once} ${often}`);
  });

  it("counts its evaluations and goes up in noise", async () => {
    const steps = await collect(invert(truth, { schedule, steps: 10, x, refinements: 2 }));
    assert.equal(steps[9].evaluations, 20);
    assert.ok(steps.every(({ sigma }, i) => i === 0 || sigma > steps[i - 1].sigma));
    await assert.rejects(
      collect(invert(truth, { schedule, x, refinements: 0 })),
      /refinements must be an integer from 1/,
    );
  });
});

describe("slerp()", () => {
  it("stays as long as its ends, at an angle that grows evenly", () => {
    const [from, to] = [pointsOf([3, 0], [0, 2]), pointsOf([0, 3], [2, 0])];
    for (const fraction of [0, 0.25, 0.5, 1]) {
      const { data } = slerp(from, to, { fraction });
      assertClose([Math.hypot(data[0], data[1]), Math.hypot(data[2], data[3])], [3, 2], { absolute: 1e-12 });
      assertClose([Math.atan2(data[1], data[0])], [(fraction * Math.PI) / 2], { absolute: 1e-12 });
    }
  });

  it("between two draws of noise is again as long as noise, where the straight line is not", () => {
    const [from, to] = [normalPoints(1, 3000, 1), normalPoints(1, 3000, 2)];
    const length = ({ data }: Points) =>
      Math.sqrt(Array.from(data).reduce((sum, value) => sum + value * value, 0) / 3000);
    assertClose([length(slerp(from, to, { fraction: 0.5 }))], [1], { absolute: 0.03 });
    assertClose([length(combine([0.5, from], [0.5, to]))], [Math.SQRT1_2], { absolute: 0.03 });
  });

  it("joins rows without an arc by the straight line", () => {
    const x = pointsOf([1, 1]);
    assertClose(slerp(x, combine([2, x]), { fraction: 0.5 }).data, [1.5, 1.5], { absolute: 1e-12 });
    assertClose(slerp(x, pointsOf([0, 0]), { fraction: 0.25 }).data, [0.75, 0.75], { absolute: 1e-12 });
  });
});
