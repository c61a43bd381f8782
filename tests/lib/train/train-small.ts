/** A training that is small enough to be repeated. */
import { selectBackend } from "../../../lib/core/backend.ts";
import type { Points } from "../../../lib/core/points.ts";
import { random } from "../../../lib/core/random.ts";
import { ema } from "../../../lib/model/ema.ts";
import { mlp } from "../../../lib/model/mlp.ts";
import { namedTensors } from "../../../lib/model/parameters.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import type { TrainingData } from "../../../lib/train/source.ts";
import { train } from "../../../lib/train/train.ts";
import type { TrainOptions } from "../../../lib/train/train-options.ts";
import type { TrainStep } from "../../../lib/train/train-step.ts";
import { truth } from "../points.ts";

/** The mixture of the reference table. */
export const exact = truth;
export const schedule = linearSchedule();

export function points(count: number): Points {
  const { data } = exact.draw(count, { rng: random(5) });
  return { data: Float32Array.from(data), count, dim: 2 };
}

/** Trains a small network; gives its steps, all its parameters, and the next number of its stream of chance. */
export async function trainSmall(
  { stopAfter, average, ...options }: Partial<TrainOptions> & { stopAfter?: number; average?: number } = {},
  data: TrainingData = exact,
) {
  await selectBackend({ prefer: "wasm", threads: 1 });
  const rng = random(1);
  const model = mlp({ dim: 2, width: 16, rng });
  const running = average === undefined ? undefined : ema<object>(model.parameters, { decay: average });
  try {
    const steps: TrainStep[] = [];
    for await (const step of train(model, data, {
      schedule,
      steps: 20,
      batch: 32,
      rng,
      ema: running,
      ...options,
    })) {
      steps.push({ ...step, history: [...step.history] });
      if (step.step === stopAfter) break;
    }
    const mean = running && (await valuesOf(running.parameters));
    return { steps, parameters: await valuesOf(model.parameters), mean, after: rng.normal() };
  } finally {
    running?.dispose();
    model.dispose();
  }
}

/** All parameters in one row. */
export async function valuesOf(parameters: object): Promise<Float32Array> {
  const values = await Promise.all(namedTensors(parameters).map(([, tensor]) => tensor.data()));
  return Float32Array.from(values.flatMap((list) => [...list]));
}
