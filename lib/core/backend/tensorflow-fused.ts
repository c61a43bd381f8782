/** Kernels of our own for TensorFlow's C library: as few of its operations as the formulas allow. */
import { tf } from "../tf.ts";
import type { AdamFactors, GroupNormAttributes } from "./fused-kernels.ts";
import { type Kernel, replaceKernel } from "./kernel.ts";
import { type Attributes, callOperation } from "./tensorflow-operation.ts";

/** One operation with one result. */
function call(name: string, inputs: tf.TensorInfo[], attributes: Attributes = {}): tf.Tensor {
  return callOperation(name, inputs, attributes)[0]!;
}
const add = (a: tf.Tensor, b: tf.Tensor) => call("AddV2", [a, b]);
const sub = (a: tf.Tensor, b: tf.Tensor) => call("Sub", [a, b]);
const mul = (a: tf.Tensor, b: tf.Tensor) => call("Mul", [a, b]);

/** The sum over one axis, which stays with length 1. */
function sumOf(x: tf.Tensor, axis: number): tf.Tensor {
  const axes = tf.tensor1d([axis], "int32");
  return call("Sum", [x, axes], { keep_dims: true, Tidx: { type: "int32" } });
}

/** The mean over the channels of each group, for every channel: [batch, 1, channels] in and out. */
function groupMean(sums: tf.Tensor, groups: number, count: number): tf.Tensor {
  const [batch = 0, , channels = 0] = sums.shape;
  const total = sumOf(tf.reshape(sums, [batch, groups, channels / groups]), 2);
  const means = mul(total, tf.scalar(1 / count));
  return tf.reshape(tf.tile(means, [1, 1, channels / groups]), [batch, 1, channels]);
}

/** Pictures as rows of channels, and the number of values in a group. */
function rowsOf(x: tf.Tensor, groups: number): { rows: tf.Tensor; count: number } {
  const [batch, channels] = [x.shape[0]!, x.shape[x.rank - 1]!];
  const rows = tf.reshape(x, [batch, -1, channels]);
  return { rows, count: (rows.shape[1]! * channels) / groups };
}

/** y = silu(x·a + b), where a and b hold the norm, scale and shift of each picture's channels. */
const groupNormSilu: Kernel<GroupNormAttributes> = ({ x, gamma, beta }, { groups, epsilon, silu }) =>
  tidied(() => {
    const { rows, count } = rowsOf(x, groups);
    const mean = groupMean(sumOf(rows, 1), groups, count);
    const variance = groupMean(sumOf(call("SquaredDifference", [rows, mean]), 1), groups, count);
    const root = call("Rsqrt", [add(variance, tf.scalar(epsilon))]);
    const scale = mul(root, gamma);
    const z = add(mul(rows, scale), sub(beta, mul(mean, scale)));
    const y = silu ? mul(z, call("Sigmoid", [z])) : z;
    return [tf.reshape(y, x.shape), tf.stack([mean, root])];
  });

/**
 * With z = γ·x̂ + β and the sums S₁ = Σ dz, S₂ = Σ dz·x̂ of each picture's channels: dβ = Σ S₁, dγ = Σ S₂ over the
 * pictures, and dx = γ·dz/σ − (m₁ + x̂·m₂)/σ, where m₁ and m₂ are the means of γ·S₁ and γ·S₂ in the group.
 */
const groupNormSiluGrad: Kernel<GroupNormAttributes> = (
  { dy, x, gamma, beta, statistics },
  { groups, silu },
) =>
  tidied(() => {
    const { rows, count } = rowsOf(x, groups);
    const [mean, root] = tf.unstack(statistics) as [tf.Tensor, tf.Tensor];
    const normed = mul(sub(rows, mean), root);
    const slope = tf.reshape(dy, rows.shape);
    const dz = silu ? siluSlope(add(mul(normed, gamma), beta), slope) : slope;
    const [sum, product] = [sumOf(dz, 1), sumOf(mul(dz, normed), 1)];
    const first = mul(root, groupMean(mul(sum, gamma), groups, count));
    const second = mul(root, groupMean(mul(product, gamma), groups, count));
    const dx = sub(sub(mul(dz, mul(root, gamma)), first), mul(normed, second));
    const overBatch = (x: tf.Tensor) => tf.reshape(sumOf(x, 0), gamma.shape);
    return [tf.reshape(dx, x.shape), overBatch(product), overBatch(sum)];
  });

/** dz of silu(z) = z·σ(z): dy·σ + z·dy·σ·(1 − σ). */
function siluSlope(z: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  const s = call("Sigmoid", [z]);
  return add(mul(dy, s), mul(z, call("SigmoidGrad", [s, dy])));
}

/** Below this size the calls that make variables take longer than the arithmetic. */
const smallParameter = 8192;

/** TensorFlow's own step updates variables, so that they are made, updated and read again. */
const adamStep: Kernel<AdamFactors> = ({ param, mean, square, gradient }, factors) =>
  tidied(() => {
    const { beta1, beta2, rate, root, epsilon, keep } = factors;
    const kept = keep === 1 ? param : mul(param, tf.scalar(keep));
    if (param.size < smallParameter) return smallStep({ param: kept, mean, square, gradient }, factors);
    const handles = [kept, mean, square].map(variableOf);
    // η·m/(1 − β₁ᵗ)/(√v·root + ε) with the factors as TensorFlow has them; its own powers of β are told to be 0.
    const numbers = [0, 0, rate / root, beta1, beta2, epsilon / root].map((value) => tf.scalar(value));
    callOperation("ResourceApplyAdam", [...handles, ...numbers, gradient], {}, 0);
    return handles.map((handle) => call("ReadVariableOp", [handle], { T: null, dtype: { type: "float32" } }));
  });

function smallStep(
  { param, mean, square, gradient }: Record<"param" | "mean" | "square" | "gradient", tf.Tensor>,
  { beta1, beta2, rate, root, epsilon }: AdamFactors,
): tf.Tensor[] {
  const nextMean = add(mean, mul(sub(gradient, mean), tf.scalar(1 - beta1)));
  const nextSquare = add(square, mul(sub(call("Square", [gradient]), square), tf.scalar(1 - beta2)));
  const below = add(call("Sqrt", [nextSquare]), tf.scalar(epsilon / root));
  const change = call("Div", [mul(nextMean, tf.scalar(rate / root)), below]);
  return [sub(param, change), nextMean, nextSquare];
}

/** The name by which TensorFlow knows a variable that ends with its last handle. */
const anonymous = "cd2c89b7-88b7-44c8-ad83-06c2a9158347";

function variableOf(x: tf.Tensor): tf.Tensor {
  const dtype = { type: "float32" } as const;
  const handle = call("VarHandleOp", [], {
    T: null,
    container: "",
    shared_name: anonymous,
    dtype,
    shape: { shape: x.shape },
  });
  callOperation("AssignVariableOp", [handle, x], { T: null, dtype }, 0);
  return handle;
}

/** The sum over all axes but the last, as the gradient of a bias is. */
const sum: Kernel<{ axis: number | number[]; keepDims: boolean }> = ({ x }, attributes, before) => {
  const axes = tf.util.parseAxisParam(attributes.axis, x.shape);
  const isBias = x.rank > 1 && axes.length === x.rank - 1 && !axes.includes(x.rank - 1);
  return isBias && !attributes.keepDims && x.dtype === "float32" && x.size > 0
    ? call("BiasAddGrad", [x], { data_format: "NHWC" })
    : before({ x }, attributes);
};

function tidied(compute: () => tf.Tensor[]): tf.Tensor[] {
  return tf.tidy(compute as unknown as () => tf.Tensor[]);
}

/** Registers the kernels of the fused operations. */
export function registerTensorflowFused(): void {
  const put = <Attributes>(name: string, kernel: Kernel<Attributes>) =>
    replaceKernel("tensorflow", name, kernel);
  put("GroupNormSilu", groupNormSilu);
  put("GroupNormSiluGrad", groupNormSiluGrad);
  put("AdamStep", adamStep);
  put("Sum", sum);
}
