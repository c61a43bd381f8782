/** Times training steps of a small U-Net here and in PyTorch on as many threads, in one run, and gives the ratio. */
import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { tf } from "../../lib/core/tf.ts";
import { type AdamState, adamStep, selectBackend } from "../../lib/index.ts";
import { type NextParameter, unet } from "./unet.ts";

export interface Task {
  size: number;
  batch: number;
  threads: number;
  steps: number;
}

export interface Timing {
  losses: number[];
  milliseconds: number[];
  parameters: number;
}

export interface Comparison {
  size: number;
  threads: number;
  parameters: number;
  /** The fastest step, in milliseconds. */
  ours: number;
  /** Undefined if this machine has no PyTorch. */
  torch: number | undefined;
  ratio: number | undefined;
  /** The largest relative difference of the losses. */
  difference: number | undefined;
}

/** Compares at each size, in rounds that alternate, so that both meet the machine's quiet moments. */
export async function benchTrain({
  rounds = 2,
  steps = 6,
  sizes = [16, 32],
  threads = Math.min(8, availableParallelism()),
} = {}): Promise<Comparison[]> {
  await selectBackend({ threads });
  const comparisons: Comparison[] = [];
  for (const size of sizes) {
    const task = { size, batch: 16, threads, steps };
    const ours: Timing[] = [];
    const torch: (Timing | undefined)[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await trainHere(task));
      torch.push(await trainInTorch(task));
    }
    comparisons.push(compare(task, ours, torch));
  }
  return comparisons;
}

function compare({ size, threads }: Task, ours: Timing[], torch: (Timing | undefined)[]): Comparison {
  const found = torch.filter((timing) => timing !== undefined);
  const fastest = (timings: Timing[]) => Math.min(...timings.flatMap(({ milliseconds }) => milliseconds));
  const theirs = found.length > 0 ? fastest(found) : undefined;
  return {
    size,
    threads,
    parameters: ours[0].parameters,
    ours: fastest(ours),
    torch: theirs,
    ratio: theirs && fastest(ours) / theirs,
    difference:
      found.length > 0
        ? Math.max(...ours[0].losses.map((loss, step) => Math.abs(loss / found[0].losses[step] - 1)))
        : undefined,
  };
}

/** Training steps with the engine that is in use. */
export async function trainHere({ size, batch, steps }: Task): Promise<Timing> {
  const [x, y] = [1000, 1001].map((seed) => noise([batch, size, size, 3], seed));
  const t = tf.tidy(() => tf.div(tf.add(tf.range(0, batch), 0.5), batch));
  let states = initialStates(x, t);
  const timing: Timing = { losses: [], milliseconds: [], parameters: 0 };
  timing.parameters = states.reduce((sum, { param }) => sum + param.size, 0);
  const loss = (...parameters: tf.Tensor[]) => {
    let index = 0;
    return tf.mean(
      tf.squaredDifference(
        unet(x, t, () => parameters[index++]),
        y,
      ),
    ) as tf.Scalar;
  };
  for (let step = 1; step <= steps; step++) {
    const start = performance.now();
    const { value, grads } = tf.valueAndGrads(loss)(states.map(({ param }) => param));
    const next = states.map((state, index) => adamStep(state, grads[index], { step, rate: 1e-3 }));
    tf.dispose([states, grads] as never);
    states = next;
    timing.losses.push((await value.data())[0]);
    timing.milliseconds.push(performance.now() - start);
    value.dispose();
  }
  tf.dispose([x, y, t, states] as never);
  return timing;
}

/** The same first parameters as in train.py: each drawn by its place in the network. */
function initialStates(x: tf.Tensor, t: tf.Tensor): AdamState[] {
  const states: AdamState[] = [];
  const next: NextParameter = (shape, kind) => {
    const index = states.length;
    const param = tf.keep(
      kind === "weight"
        ? tf.div(noise(shape, index), Math.sqrt(tf.util.sizeFromShape(shape.slice(0, -1))))
        : tf.fill(shape, kind === "gamma" ? 1 : 0),
    );
    states.push({ param, mean: tf.keep(tf.zeros(shape)), square: tf.keep(tf.zeros(shape)) });
    return param;
  };
  tf.tidy(() => {
    unet(x, t, next);
  });
  return states;
}

function noise(shape: number[], seed: number): tf.Tensor {
  let state = (seed * 7919 + 12345) >>> 0;
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return tf.tensor(values, shape);
}

/** The Python that has PyTorch: `NOISEBOOK_PYTHON`, or python3. */
async function trainInTorch(task: Task): Promise<Timing | undefined> {
  const script = fileURLToPath(new URL("../../../cli/bench/train.py", import.meta.url));
  const python = process.env["NOISEBOOK_PYTHON"] ?? "python3";
  try {
    const { stdout } = await promisify(execFile)(python, [script, JSON.stringify(task)]);
    return JSON.parse(stdout) as Timing;
  } catch (error) {
    const { stderr = "", code } = error as { stderr?: string; code?: string | number };
    if (code === "ENOENT" || stderr.includes("No module named 'torch'")) return undefined;
    throw error;
  }
}
