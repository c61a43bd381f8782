/** What a training keeps between its steps, and how it makes one. */
import { ShapeError, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { shapeOf } from "../core/values.ts";
import type { Model } from "../model/model.ts";
import { mapTensors, namedTensors } from "../model/parameters.ts";
import { type Batch, drawBatch, joinBatches, type Recipe } from "./batch.ts";
import { checkStep } from "./finite.ts";
import { type FloorOf, floorOf } from "./floor.ts";
import { type GradientEngine, ownGradients } from "./gradient-engine.ts";
import { clipGradients, globalNorm } from "./gradients.ts";
import { keeper } from "./keeper.ts";
import { trainingLevels, weightOf } from "./levels.ts";
import { adam, type Optimizer } from "./optimizer.ts";
import { parallelGradients } from "./parallel.ts";
import { constantRate, type Rate } from "./rate.ts";
import { type Source, sourceOf, type TrainingData } from "./source.ts";
import { stopwatch } from "./stopwatch.ts";
import type { TrainOptions } from "./train-options.ts";
import type { TrainRecord, TrainStep } from "./train-step.ts";
import { restoreTraining, type TrainingParts, type TrainingState } from "./training-state.ts";

export interface Training {
  steps: number;
  /** Steps made so far. */
  made(): number;
  /** Makes a step. */
  next(): Promise<TrainStep>;
  /** Frees all but the model. */
  close(): Promise<void>;
}

export async function startTraining(
  model: Model,
  data: TrainingData,
  options: TrainOptions,
): Promise<Training> {
  const { steps = 1000, optimizer = adam(), rate = 1e-3, rng } = options;
  model.predicts = options.target ?? (options.schedule ? model.predicts : "flow");
  const recipe = recipeOf(model, data, options);
  const { draw, sources } = drawing(recipe, options);
  const engine = await engineOf(model, options);
  const state: TrainingState = { made: 0, slots: emptySlots(model, optimizer), history: [] };
  const parts = { model, state, optimizer, sources, rng, ema: options.ema };
  const free = async () => {
    await engine.close();
    tf.dispose(state.slots as never);
  };
  if (options.resume !== undefined) await restoreTraining(options.resume, parts).catch(fail(free));
  const context: Context = {
    ...parts,
    engine,
    floor: floorOf(data, recipe.target),
    rate: typeof rate === "number" ? constantRate(rate) : rate,
    steps,
    clipNorm: options.clipNorm,
  };
  const clock = stopwatch(options.now);
  const keep = keeper(options.checkpoint, parts);
  return {
    steps,
    made: () => state.made,
    async next() {
      keep.begin();
      const batch = await draw();
      const { record, errors } = await makeStep(batch, context);
      state.history.push(record);
      await keep.end(steps);
      return {
        ...record,
        steps,
        epoch: recipe.source.state().epoch,
        perRow: { t: Float64Array.from(batch.levels, ({ t }) => t), loss: errors },
        ...clock(batch.x.count, steps - state.made),
        memory: memory(),
        history: state.history,
      };
    },
    close: () => keep.close().finally(free),
  };
}

/** Frees what was made, and then fails as before. */
function fail(free: () => Promise<void>): (error: unknown) => Promise<never> {
  return async (error) => {
    await free();
    throw error;
  };
}

async function engineOf(
  model: Model,
  { workers = 1, accumulate = 1 }: TrainOptions,
): Promise<GradientEngine> {
  return workers > 1 ? parallelGradients(model, { workers }) : ownGradients(model, { parts: accumulate });
}

function memory(): TrainStep["memory"] {
  const { numTensors, numBytes } = tf.memory();
  return { numTensors, numBytes };
}

function recipeOf(model: Model, data: TrainingData, options: TrainOptions): Recipe {
  const target = model.predicts;
  return {
    source: sourceOf(data, { classes: options.classes }),
    latent: options.latent,
    levels: options.levels ?? trainingLevels(options.schedule),
    weight: weightOf(options.loss ?? "uniform", target),
    target,
    drop: options.dropCaption ?? 0.1,
    rng: options.rng,
  };
}

/** Draws batches, with those of the prior behind them. */
function drawing(
  recipe: Recipe,
  { batch = 64, prior }: Pick<TrainOptions, "batch" | "prior">,
): { draw: () => Promise<Batch>; sources: Source[] } {
  if (!prior) return { draw: () => drawBatch(batch, recipe), sources: [recipe.source] };
  const { weight = 1, batch: more = batch } = prior;
  const other = { ...recipe, source: sourceOf(prior.data) };
  // The mean over all rows becomes (mean over the data) + weight·(mean over the prior).
  const rows = batch + more;
  const draw = async () =>
    joinBatches([
      { batch: await drawBatch(batch, recipe), factor: rows / batch },
      { batch: await drawBatch(more, other), factor: (weight * rows) / more },
    ]);
  return { draw, sources: [recipe.source, other.source] };
}

interface Context extends TrainingParts {
  engine: GradientEngine;
  floor: FloorOf;
  rate: Rate;
  steps: number;
  clipNorm: number | undefined;
}

async function makeStep(
  batch: Batch,
  context: Context,
): Promise<{ record: TrainRecord; errors: Float32Array }> {
  const { model, state, engine, floor, clipNorm } = context;
  checkRows(batch, model);
  const step = state.made + 1;
  const rate = context.rate(state.made, context.steps);
  let { errors, gradients } = await engine.compute(batch);
  try {
    const norm = await lengthOf(gradients);
    const loss = errors.reduce((sum, error, row) => sum + error * batch.weights[row], 0) / errors.length;
    await checkStep(model, { loss, norm, gradients, step });
    if (clipNorm !== undefined && norm > clipNorm) {
      const long = gradients;
      gradients = clipGradients(long, { norm, limit: clipNorm });
      tf.dispose(long);
    }
    update(gradients, { ...context, step, rate });
    context.ema?.update(model.parameters);
    state.made = step;
    return { record: { step, loss, ...floor(batch), gradientNorm: norm, rate }, errors };
  } finally {
    tf.dispose(gradients);
  }
}

function checkRows({ x }: Batch, { shape }: Model): void {
  const row = shapeOf(x).slice(1);
  if (row.length !== shape.length || row.some((size, axis) => size !== shape[axis]))
    throw new ShapeError(
      `Cannot train: the data's rows must have the model's shape [${shape.join(", ")}], got [${row.join(", ")}]`,
    );
}

async function lengthOf(gradients: readonly Tensor[]): Promise<number> {
  const norm = globalNorm(gradients);
  try {
    return (await norm.data())[0];
  } finally {
    norm.dispose();
  }
}

/** Puts new tensors into the model and into the state, and frees the old ones. */
function update(
  gradients: readonly Tensor[],
  { model, state, optimizer, step, rate }: Omit<Context, "rate"> & { step: number; rate: number },
): void {
  let index = 0;
  model.parameters = mapTensors(model.parameters, (param) => {
    const slots = state.slots[index];
    const next = optimizer.update(param, gradients[index], { slots, step, rate });
    tf.dispose([param, ...slots]);
    state.slots[index++] = next.slots;
    return next.param;
  });
}

function emptySlots(model: Model, optimizer: Optimizer): Tensor[][] {
  return namedTensors(model.parameters).map(([, param]) =>
    optimizer.slots.map(() => tf.keep(tf.zerosLike(param))),
  );
}
