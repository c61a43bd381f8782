/**
 * A network small enough to be trained a hundred times over: the subject of experiments on influence. Its gradients are
 * written out, so that each can be checked by hand.
 */
import type { Random } from "../core/random.ts";
import { product } from "./matrix-product.ts";
import { type NoisedBatch, timeFeatures } from "./noised-batch.ts";

/** A perceptron with SiLU between its layers, as plain data. */
export interface SmallDenoiser {
  /** Widths from the inputs to the predicted noise: [80, 96, 96, 64] for 8×8 grey pictures. */
  sizes: number[];
  /** Layer after layer: its weights, inputs × outputs, then its biases. */
  parameters: Float64Array;
}

/**
 * Makes an untrained denoiser. Weights are drawn from N(0, 1/inputs), those of the last layer ten times smaller, so that it
 * starts near zero.
 *
 * @param options
 * @param options.values Values of a picture.
 * @param options.width Units in each of the two hidden layers. Default: 96.
 */
export function smallDenoiser({
  values,
  width = 96,
  rng,
}: {
  values: number;
  width?: number;
  rng: Random;
}): SmallDenoiser {
  const sizes = [values + timeFeatures, width, width, values];
  const layers = layersOf(sizes);
  const { end } = layers[layers.length - 1];
  const parameters = new Float64Array(end);
  layers.forEach(({ inputs, weights, biases }, at) => {
    const deviation = (at === layers.length - 1 ? 0.1 : 1) / Math.sqrt(inputs);
    parameters.set(
      rng.normal(biases - weights).map((n) => n * deviation),
      weights,
    );
  });
  return { sizes, parameters };
}

interface Layer {
  inputs: number;
  outputs: number;
  /** Where its weights and its biases start in the parameters, and where they end. */
  weights: number;
  biases: number;
  end: number;
}

function layersOf(sizes: number[]): Layer[] {
  let end = 0;
  return sizes.slice(1).map((outputs, at) => {
    const inputs = sizes[at];
    const weights = end;
    const biases = weights + inputs * outputs;
    end = biases + outputs;
    return { inputs, outputs, weights, biases, end };
  });
}

/** The predicted noise, a row for each row of the batch. */
export function predictNoise(denoiser: SmallDenoiser, batch: NoisedBatch): Float64Array {
  const { outputs } = run(denoiser, batch);
  return outputs[outputs.length - 1];
}

/**
 * Writes the gradient of the mean squared error and returns the error.
 *
 * L = mean over rows and values of (ε_θ(x_t, t) − ε)². With `noise` of zeros it is the mean of |ε_θ|².
 *
 * @param gradient As long as the parameters; what it held is lost.
 */
export function lossAndGradient(denoiser: SmallDenoiser, batch: NoisedBatch, gradient: Float64Array): number {
  const layers = layersOf(denoiser.sizes);
  const { before, outputs } = run(denoiser, batch);
  const predicted = outputs[layers.length];
  let loss = 0;
  let slope: Float64Array = predicted.map((value, at) => {
    const error = value - batch.noise[at];
    loss += error * error;
    return (2 * error) / predicted.length;
  });
  for (let at = layers.length - 1; at >= 0; at--) {
    const layer = layers[at];
    gradientOfLayer(slope, outputs[at], { layer, rows: batch.count, gradient });
    if (at > 0) slope = slopeBelow(slope, before[at - 1], { layer, rows: batch.count, ...denoiser });
  }
  return loss / predicted.length;
}

/** Runs the layers; `outputs` starts with the inputs, `before` has what SiLU is given in each hidden layer. */
function run({ sizes, parameters }: SmallDenoiser, { count, inputs: start }: NoisedBatch) {
  const layers = layersOf(sizes);
  const before: Float64Array[] = [];
  const outputs = [start];
  layers.forEach(({ inputs, outputs: columns, weights, biases, end }, at) => {
    const into = new Float64Array(count * columns);
    product(outputs[at], parameters.subarray(weights, biases), { rows: count, inner: inputs, columns, into });
    const bias = parameters.subarray(biases, end);
    for (let index = 0; index < into.length; index++) into[index] += bias[index % columns];
    const last = at === layers.length - 1;
    if (!last) before.push(into);
    outputs.push(last ? into : into.map((value) => value / (1 + Math.exp(-value))));
  });
  return { before, outputs };
}

/** ∂L/∂W = inputsᵀ · slope, ∂L/∂b = its sum over rows. */
function gradientOfLayer(
  slope: Float64Array,
  inputs: Float64Array,
  { layer, rows, gradient }: { layer: Layer; rows: number; gradient: Float64Array },
): void {
  const { weights, biases, end, outputs: columns } = layer;
  const into = gradient.subarray(weights, biases);
  product(inputs, slope, { rows: layer.inputs, inner: rows, columns, transposed: "a", into });
  gradient.fill(0, biases, end);
  for (let at = 0; at < slope.length; at++) gradient[biases + (at % columns)] += slope[at];
}

/** Through the weights and through SiLU, whose slope is σ(z)(1 + z(1 − σ(z))). */
function slopeBelow(
  slope: Float64Array,
  before: Float64Array,
  { layer, rows, parameters }: { layer: Layer; rows: number; parameters: Float64Array },
): Float64Array {
  const { inputs: columns, outputs: inner, weights, biases } = layer;
  const into = new Float64Array(rows * columns);
  product(slope, parameters.subarray(weights, biases), { rows, inner, columns, transposed: "b", into });
  for (let at = 0; at < into.length; at++) {
    const sigmoid = 1 / (1 + Math.exp(-before[at]));
    into[at] *= sigmoid * (1 + before[at] * (1 - sigmoid));
  }
  return into;
}
