import assert from "node:assert/strict";
import { collect } from "../../../lib/core/collect.ts";
import { combine } from "../../../lib/core/combine.ts";
import { gaussianLike } from "../../../lib/core/gaussian.ts";
import type { Points } from "../../../lib/core/points.ts";
import { random } from "../../../lib/core/random.ts";
import type { Denoiser } from "../../../lib/process/denoiser.ts";
import { edmDenoiser } from "../../../lib/process/edm.ts";
import type { Target } from "../../../lib/process/target.ts";
import { ddim } from "../../../lib/sample/ddim.ts";
import { ddpm } from "../../../lib/sample/ddpm.ts";
import { dpmSolver2m, dpmSolver2mSde } from "../../../lib/sample/dpm-solver-2m.ts";
import { euler } from "../../../lib/sample/euler.ts";
import { eulerAncestral } from "../../../lib/sample/euler-ancestral.ts";
import { flowEuler } from "../../../lib/sample/flow-euler.ts";
import { flowHeun } from "../../../lib/sample/flow-heun.ts";
import { heun } from "../../../lib/sample/heun.ts";
import { lms } from "../../../lib/sample/lms.ts";
import { pndm } from "../../../lib/sample/pndm.ts";
import { type SampleOptions, sample } from "../../../lib/sample/sample.ts";
import type { Past, Sampler } from "../../../lib/sample/sampler.ts";
import { unipc } from "../../../lib/sample/unipc.ts";
import { flowSigmas } from "../../../lib/schedule/flow-sigmas.ts";
import { levelAt, sigmaLevel } from "../../../lib/schedule/level.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { exponentialSigmas, karrasSigmas } from "../../../lib/schedule/sigmas.ts";
import { assertClose, golden } from "../golden.ts";

interface Loop {
  timesteps: number[];
  sigmas: number[];
  scale: number;
  sum: number;
  values: number[];
}

const loops = golden<Record<string, Loop>>("samplers.json");

/** arange(768)/768 as (3, 8, 8, 4), its last axis moved to the front; one row for each of the 4. */
const start: Points = {
  data: Float64Array.from({ length: 768 }, (_, i) => ((i % 192) * 4 + Math.floor(i / 192)) / 768),
  count: 4,
  dim: 192,
};

/** The model of diffusers' tests. */
const model = (x: Points, t: number): Points => combine([t / (t + 1), x]);
const denoiser = (predicts: Target, time = 1): Denoiser<Points> => ({
  predicts,
  predict: (x, { t }) => model(x, t * time),
});

const schedule = linearSchedule();
const longer = linearSchedule({ steps: 1100 });
const leading = { schedule, spacing: "leading", steps: 10 } as const;
/** The spacing of DPM-Solver and UniPC in diffusers: 11 points from 999 to 0, without the last. */
const solverSteps = [999, 899, 799, 699, 599, 500, 400, 300, 200, 100];

type Setup = Omit<SampleOptions<Points, unknown>, "x">;

function compare(
  name: string,
  setup: Setup,
  {
    of = denoiser("eps"),
    scaled = 1,
    absolute = 2e-6,
  }: { of?: Denoiser<Points>; scaled?: number; absolute?: number } = {},
) {
  it(`${name}: element by element, and in sum`, async () => {
    const { sum, values } = loops[name];
    const x = combine([scaled, start]);
    const end = (await collect(sample(of, { ...setup, x }))).at(-1)?.x.data ?? [];
    const total = Array.from(end).reduce((all, value) => all + Math.abs(value), 0);
    assertClose(
      Array.from(end).filter((_, i) => i % 16 === 0),
      values,
      { relative: 1e-5, absolute },
    );
    assertClose([total], [sum], { relative: 1e-5 });
  });
}

const torch = () => random(0, { like: "torch" });

describe("samplers give what diffusers' schedulers give", () => {
  // In float32, the roundings of 1000 steps add up.
  const long = { absolute: 3e-5 };
  compare("ddpm", { schedule, sampler: ddpm, clip: 1, rng: torch() }, long);
  compare("ddpm v", { schedule, sampler: ddpm, clip: 1, rng: torch() }, { of: denoiser("v"), ...long });
  compare("ddpm 20", { ...leading, steps: 20, sampler: ddpm, rng: torch() });
  compare("ddim", { ...leading, sampler: ddim, clip: 1 });
  compare("ddim v", { ...leading, sampler: ddim, clip: 1 }, { of: denoiser("v") });
  compare("ddim eta", { ...leading, sampler: (x, step) => ddim(x, step, { eta: 0.7 }), rng: torch() });
  compare("ddim clipped", { ...leading, sampler: ddim, clip: 0.05 });
  compare("pndm", { ...leading, sampler: pndm });
  // diffusers ends at the first step's noise level here, and its last step moves nothing.
  const toFirst = {
    schedule,
    levels: [900, 800, 700, 600, 500, 400, 300, 200, 100, 0].map((t) => levelAt(schedule, t)),
  };
  compare("pndm prk", { ...toFirst, sampler: (x, step) => pndm(x, step, { warmup: "rk4" }) });

  // These schedulers of diffusers work on x_0 + σ·ε and start at the largest σ; x here has unit variance.
  const first = levelAt(longer, 1099);
  const scaled = { scaled: first.s };
  const bySigma = { schedule: longer, timesteps: loops.euler.timesteps };
  const sigmaMin = levelAt(longer, 0).sigma;
  const ends = { steps: 10, sigmaMin, sigmaMax: first.sigma };
  compare("euler", { ...bySigma, sampler: euler }, scaled);
  compare("euler v", { ...bySigma, sampler: euler }, { ...scaled, of: denoiser("v") });
  compare("euler karras", { schedule: longer, sigmas: karrasSigmas(ends), sampler: euler }, scaled);
  compare("euler exponential", { schedule: longer, sigmas: exponentialSigmas(ends), sampler: euler }, scaled);
  compare("euler ancestral", { ...bySigma, sampler: eulerAncestral, rng: torch() }, scaled);
  compare("heun", { ...bySigma, sampler: heun }, scaled);
  compare("lms", { ...bySigma, sampler: lms }, scaled);

  const toClean = { schedule, timesteps: solverSteps };
  const toFirstStep = { levels: [...solverSteps, 0].map((t) => levelAt(schedule, t)) };
  compare("dpmSolver2m", { ...toFirstStep, sampler: dpmSolver2m });
  compare("dpmSolver2m zero", { ...toClean, sampler: dpmSolver2m });
  compare("dpmSolver2m sde", { ...toClean, sampler: dpmSolver2mSde, rng: torch() });
  compare("unipc", { ...toFirstStep, sampler: unipc });
  compare("unipc zero", { ...toClean, sampler: unipc });
  compare("unipc 3", { ...toClean, sampler: (x, step) => unipc(x, step, { order: 3 }) });
  compare("unipc bh1", { ...toFirstStep, sampler: (x, step) => unipc(x, step, { solver: "bh1" }) });

  const edm = { of: edmDenoiser(model), scaled: loops["edm euler"].scale };
  compare("edm euler", { sigmas: karrasSigmas({ steps: 10 }), sampler: euler }, edm);
  compare("edm dpmSolver2m", { sigmas: karrasSigmas({ steps: 10 }), sampler: dpmSolver2m }, edm);

  const flow = { of: denoiser("flow", 1000) };
  compare("flow euler", { sigmas: flowSigmas({ steps: 10, shift: 3 }), sampler: flowEuler }, flow);
  compare("flow heun", { sigmas: flowSigmas({ steps: 10, shift: 3 }), sampler: flowHeun }, flow);
});

describe("samplers give the sums of diffusers' own tests", () => {
  // There the loop hands the scaled input, not x, to the step: a different computation, but a published number.
  async function putBack(sampler: Sampler, { timesteps, sigmas, scale }: Loop): Promise<Points> {
    const rng = torch();
    const levels = sigmas.map((sigma, i) => ({ ...sigmaLevel(sigma), t: timesteps[i] ?? -1 }));
    const denoise = async <X extends Points>(x: X, level: { t: number; s: number }) => {
      const eps = model(x, level.t) as X;
      return { x0: combine([1, x], [-level.s, eps]), eps };
    };
    let x = combine([scale, start]);
    const history: Past<Points>[] = [];
    for (let index = 0; index + 1 < levels.length; index++) {
      const [from, to] = [levels[index], levels[index + 1]];
      const begun = combine([1 / Math.hypot(1, from.sigma), x]);
      const move = await sampler(begun, {
        from,
        to,
        index,
        steps: levels.length - 1,
        history,
        denoise: denoise as never,
        noise: (like) => gaussianLike(like, rng),
        levelOf: sigmaLevel,
        levelAt: sigmaLevel,
      });
      history.push({ from, x0: move.x0, eps: move.eps, start: begun });
      x = move.x;
    }
    return x;
  }

  const published: [string, Sampler, number][] = [
    ["euler, put back", euler, 10.080683],
    ["euler karras, put back", euler, 124.522598],
    ["euler ancestral, put back", eulerAncestral, 152.3192],
    ["lms, put back", lms, 1006.388062],
  ];
  for (const [name, sampler, sum] of published)
    it(`${name}: ${sum}`, async () => {
      const { data } = await putBack(sampler, loops[name]);
      const total = Array.from(data).reduce((all, value) => all + Math.abs(value), 0);
      assertClose([total], [sum], { relative: 1e-5 });
      assertClose(
        Array.from(data).filter((_, i) => i % 16 === 0),
        loops[name].values,
        { relative: 1e-5, absolute: 2e-5 },
      );
    });

  it("ddpm, ddim, dpmSolver2m and unipc are compared above", () => {
    const sums = {
      ddpm: 258.9606,
      ddim: 172.006714,
      "ddim v": 52.530201,
      dpmSolver2m: 253.551392,
      unipc: 189.231842,
    };
    for (const [name, sum] of Object.entries(sums)) assertClose([loops[name].sum], [sum], { relative: 1e-5 });
    assert.equal(Object.keys(sums).length, 5);
  });
});
