/** One contestant's side of the training benchmark, as a program of its own: steps of a small U-Net on one engine. */
import { performance } from "node:perf_hooks";
import { tf } from "../../lib/core/tf.ts";
import {
  type AdamState,
  adamStep,
  type BackendName,
  mapTensors,
  namedTensors,
  random,
  selectBackend,
  unet,
} from "../../lib/index.ts";

export interface Task {
  /** Steps of training with Adam, or of DDIM without gradients. Default: "train". */
  kind?: "train" | "sample";
  size: number;
  batch: number;
  threads: number;
  steps: number;
  engine?: { name: BackendName; onnxruntime: boolean };
  /** Where PyTorch computes. Default: "cpu". */
  device?: "cpu" | "cuda";
}

export interface Timing {
  /** The loss after each step of training, or the mean square of the pictures after each of sampling. */
  losses: number[];
  /** What each step took: by the clock, and of all processors. */
  milliseconds: number[];
  cpu: number[];
  parameters: number;
  /** Multiplications and additions of one forward pass, in thousand millions. */
  forward?: number;
  /** What a product of two large matrices reaches, in thousand million operations a second. */
  peak?: number;
}

/** Steps with the engine of the task. */
export async function runTask(task: Task): Promise<Timing & { versions: Record<string, string> }> {
  const { engine, threads } = task;
  const { versions } = await selectBackend({
    prefer: engine?.name,
    onnxruntime: engine?.onnxruntime,
    threads,
  });
  return { ...(await trainHere(task)), versions };
}

/** Steps with the engine that is in use. */
export async function trainHere(task: Omit<Task, "threads" | "engine">): Promise<Timing> {
  const { batch, size } = task;
  const model = unet({
    image: [size, size, 3],
    channels: [32, 64, 96],
    attention: [0, 0, 0],
    heads: 1,
    rng: random(0),
  });
  const [x, y] = [1000, 1001].map((seed) => noise([batch, size, size, 3], seed)) as [tf.Tensor, tf.Tensor];
  const t = tf.tidy(() => tf.mul(tf.add(tf.range(0, batch), 0.5), 1000 / batch));
  const states = namedTensors(model.parameters).map(([name, tensor], at) =>
    initialState(tensor, { name, at }),
  );
  const predict = (tensors: tf.Tensor[], pictures: tf.Tensor) => {
    let index = 0;
    return model.apply(
      mapTensors(model.parameters, () => tensors[index++]!),
      pictures,
      { t },
    ) as tf.Tensor;
  };
  const timing: Timing = { losses: [], milliseconds: [], cpu: [], parameters: 0 };
  timing.parameters = states.reduce((sum, { param }) => sum + param.size, 0);
  timing.forward = await operations(() =>
    predict(
      states.map(({ param }) => param),
      x,
    ),
  );
  if (task.kind === "sample") await sample(task.steps, { states, x, timing, predict });
  else await train(task.steps, { states, x, y, timing, predict });
  tf.dispose([y, t]);
  model.dispose();
  return timing;
}

interface Run {
  states: AdamState[];
  x: tf.Tensor;
  timing: Timing;
  predict(parameters: tf.Tensor[], pictures: tf.Tensor): tf.Tensor;
}

async function train(
  steps: number,
  { states, x, y, timing, predict }: Run & { y: tf.Tensor },
): Promise<void> {
  const loss = (...parameters: tf.Tensor[]) =>
    tf.mean(tf.squaredDifference(predict(parameters, x), y)) as tf.Scalar;
  let current = states;
  for (let step = 1; step <= steps; step++)
    await measure(timing, () => {
      const { value, grads } = tf.valueAndGrads(loss)(current.map(({ param }) => param));
      const next = current.map((state, index) => adamStep(state, grads[index]!, { step, rate: 1e-3 }));
      tf.dispose([current, grads] as never);
      current = next;
      return value;
    });
  tf.dispose([current, x] as never);
}

async function sample(steps: number, { states, x, timing, predict }: Run): Promise<void> {
  const parameters = states.map(({ param }) => param);
  let current = x;
  for (let step = 1; step <= steps; step++)
    await measure(timing, () => {
      const [next, size] = tf.tidy(() => {
        const next = tf.add(tf.mul(current, 0.9), tf.mul(predict(parameters, current), 0.1));
        return [next, tf.mean(tf.square(next))] as [tf.Tensor, tf.Tensor];
      });
      current.dispose();
      current = next;
      return size;
    });
  tf.dispose([states, current] as never);
}

/** Runs one step and notes what it gave and took. */
async function measure(timing: Timing, step: () => tf.Tensor): Promise<void> {
  const [start, usage] = [performance.now(), process.cpuUsage()];
  const value = step();
  timing.losses.push((await value.data())[0]!);
  value.dispose();
  timing.milliseconds.push(performance.now() - start);
  const { user, system } = process.cpuUsage(usage);
  timing.cpu.push((user + system) / 1000);
}

/** Multiplications and additions of the convolutions and products of a computation. */
async function operations(compute: () => tf.Tensor): Promise<number> {
  const { kernels } = await tf.profile(() => tf.tidy(() => void compute()) as never);
  const size = (shape: number[]) => shape.reduce((product, length) => product * length, 1);
  const counts = kernels.map(({ name, inputShapes, outputShapes }) => {
    const [first = [], second = []] = inputShapes;
    const out = size(outputShapes[0] ?? []);
    if (name === "Conv2D" || name === "FusedConv2D") return (2 * out * size(second)) / second.at(-1)!;
    // In the U-Net no product has its first factor transposed.
    return name === "BatchMatMul" ? 2 * out * first.at(-1)! : 0;
  });
  return counts.reduce((sum, count) => sum + count, 0) / 1e9;
}

/** The same first parameters as in train.py, each drawn by its place in the model. */
function initialState({ shape }: tf.Tensor, { name, at }: { name: string; at: number }): AdamState {
  const param = tf.tidy(() =>
    shape.length > 1
      ? tf.div(noise(shape, at), Math.sqrt(tf.util.sizeFromShape(shape.slice(0, -1))))
      : tf.fill(shape, name.endsWith("gamma") ? 1 : 0),
  );
  return { param, mean: tf.zeros(shape), square: tf.zeros(shape) };
}

function noise(shape: number[], seed: number): tf.Tensor {
  let state = (seed * 7919 + 12345) >>> 0;
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return tf.tensor(values, shape);
}
