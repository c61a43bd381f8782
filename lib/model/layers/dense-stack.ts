import type { AnyTensor, Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";
import type { Plan } from "../parameters.ts";
import { type DenseParameters, dense, densePlan } from "./dense.ts";

/** Plans dense layers from the first of these sizes to the last. */
export function denseStackPlan(sizes: readonly number[]): Plan<DenseParameters>[] {
  return sizes.slice(1).map((outputs, at) => {
    const isLast = at === sizes.length - 2;
    return densePlan({ inputs: sizes[at], outputs, gain: isLast ? 1 : Math.SQRT2 });
  });
}

/**
 * Dense layers with a leaky rectifier between them: h ← max(h, 0.2·h).
 *
 * Maas et al. 2013, "Rectifier Nonlinearities Improve Neural Network Acoustic Models"; the slope is that of GANs.
 *
 * @param x Values with the inputs last.
 * @returns [..., output] without an activation; the caller owns it.
 */
export function denseStack(layers: readonly DenseParameters[], x: Tensor): AnyTensor {
  return tf.tidy(() =>
    layers.reduce((h: tf.Tensor, layer, at) => dense(layer, at === 0 ? h : tf.leakyRelu(h, 0.2)), x),
  );
}
