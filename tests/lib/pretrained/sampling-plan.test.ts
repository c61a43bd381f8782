import assert from "node:assert/strict";
import { collect } from "../../../lib/core/collect.ts";
import { combine } from "../../../lib/core/combine.ts";
import type { Points } from "../../../lib/core/points.ts";
import { samplingPlan } from "../../../lib/pretrained/sampling-plan.ts";
import type { Denoiser } from "../../../lib/process/denoiser.ts";
import { sample } from "../../../lib/sample/sample.ts";
import { assertClose } from "../golden.ts";
import { pointsOf } from "../points.ts";

/** ε = x/10 + t/1000: whatever tells one step from another. */
const denoiser: Denoiser<Points> = {
  predicts: "eps",
  predict: (x, { t }) => combine([0.1, x], [t / 1000, { ...x, data: x.data.map(() => 1) }]),
};

const planOf = (config: Record<string, unknown>, steps: number) => {
  const base = { beta_schedule: "scaled_linear", beta_start: 0.00085, beta_end: 0.012 };
  return samplingPlan({ config: { ...base, ...config }, of: "scheduler" }, { steps, tokens: 1 });
};

/** Where the plan leads from (0.7, −0.3, 1.1). */
async function endOf(config: Record<string, unknown>, steps: number) {
  const { levels, schedule, sampler } = planOf(config, steps);
  const x = pointsOf([0.7, -0.3, 1.1]);
  const made = await collect(sample(denoiser, { levels, ...(schedule && { schedule }), sampler, x }));
  return { data: made.at(-1)!.x.data, evaluations: made.at(-1)!.evaluations };
}

describe("samplingPlan() of a scheduler that stops at step 0", () => {
  const pndm = { _class_name: "PNDMScheduler", skip_prk_steps: true };
  const prk = { _class_name: "PNDMScheduler" };
  const ddim = { _class_name: "DDIMScheduler" };
  // Computed by diffusers 0.42.1 with the ε above, in float64 but for its ᾱ, which are float32.
  const ends: [string, Record<string, unknown>, number[]][] = [
    [
      "PNDM whose last step is 0",
      { ...pndm, set_alpha_to_one: false },
      [-0.03685300353709877, -6.378760869290471, 2.499910142764252],
    ],
    [
      "PNDM that does not say where it stops",
      pndm,
      [-0.03685300353709877, -6.378760869290471, 2.499910142764252],
    ],
    [
      "PNDM whose last step is 1",
      { ...pndm, set_alpha_to_one: false, steps_offset: 1 },
      [-0.044743093555068406, -6.416301442535119, 2.50388024603695],
    ],
    [
      "PNDM that starts with Runge and Kutta's steps, as it does where nothing is said",
      prk,
      [-0.04144207094664299, -6.381159454038298, 2.4944448822900207],
    ],
    [
      "the same whose last step is 1",
      { ...prk, steps_offset: 1 },
      [-0.04936287340089696, -6.418691805667759, 2.498368699505847],
    ],
    [
      "DDIM whose last step is 0",
      { ...ddim, set_alpha_to_one: false },
      [-0.438802515758111, -6.995237351104331, 2.1837714183803745],
    ],
    [
      "DDIM whose last step is 1",
      { ...ddim, set_alpha_to_one: false, steps_offset: 1 },
      [-0.4490088532920095, -7.036691606009744, 2.1860642477950814],
    ],
  ];
  for (const [name, config, end] of ends)
    it(`leads where diffusers does: ${name}`, async () => {
      assertClose((await endOf(config, 10)).data, end, { absolute: 1e-5 });
    });

  it("asks as often as there are steps that change something, and may take every step of the training", async () => {
    assert.equal((await endOf({ ...pndm, set_alpha_to_one: false }, 10)).evaluations, 10);
    const { data, evaluations } = await endOf({ ...ddim, set_alpha_to_one: false, steps_offset: 1 }, 1000);
    assert.equal(evaluations, 999);
    assertClose(data, [-1.5839942354567553, -12.066296278207203, 2.6089265816434177], { absolute: 1e-5 });
  });

  it("leads to clean data where DDIM does not say where it stops", () => {
    assert.deepEqual(planOf(ddim, 10).levels.at(-1), { t: -1, a: 1, s: 0, sigma: 0 });
  });
});
