/** The cases of tests/golden/ops.py by name, as TensorFlow.js and our operations write them. */
// Long: a list of cases.
import { type AdamState, adamStep } from "../../../lib/core/ops/adam-step.ts";
import { attention } from "../../../lib/core/ops/attention.ts";
import { conv2dBias } from "../../../lib/core/ops/conv2d-bias.ts";
import { groupNormSilu } from "../../../lib/core/ops/group-norm-silu.ts";
import { upsample2x } from "../../../lib/core/ops/upsample2x.ts";
import { tf } from "../../../lib/core/tf.ts";

type T = tf.Tensor;
type Pads = [[number, number], [number, number], [number, number], [number, number]];

/** A case takes inputs of the golden file's shapes; what it makes is compared with PyTorch, and so are its gradients. */
export const cases: Record<string, (...inputs: T[]) => T> = {
  ...convolutions(),
  ...products(),
  ...rowsAndPictures(),
  ...normsAndLosses(),
  ...partsAndReductions(),
  ...elementwise(),
  ...fused(),
};

/** What three steps of each optimiser make of x when the loss is Σ x⁴ / 4 + x. */
export const updates: Record<string, (x: T) => T> = {
  sgd: (x) => steps(x, tf.train.sgd(0.1)),
  momentum: (x) => steps(x, tf.train.momentum(0.1, 0.9)),
  nesterov: (x) => steps(x, tf.train.momentum(0.1, 0.9, true)),
  adam: (x) => steps(x, tf.train.adam(0.01, 0.9, 0.999, 1e-7)),
  adamax: (x) => steps(x, tf.train.adamax(0.01, 0.9, 0.999, 1e-7)),
  adagrad: (x) => steps(x, tf.train.adagrad(0.1, 0.1)),
  rmsprop: (x) => steps(x, tf.train.rmsprop(0.01, 0.9, 0, 1e-8)),
  adamStep: (x) => adamSteps(x, 3, {}),
  "adamStep with decay": (x) => adamSteps(x, 4, { weightDecay: 0.1 }),
};

function convolutions(): typeof cases {
  const conv =
    (stride: number, pad: "same" | "valid" | number | Pads, dilation = 1) =>
    (x: T, w: T) =>
      tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad, "NHWC", dilation);
  const transposed =
    (stride: number, pad: "same", size: [number, number]) =>
    (x: T, w: T): T =>
      tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [x.shape[0], ...size, w.shape[2]!], stride, pad);
  const asymmetric: Pads = [[0, 0], [0, 1], [0, 1], [0, 0]]; // biome-ignore format: one row reads best
  return {
    "conv2d 3x3 same": conv(1, "same"),
    "conv2d 3x3 valid, many channels": conv(1, "valid"),
    "conv2d 3x3 same, a wide picture": conv(1, "same"),
    "conv2d 3x3 stride 2 same, even": conv(2, "same"),
    "conv2d 3x3 stride 2 same, odd": conv(2, "same"),
    "conv2d 4x4 stride 2 pad 1": conv(2, 1),
    "conv2d 4x4 same": conv(1, "same"),
    "conv2d 1x1": conv(1, "same"),
    "conv2d 1x1 stride 2": conv(2, "valid"),
    "conv2d 5x5 same": conv(1, "same"),
    "conv2d 3x2 valid": conv(1, "valid"),
    "conv2d stride 2 pads 0 and 1": conv(2, asymmetric),
    "conv2d stride 3": conv(3, "valid"),
    "conv2d dilation 2 same": conv(1, "same", 2),
    "conv2d dilation 2 valid": conv(1, "valid", 2),
    "conv2d from 1 channel": conv(1, "same"),
    "conv2d to 1 channel": conv(1, "same"),
    "fused conv2d with bias and relu": (x, filter, bias) =>
      tf.fused.conv2d({
        x: x as tf.Tensor4D,
        filter: filter as tf.Tensor4D,
        strides: 1,
        pad: "same",
        bias,
        activation: "relu",
      }),
    "conv2dTranspose 3x3": transposed(1, "same", [5, 4]),
    "conv2dTranspose 4x4 stride 2": transposed(2, "same", [8, 6]),
    "conv2dTranspose 3x3 stride 2": transposed(2, "same", [8, 10]),
    "depthwiseConv2d 3x3": (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same"),
    "depthwiseConv2d 3x3 stride 2, two filters a channel": (x, w) =>
      tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, "valid"),
    separableConv2d: (x, d, p) =>
      tf.separableConv2d(x as tf.Tensor4D, d as tf.Tensor4D, p as tf.Tensor4D, 1, "same"),
    conv1d: (x, w) => tf.conv1d(x as tf.Tensor3D, w as tf.Tensor3D, 1, "same"),
    conv3d: (x, w) => tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, 1, "valid"),
  };
}

function products(): typeof cases {
  const product = (transposeA: boolean, transposeB: boolean) => (a: T, b: T) =>
    tf.matMul(a, b, transposeA, transposeB);
  const einsum =
    (equation: string) =>
    (...inputs: T[]) =>
      tf.einsum(equation, ...inputs);
  const fusedProduct =
    (transposeA: boolean, transposeB: boolean, activation: "linear" | "relu" = "linear") =>
    (a: T, b: T, bias: T) =>
      tf.fused.matMul({ a, b, transposeA, transposeB, bias, activation });
  return {
    matMul: product(false, false),
    "matMul, a transposed": product(true, false),
    "matMul, b transposed": product(false, true),
    "matMul, both transposed": product(true, true),
    "matMul, odd and larger": product(false, false),
    "matMul 3D": product(false, false),
    "matMul 3D, b transposed": product(false, true),
    "matMul 3D, a transposed": product(true, false),
    "matMul 4D, both transposed": product(true, true),
    "matMul 4D times 2D": product(false, false),
    "matMul, one batch for all": product(false, false),
    "matMul, one batch for all, b transposed": product(false, true),
    "matMul, batches that stretch each other": product(false, false),
    "fused matMul with bias": fusedProduct(false, false),
    "fused matMul with bias, b transposed": fusedProduct(false, true),
    "fused matMul with bias, 3D": fusedProduct(false, false),
    "fused matMul with bias and relu, a transposed": fusedProduct(true, false, "relu"),
    dot: (a, b) => tf.dot(a, b).reshape([1]),
    "einsum ij,jk": einsum("ij,jk->ik"),
    "einsum bhqd,bhkd": einsum("bhqd,bhkd->bhqk"),
    "einsum bqhd,bkhd": einsum("bqhd,bkhd->bhqk"),
    "einsum bhwc,cd": einsum("bhwc,cd->bhwd"),
    "einsum i,j": einsum("i,j->ij"),
    "einsum ij to ji": einsum("ij->ji"),
    "einsum ijk to j": einsum("ijk->j"),
  };
}

function rowsAndPictures(): typeof cases {
  const pool =
    (kind: "maxPool" | "avgPool", size: number, stride: number, pad: "same" | "valid", shift = 0) =>
    (x: T): T =>
      tf[kind](tf.sub(x, shift) as tf.Tensor4D, size, stride, pad);
  const sized = (x: T, times: number): [number, number] => [x.shape[1]! * times, x.shape[2]! * times];
  return {
    gather: (x) => tf.gather(x, tf.tensor1d([0, 5, 2, 2, 2], "int32")),
    "gather along axis 1": (x) => tf.gather(x, tf.tensor1d([1, 1, 4], "int32"), 1),
    "gather by a matrix": (x) => tf.gather(x, tf.tensor2d([0, 1, 6, 1, 3, 3], [3, 2], "int32")),
    unsortedSegmentSum: (x) => tf.unsortedSegmentSum(x, tf.tensor1d([2, 0, 2, 4, 0, 2], "int32"), 5),
    "unsortedSegmentSum of a vector": (x) =>
      tf.unsortedSegmentSum(x, tf.tensor1d([1, 1, 0, 3, 3, 3], "int32"), 4),
    "oneHot times a table": (w) => tf.matMul(tf.oneHot(tf.tensor1d([3, 0, 3], "int32"), 4).toFloat(), w),
    "resizeNearestNeighbor x2": (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, sized(x, 2)),
    "resizeNearestNeighbor x3": (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, sized(x, 3)),
    "resizeBilinear x2": (x) => tf.image.resizeBilinear(x as tf.Tensor4D, sized(x, 2), true),
    "maxPool 2": pool("maxPool", 2, 2, "valid"),
    "maxPool of negative values": pool("maxPool", 2, 2, "valid", 2),
    "maxPool 3 stride 1 same, overlapping": pool("maxPool", 3, 1, "same", 0.5),
    "maxPool 3 stride 2 valid": pool("maxPool", 3, 2, "valid"),
    "avgPool 2": pool("avgPool", 2, 2, "valid"),
    "avgPool 3 stride 1 same, overlapping": pool("avgPool", 3, 1, "same"),
    "avgPool 3 stride 2 same": pool("avgPool", 3, 2, "same"),
    "mean of each channel": (x) => tf.mean(x, [1, 2]),
  };
}

function normsAndLosses(): typeof cases {
  return {
    "group norm": (x, gamma, beta) => {
      const [batch, height, width, channels] = x.shape as [number, number, number, number];
      const groups = x.reshape([batch, height * width, 4, channels / 4]);
      const { mean, variance } = tf.moments(groups, [1, 3], true);
      return groups.sub(mean).div(variance.add(1e-5).sqrt()).reshape(x.shape).mul(gamma).add(beta);
    },
    "layer norm": (x, gamma, beta) => {
      const { mean, variance } = tf.moments(x, -1, true);
      return x.sub(mean).mul(variance.add(1e-5).rsqrt()).mul(gamma).add(beta);
    },
    batchNorm: (x, gamma, beta) =>
      tf.batchNorm(
        x as tf.Tensor4D,
        tf.fill([4], 0.1) as tf.Tensor1D,
        tf.fill([4], 0.7) as tf.Tensor1D,
        beta as tf.Tensor1D,
        gamma as tf.Tensor1D,
      ),
    norm: (x) => tf.norm(x, 2, 1),
    moments: (x) => tf.moments(x, [0, 1]).variance,
    softmax: (x) => tf.softmax(x.mul(3)),
    "softmax 4D": (x) => tf.softmax(x),
    logSoftmax: (x) => tf.logSoftmax(x),
    logSumExp: (x) => tf.logSumExp(x, 1),
    "mean squared error": (a, b) => tf.losses.meanSquaredError(a, b).reshape([1]),
    "absolute difference": (a, b) => tf.losses.absoluteDifference(a, b).reshape([1]),
    "huber loss": (a, b) => tf.losses.huberLoss(a.mul(2), b.mul(2)).reshape([1]),
    "sigmoid cross entropy": (x) =>
      tf.losses.sigmoidCrossEntropy(tf.range(0, 12).mod(2).reshape([4, 3]), x).reshape([1]),
    "softmax cross entropy": (x) =>
      tf.losses
        .softmaxCrossEntropy(tf.oneHot(tf.tensor1d([0, 2, 1, 1], "int32"), 3).toFloat(), x)
        .reshape([1]),
  };
}

function partsAndReductions(): typeof cases {
  return {
    "concat of channels": (a, b) => tf.concat([a, b], -1),
    "concat of rows": (a, b) => tf.concat([a, b], 0),
    slice: (x) => tf.slice(x, [1, 2, 0], [2, 3, 4]),
    stridedSlice: (x) => tf.stridedSlice(x, [1, 0], [6, 6], [2, 3]),
    split: (x) => {
      const [a, b, c] = tf.split(x, 3, -1) as [T, T, T];
      return a.mul(b).sub(c);
    },
    stack: (a, b) => tf.stack([a, b], 1),
    unstack: (x) => {
      const [a, b, c] = tf.unstack(x) as [T, T, T];
      return a.mul(c).add(b);
    },
    pad: (x) => tf.pad(x, [[0, 0], [1, 0], [2, 1]], 0.5), // biome-ignore format: one row reads best
    "mirrorPad reflect": (x) => tf.mirrorPad(x, [[0, 0], [1, 2], [2, 1], [0, 0]], "reflect"), // biome-ignore format: one row reads best
    "transpose 4D": (x) => tf.transpose(x, [0, 3, 1, 2]),
    "transpose 5D": (x) => tf.transpose(x, [0, 3, 1, 4, 2]),
    reshape: (x) => tf.reshape(x, [4, 6]),
    tile: (x) => tf.tile(x, [2, 3]),
    reverse: (x) => tf.reverse(x, 1),
    "batchToSpace and back": (x) => {
      const crops = [[0, 0], [0, 0]]; // biome-ignore format: one row reads best
      const parts = tf.spaceToBatchND(x, [2, 2], crops);
      return tf.batchToSpaceND(parts.mul(parts), [2, 2], crops);
    },
    sum: (x) => tf.sum(x, 1),
    "sum of all": (x) => tf.sum(x).reshape([1]),
    mean: (x) => tf.mean(x, [0, 2], true),
    max: (x) => tf.max(x, 2),
    min: (x) => tf.min(x, [0, 1]),
    prod: (x) => tf.prod(x, 1),
    cumsum: (x) => tf.cumsum(x, 1),
    "cumsum exclusive, reversed": (x) => tf.cumsum(x, 1, true, true),
  };
}

function elementwise(): typeof cases {
  return {
    silu: (x) => x.mul(3).mul(tf.sigmoid(x.mul(3))),
    "gelu with tanh": (x) => {
      const y = x.mul(3);
      const inner = y.add(y.pow(3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
      return y.mul(0.5).mul(tf.tanh(inner).add(1));
    },
    "gelu with erf": (x) => x.mul(3 * 0.5).mul(tf.erf(x.mul(3 * Math.SQRT1_2)).add(1)),
    relu: (x) => tf.relu(x),
    leakyRelu: (x) => tf.leakyRelu(x, 0.2),
    elu: (x) => tf.elu(x),
    softplus: (x) => tf.softplus(x.mul(3)),
    sigmoid: (x) => tf.sigmoid(x.mul(4)),
    tanh: (x) => tf.tanh(x.mul(2)),
    exp: (x) => tf.exp(x),
    log: (x) => tf.log(x.square().add(0.5)),
    sqrt: (x) => tf.sqrt(x.square().add(0.5)),
    rsqrt: (x) => tf.rsqrt(x.square().add(0.5)),
    pow: (x, y) => tf.pow(x.square().add(0.5), y),
    "sin and cos": (x) => tf.sin(x.mul(9)).add(tf.cos(x.mul(5))),
    erf: (x) => tf.erf(x.mul(2)),
    abs: (x) => tf.abs(x),
    clipByValue: (x) => tf.clipByValue(x, -0.4, 0.6),
    "where, by the values themselves": (x) => tf.where(tf.greater(x, 0.1), x.mul(2), x.square()),
    "where, stretched": (x, y) => tf.where(tf.greater(x, y), x, y.square()),
    maximum: (a, b) => tf.maximum(a, b),
    minimum: (a, b) => tf.minimum(a, b),
    "add, stretched": (a, b) => tf.add(a, b),
    "mul, stretched": (a, b) => tf.mul(a, b),
    "sub, stretched": (a, b) => tf.sub(a, b),
    "div, stretched": (a, b) => tf.div(a, b.square().add(1)),
    squaredDifference: (a, b) => tf.squaredDifference(a, b),
  };
}

function fused(): typeof cases {
  return {
    groupNormSilu: (x, gamma, beta) => groupNormSilu(x, { gamma, beta, groups: 4 }),
    "groupNormSilu, 12 channels in 2 groups": (x, gamma, beta) =>
      groupNormSilu(x, { gamma, beta, groups: 2 }),
    "groupNormSilu, groups of 3 channels": (x, gamma, beta) => groupNormSilu(x, { gamma, beta, groups: 3 }),
    "groupNormSilu far from zero": (x, gamma, beta) => groupNormSilu(x.add(30), { gamma, beta, groups: 2 }),
    "groupNormSilu without SiLU": (x, gamma, beta) =>
      groupNormSilu(x, { gamma, beta, groups: 2, activation: "none" }),
    "groupNormSilu of tokens": (x, gamma, beta) => groupNormSilu(x, { gamma, beta, groups: 4 }),
    "conv2dBias 3x3": (x, filter, bias) => conv2dBias(x, { filter, bias }),
    "conv2dBias 3x3, 12 to 20 channels": (x, filter, bias) => conv2dBias(x, { filter, bias }),
    "conv2dBias stride 2": (x, filter, bias) => conv2dBias(x, { filter, bias, stride: 2, pad: 1 }),
    "conv2dBias 1x1": (x, filter, bias) => conv2dBias(x, { filter, bias }),
    attention: (q, k, v) => attention(q, { k, v }),
    "attention, one head": (q, k, v) => attention(q, { k, v }),
    upsample2x: (x) => upsample2x(x),
  };
}

function steps(x: T, optimizer: tf.Optimizer): T {
  const variable = tf.variable(x);
  for (let step = 0; step < 3; step++)
    optimizer.minimize(() => tf.sum(tf.add(tf.div(tf.pow(variable, 4), 4), variable)), false, [variable]);
  const result = variable.clone();
  variable.dispose();
  optimizer.dispose();
  // Momentum forgets the constant that it inherits.
  if (optimizer instanceof tf.MomentumOptimizer) tf.dispose((optimizer as unknown as { c: T }).c);
  return result;
}

function adamSteps(x: T, count: number, options: { weightDecay?: number }): T {
  return tf.tidy(() => {
    let state: AdamState = { param: x, mean: tf.zerosLike(x), square: tf.zerosLike(x) };
    for (let step = 1; step <= count; step++)
      state = adamStep(state, tf.add(tf.pow(state.param, 3), 1), { step, rate: 0.01, ...options });
    return state.param;
  });
}
