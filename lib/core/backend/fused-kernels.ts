/** Kernels of our own, which lib/core/ops calls where they are registered. */
import { tf } from "../tf.ts";
import { within } from "./composed.ts";
import { type Kernel, replaceKernel } from "./kernel.ts";
import type { Module } from "./module.ts";
import { asTensor, sumRows } from "./module-kernels.ts";
import { addressOf, emptyOnHeap } from "./wasm-heap.ts";

export interface GroupNormAttributes {
  groups: number;
  epsilon: number;
  silu: boolean;
}

/** A step's factors, worked out once in double precision. */
export interface AdamFactors {
  beta1: number;
  beta2: number;
  /** η / (1 − β₁ᵗ). */
  rate: number;
  /** 1 / √(1 − β₂ᵗ). */
  root: number;
  epsilon: number;
  /** 1 − η·λ. */
  keep: number;
}

type ByKernel<Attributes> = (module: Module) => Kernel<Attributes>;

/** Work of a value that is normalized, next to that of a multiplication in a product. */
const normWork = 20;

const groupNormSilu: ByKernel<GroupNormAttributes> =
  (module) =>
  ({ x, gamma, beta }, attributes) => {
    const y = emptyOnHeap(x.shape);
    const statistics = emptyOnHeap([x.shape[0], 2, attributes.groups]);
    const places = [x, gamma, beta, y, statistics].map(addressOf);
    module.call("norm", { words: [...places, 0, 0, ...sizes(x, attributes)], ...rest(x, attributes) });
    return [y, statistics];
  };

const groupNormSiluGrad: ByKernel<GroupNormAttributes> =
  (module) =>
  ({ dy, x, gamma, beta, statistics }, attributes) =>
    within(() => {
      const [batch, channels] = [x.shape[0], gamma.size];
      const dx = emptyOnHeap(x.shape);
      const shares = asTensor(emptyOnHeap([batch, 2, channels]));
      const sums = asTensor(emptyOnHeap([2, channels]));
      const places = [x, gamma, beta, dx, statistics, dy, shares].map(addressOf);
      module.call("normGradient", { words: [...places, ...sizes(x, attributes)], ...rest(x, attributes) });
      sumRows(module, { x: shares, y: sums }, { rows: batch, columns: 2 * channels });
      const [gammaGradient, betaGradient] = tf.unstack(sums);
      return [asTensor(dx), gammaGradient, betaGradient];
    });

function sizes(x: tf.Tensor, { groups, silu }: GroupNormAttributes): number[] {
  const [batch, channels] = [x.shape[0], x.shape[x.rank - 1]];
  return [batch, x.size / (batch * channels), channels, groups, Number(silu)];
}

function rest(x: tf.Tensor, { epsilon }: GroupNormAttributes) {
  return { floats: [epsilon], scratch: 16 * (x.shape[x.rank - 1] + 4), work: normWork * x.size };
}

const scaledSoftmax: ByKernel<{ scale: number }> =
  (module) =>
  ({ x }, { scale }) => {
    const y = emptyOnHeap(x.shape);
    const columns = x.shape[x.rank - 1];
    const words = [addressOf(x), addressOf(y), 0, x.size / columns, columns];
    module.call("softmax", { words, floats: [scale], work: normWork * x.size });
    return y;
  };

const scaledSoftmaxGrad: ByKernel<{ scale: number }> =
  (module) =>
  ({ dy, y }, { scale }) => {
    const x = emptyOnHeap(y.shape);
    const columns = y.shape[y.rank - 1];
    const words = [addressOf(x), addressOf(y), addressOf(dy), y.size / columns, columns];
    module.call("softmaxGradient", { words, floats: [scale], work: 4 * y.size });
    return x;
  };

const adamStep: ByKernel<AdamFactors> =
  (module) =>
  ({ param, mean, square, gradient }, { beta1, beta2, rate, root, epsilon, keep }) => {
    const next = [0, 1, 2].map(() => emptyOnHeap(param.shape));
    const places = [param, mean, square, gradient, ...next].map(addressOf);
    const floats = [beta1, beta2, rate, root, epsilon, keep];
    module.call("adam", { words: [...places, param.size], floats, scratch: 112, work: 8 * param.size });
    return next;
  };

/** Registers the kernels of the fused operations. */
export function registerFusedKernels(module: Module): void {
  const put = <Attributes>(name: string, kernel: ByKernel<Attributes>) =>
    replaceKernel("wasm", name, kernel(module));
  put("GroupNormSilu", groupNormSilu);
  put("GroupNormSiluGrad", groupNormSiluGrad);
  put("ScaledSoftmax", scaledSoftmax);
  put("ScaledSoftmaxGrad", scaledSoftmaxGrad);
  put("AdamStep", adamStep);
}
