import { breathe } from "../core/breathe.ts";
import { checkInteger, checkNumber } from "../core/check.ts";
import { toTensor } from "../core/convert.ts";
import type { Random } from "../core/random.ts";
import { tf } from "../core/tf.ts";
import type { HostValues } from "../core/values.ts";
import { type Gan, type GanParameters, gradientPenalty, madeRows, scores } from "../model/gan.ts";
import { type Learner, learner } from "./learner.ts";
import { adam, type Optimizer } from "./optimizer.ts";
import type { Rate } from "./rate.ts";
import { sourceOf, type TrainingData } from "./source.ts";

/** What is kept of each step. */
export interface GanRecord {
  /** From 1. */
  step: number;
  /** The critic's cross entropy in nats, the penalty included; 2 ln 2 = 1.386 when it cannot tell. */
  critic: number;
  /** The generator's; ln 2 = 0.693 when the critic cannot tell. */
  generator: number;
  /** The penalty before its factor: the mean squared slope of the critic at real data. */
  penalty: number;
}

/** One step of teaching a GAN. */
export interface GanStep extends GanRecord {
  steps: number;
  /** All steps so far, this one included: one list that grows. */
  history: readonly GanRecord[];
}

export interface TrainGanOptions {
  /** Batches and noise are drawn from it. */
  rng: Random;
  /** γ, how much the critic's slope at real data costs (R1); 0 is the GAN of 2014. Default: 0.3. */
  penalty?: number;
  /**
   * Steps of the critic for each of the generator. A critic that lags behind lets the generator run from mode to mode, and most
   * modes are lost: the cure of Arjovsky et al. 2017 is to let it catch up, 5 steps, which the penalty makes safe. Default: 1.
   */
  criticSteps?: number;
  /** Default: 1000. */
  steps?: number;
  /** Real rows in a step, and as many made ones. Default: 128. */
  batch?: number;
  /** Makes the optimizers of both. Default: Adam with β₁ = 0.5 and β₂ = 0.99. */
  optimizer?: Optimizer;
  /** The generator's learning rate. Default: 5e-3. */
  rate?: number | Rate;
  /** The critic's. Default: 5e-3. */
  criticRate?: number | Rate;
  /** Stops before the next step: the loop throws the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Teaches a GAN: in each step the critic learns to tell real rows from made ones, then the generator to deceive it.
 *
 * critic: E softplus(−C(x)) + E softplus(C(G(z))) + γ/2 · E|∇C(x)|², generator: E softplus(−C(G(z)))
 *
 * Goodfellow et al. 2014, "Generative Adversarial Nets", algorithm 1 with the loss of section 3 that does not saturate; the penalty R1
 * of Mescheder et al. 2018, "Which Training Methods for GANs do actually Converge?", section 4.1; more critic steps against lost modes
 * as in Arjovsky et al. 2017, "Wasserstein GAN", algorithm 1.
 *
 * @param model Its parameters are replaced at each step; it stays the caller's.
 * @param data A data set, pictures, points, or a `mixture` that draws new points for each batch.
 * @returns One record after each step, on the host.
 * @throws {RangeError} If an option is out of its range or a loss is not finite.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { gan, mixture, random, trainGan } from "noisebook";
 *
 * const data = mixture({ weights: [0.5, 0.5], means: [[-2, 0], [2, 0]], deviations: [0.3, 0.3] });
 * const model = gan({ shape: [2], width: 16, rng: random(1) });
 * for await (const { step, history } of trainGan(model, data, { steps: 5, rng: random(2) }))
 *   assert.equal(history.length, step);
 * model.dispose();
 * ```
 */
export async function* trainGan(
  model: Gan,
  data: TrainingData,
  options: TrainGanOptions,
): AsyncGenerator<GanStep, void> {
  const { rng, steps = 1000, batch = 128, penalty = 0.3, signal } = options;
  const {
    optimizer = adam({ beta1: 0.5, beta2: 0.99 }),
    rate = 5e-3,
    criticRate = 5e-3,
    criticSteps = 1,
  } = options;
  for (const [name, value] of Object.entries({ steps, batch, criticSteps }))
    checkInteger(value, { doing: "train a GAN", name, from: 1 });
  checkNumber(penalty, { doing: "train a GAN", name: "penalty", from: 0 });
  const source = sourceOf(data);
  const critic = learner(part(model, "critic"), { optimizer, rate: criticRate, steps: criticSteps * steps });
  const generator = learner(part(model, "generator"), { optimizer, rate, steps });
  const history: GanRecord[] = [];
  try {
    for (let step = 1; step <= steps; step++) {
      signal?.throwIfAborted();
      let tell = { loss: 0, penalty: 0 };
      for (let round = 0; round < criticSteps; round++)
        tell = await tellApart(critic, source.next(batch, rng).x0, { model, penalty, rng });
      const { loss } = await deceive(generator, batch, { model, rng });
      const record = { step, critic: tell.loss, generator: loss, penalty: tell.penalty };
      history.push(record);
      yield { ...record, steps, history };
      await breathe();
    }
  } finally {
    critic.dispose();
    generator.dispose();
  }
}

/** One of the two networks, as the owner of its parameters. */
function part<Name extends keyof GanParameters>(model: Gan, name: Name): { parameters: GanParameters[Name] } {
  return {
    get parameters() {
      return model.parameters[name];
    },
    set parameters(parameters) {
      model.parameters[name] = parameters;
    },
  };
}

function tellApart(
  critic: Learner<GanParameters["critic"]>,
  x0: HostValues,
  { model, penalty: factor, rng }: { model: Gan; penalty: number; rng: Random },
): Promise<Record<"loss" | "penalty", number>> {
  return critic.step<"penalty">((parameters) => {
    const real = toTensor(x0);
    const made = madeRows(model.parameters.generator, { ...model, count: x0.count, rng });
    const penalty = factor > 0 ? gradientPenalty(parameters, real) : tf.scalar(0);
    const entropy = tf.add(
      tf.mean(tf.softplus(tf.neg(scores(parameters, real)))),
      tf.mean(tf.softplus(scores(parameters, made))),
    );
    return { loss: tf.add(entropy, tf.mul(penalty, factor / 2)), penalty };
  });
}

function deceive(
  generator: Learner<GanParameters["generator"]>,
  count: number,
  { model, rng }: { model: Gan; rng: Random },
): Promise<Record<"loss", number>> {
  return generator.step<never>((parameters) => {
    const made = madeRows(parameters, { ...model, count, rng });
    return { loss: tf.mean(tf.softplus(tf.neg(scores(model.parameters.critic, made)))) };
  });
}
