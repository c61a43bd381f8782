/** What a scheduler's configuration asks for: noise levels, a sampler, and what the network predicts. */
import { show } from "../core/check.ts";
import type { Target } from "../process/target.ts";
import { ddim } from "../sample/ddim.ts";
import { ddpm } from "../sample/ddpm.ts";
import { dpmSolver2m, dpmSolver2mSde } from "../sample/dpm-solver-2m.ts";
import { euler } from "../sample/euler.ts";
import { eulerAncestral } from "../sample/euler-ancestral.ts";
import { flowEuler } from "../sample/flow-euler.ts";
import { heun } from "../sample/heun.ts";
import { lms } from "../sample/lms.ts";
import { pndm } from "../sample/pndm.ts";
import type { Sampler } from "../sample/sampler.ts";
import { unipc } from "../sample/unipc.ts";
import { cosineSchedule } from "../schedule/cosine.ts";
import { flowSigmas } from "../schedule/flow-sigmas.ts";
import { flowLevel, type Level, levelAt, levelOf } from "../schedule/level.ts";
import { linearSchedule } from "../schedule/linear.ts";
import { scaledLinearSchedule } from "../schedule/scaled-linear.ts";
import { fromBetas, type Schedule } from "../schedule/schedule.ts";
import { karrasSigmas } from "../schedule/sigmas.ts";
import { type Spacing, timesteps } from "../schedule/timesteps.ts";
import { zeroTerminalSnr } from "../schedule/zero-terminal-snr.ts";
import { type ConfigSource, configError, flagIn, numberIn, refuseOthers, sizeIn } from "./config-record.ts";

/** How to sample, as a pipeline's scheduler has it. */
export interface SamplingPlan {
  /** The levels to walk, the last one included. */
  levels: Level[];
  /** What they belong to; flow has none. */
  schedule?: Schedule;
  sampler: Sampler;
  predicts: Target;
}

interface Known {
  sampler: Sampler;
  /** How the steps lie where the configuration does not say. */
  spacing: Spacing;
  /** Whether it leads to clean data where the configuration does not say; the others always do. */
  toClean?: boolean;
}

const schedulers: Record<string, Known> = {
  DDIMScheduler: { sampler: ddim, spacing: "leading", toClean: true },
  DDPMScheduler: { sampler: ddpm, spacing: "leading" },
  PNDMScheduler: { sampler: pndm, spacing: "leading", toClean: false },
  EulerDiscreteScheduler: { sampler: euler, spacing: "linspace" },
  EulerAncestralDiscreteScheduler: { sampler: eulerAncestral, spacing: "linspace" },
  HeunDiscreteScheduler: { sampler: heun, spacing: "linspace" },
  LMSDiscreteScheduler: { sampler: lms, spacing: "linspace" },
  DPMSolverMultistepScheduler: { sampler: dpmSolver2m, spacing: "linspace" },
  UniPCMultistepScheduler: { sampler: unipc, spacing: "linspace" },
};

const flowScheduler = "FlowMatchEulerDiscreteScheduler";

/**
 * Reads the configuration of one of diffusers' schedulers.
 *
 * @param options
 * @param options.steps How many steps to take.
 * @param options.tokens For flow: how many patches the picture has, as large ones need more noise.
 * @throws {RangeError} If it is of a class or has a setting that this library has not.
 */
export function samplingPlan(
  source: ConfigSource,
  { steps, tokens }: { steps: number; tokens: number },
): SamplingPlan {
  const name = String(source.config["_class_name"]);
  if (name === flowScheduler) return flowPlan(source, { steps, tokens });
  if (!Object.hasOwn(schedulers, name))
    throw configError(
      source,
      `it is of the class ${show(name)}; known are ${[...Object.keys(schedulers), flowScheduler].join(", ")}`,
    );
  const schedule = scheduleIn(source);
  const targets: Record<string, Target> = { epsilon: "eps", v_prediction: "v", sample: "x0" };
  refuseOthers(source, { prediction_type: Object.keys(targets), algorithm_type: Object.keys(solvers) });
  return {
    schedule,
    levels: levelsIn(source, schedule, { steps, known: schedulers[name] }),
    sampler: samplerIn(source, name),
    predicts: targets[String(source.config["prediction_type"] ?? "epsilon")],
  };
}

const solvers: Record<string, Sampler> = { "dpmsolver++": dpmSolver2m, "sde-dpmsolver++": dpmSolver2mSde };

function samplerIn(source: ConfigSource, name: string): Sampler {
  const solver = name === "DPMSolverMultistepScheduler" && solvers[String(source.config["algorithm_type"])];
  if (solver) return solver;
  const hasRungeKutta = name === "PNDMScheduler" && !flagIn(source, "skip_prk_steps", false);
  return hasRungeKutta ? (x, step) => pndm(x, step, { warmup: "rk4" }) : schedulers[name].sampler;
}

function scheduleIn(source: ConfigSource): Schedule {
  const steps = sizeIn(source, "num_train_timesteps", 1000);
  const kinds: Record<string, () => Schedule> = {
    linear: () => linearSchedule(range()),
    scaled_linear: () => scaledLinearSchedule(range()),
    squaredcos_cap_v2: () => cosineSchedule({ steps }),
  };
  const range = () => ({
    steps,
    betaStart: numberIn(source, "beta_start", 0.0001),
    betaEnd: numberIn(source, "beta_end", 0.02),
  });
  refuseOthers(source, { beta_schedule: Object.keys(kinds), thresholding: [false] });
  const given = betasIn(source, steps);
  const schedule = given ?? kinds[String(source.config["beta_schedule"] ?? "linear")]();
  return flagIn(source, "rescale_betas_zero_snr", false) ? zeroTerminalSnr(schedule) : schedule;
}

/** A schedule that is given number by number, as those of `exportPipeline` are. */
function betasIn(source: ConfigSource, steps: number): Schedule | undefined {
  const betas = source.config["trained_betas"];
  if (betas === undefined || betas === null) return undefined;
  const isRight = (beta: unknown) => typeof beta === "number" && beta > 0 && beta <= 1;
  if (!Array.isArray(betas) || betas.length !== steps || !betas.every(isRight))
    throw configError(
      source,
      `trained_betas must be ${steps} numbers above 0 and at most 1, got ${show(betas)}`,
    );
  return fromBetas("trained", Float64Array.from(betas));
}

function levelsIn(
  source: ConfigSource,
  schedule: Schedule,
  { steps, known }: { steps: number; known: Known },
): Level[] {
  refuseOthers(source, {
    timestep_spacing: ["leading", "trailing", "linspace"],
    use_exponential_sigmas: [false],
    use_beta_sigmas: [false],
    use_flow_sigmas: [false],
    final_sigmas_type: ["zero"],
  });
  if (flagIn(source, "use_karras_sigmas", false)) {
    const [sigmaMin, sigmaMax] = [0, schedule.steps - 1].map((t) => levelAt(schedule, t).sigma);
    return Array.from(karrasSigmas({ steps, sigmaMin, sigmaMax }), (sigma) => levelOf(schedule, sigma));
  }
  const times = timesteps({
    trainSteps: schedule.steps,
    steps,
    spacing: (source.config["timestep_spacing"] as Spacing | undefined) ?? known.spacing,
    offset: numberIn(source, "steps_offset", 0),
  });
  const levels = Array.from(times, (t) => levelAt(schedule, t));
  const { toClean } = known;
  if (toClean === undefined || flagIn(source, "set_alpha_to_one", toClean))
    return [...levels, levelAt(schedule, -1)];
  // From step 0 to step 0 nothing would change.
  return times.at(-1) === 0 ? levels : [...levels, { ...levelAt(schedule, 0), t: -1 }];
}

/** Flow's times as Flux has them: evenly from 1 to 1/steps, then shifted. */
function flowPlan(source: ConfigSource, { steps, tokens }: { steps: number; tokens: number }): SamplingPlan {
  refuseOthers(source, {
    invert_sigmas: [false],
    shift_terminal: [],
    stochastic_sampling: [false],
    time_shift_type: ["exponential"],
    use_beta_sigmas: [false],
    use_exponential_sigmas: [false],
    use_karras_sigmas: [false],
  });
  const [few, many] = [sizeIn(source, "base_image_seq_len", 256), sizeIn(source, "max_image_seq_len", 4096)];
  const [low, high] = [numberIn(source, "base_shift", 0.5), numberIn(source, "max_shift", 1.15)];
  const moving = low + ((high - low) * (tokens - few)) / (many - few);
  const shift = flagIn(source, "use_dynamic_shifting", false)
    ? Math.exp(moving)
    : numberIn(source, "shift", 1);
  const sigmas = flowSigmas({ steps, shift, sigmaMin: 1 / steps });
  return { levels: Array.from(sigmas, flowLevel), sampler: flowEuler, predicts: "flow" };
}
