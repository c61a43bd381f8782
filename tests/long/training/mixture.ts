import {
  combine,
  countParameters,
  levelAt,
  linearSchedule,
  mlp,
  oneCycleRate,
  random,
  train,
} from "../../../lib/index.ts";
import { truth } from "../../lib/points.ts";

import type { Say } from "./pictures.ts";

/** An MLP on the exact mixture: how far above the floor is the ε-loss, by the exact denoiser? */
export async function mixtureExperiment(say: Say, { steps }: { steps: number }) {
  const rng = random(1);
  const schedule = linearSchedule();
  const model = mlp({ dim: 2, width: 90, rng });
  const options = { schedule, target: "v" as const, batch: 256, rate: oneCycleRate(6e-3), steps, rng };
  for await (const _ of train(model, truth, options));
  const fresh = random(99);
  let sum = 0;
  for (let t = 5; t < 1000; t += 10) {
    const level = levelAt(schedule, t);
    const { a, s } = level;
    const { data, count, dim } = truth.draw(500, { rng: fresh });
    const x = combine([a, { data, count, dim }], [s, { data: fresh.normal(1000), count, dim }]);
    // |ε − ε*|² of v's error: the prediction and the exact x_0 as ε.
    const own = combine([s, x], [a, await model.predict(x, level)]);
    const best = combine([1 / s, x], [-a / s, truth.predict(x, level) as typeof x]);
    sum +=
      Array.from(own.data).reduce((part, value, index) => part + (value - best.data[index]) ** 2, 0) / 1000;
  }
  const parameters = countParameters(model.parameters);
  model.dispose();
  const excess = sum / 100;
  say(`mixture: ${parameters} parameters, ${steps} steps, excess ${excess.toFixed(5)}`);
  return { parameters, steps, excess };
}
