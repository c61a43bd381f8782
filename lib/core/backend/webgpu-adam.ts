/** Adam on a graphics card: three programs a parameter in the place of thirteen. */
import { tf } from "../tf.ts";
import type { AdamFactors } from "./fused-kernels.ts";
import type { Kernel } from "./kernel.ts";

/** A program as TensorFlow.js's engine takes it. */
interface Program {
  outputShape: number[];
  variableNames: string[];
  workgroupSize: [number, number, number];
  dispatchLayout: { x: number[] };
  dispatch: [number, number, number];
  uniforms: string;
  shaderKey: string;
  /** Whether the shader is told how many values there are. */
  size: true;
  getUserCode(): string;
}

interface RunningBackend {
  runWebGPUProgram(
    program: Program,
    inputs: tf.TensorInfo[],
    dtype: "float32",
    uniforms: { type: "float32"; data: [number] }[],
  ): tf.TensorInfo;
}

const workgroup = 128;

/** A program that computes each value from the values at its place in the inputs and from these numbers. */
function elementwise(
  name: string,
  inputs: Record<string, tf.TensorInfo>,
  numbers: Record<string, number>,
  formula: string,
): tf.TensorInfo {
  const tensors = Object.values(inputs);
  const shape = tensors[0]!.shape;
  const groups = Math.ceil(tf.util.sizeFromShape(shape) / workgroup);
  const reads = Object.keys(inputs).map((input) => `let ${input} = ${input}s[index];`);
  const known = Object.keys(numbers).map((number) => `let ${number} = uniforms.${number};`);
  const program: Program = {
    outputShape: shape,
    variableNames: Object.keys(inputs).map((input) => `${input}s`),
    workgroupSize: [workgroup, 1, 1],
    dispatchLayout: { x: shape.map((_, axis) => axis) },
    // The engine folds more groups than a card takes in one direction into the others.
    dispatch: [groups, 1, 1],
    uniforms: Object.keys(numbers)
      .map((number) => `${number} : f32,`)
      .join(" "),
    shaderKey: `noisebook ${name}`,
    size: true,
    getUserCode: () => `
      fn main(index : i32) {
        if (index < uniforms.size) {
          ${[...reads, ...known].join(" ")}
          result[index] = ${formula};
        }
      }`,
  };
  const backend = tf.backend() as unknown as RunningBackend;
  const uniforms = Object.values(numbers).map((value) => ({
    type: "float32" as const,
    data: [value] as [number],
  }));
  return backend.runWebGPUProgram(program, tensors, "float32", uniforms);
}

/** m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², θ ← keep·θ − rate·m / (√v·root + ε). */
export const webgpuAdamStep: Kernel<AdamFactors> = ({ param, mean, square, gradient }, factors) => {
  const { beta1, beta2, rate, root, epsilon, keep } = factors;
  const nextMean = elementwise(
    "adam mean",
    { mean, gradient },
    { beta: beta1, rest: 1 - beta1 },
    "beta * mean + rest * gradient",
  );
  const nextSquare = elementwise(
    "adam square",
    { square, gradient },
    { beta: beta2, rest: 1 - beta2 },
    "beta * square + rest * gradient * gradient",
  );
  const next = elementwise(
    "adam parameter",
    { param, mean: nextMean, square: nextSquare },
    { keep, rate, root, epsilon },
    "keep * param - rate * mean / (sqrt(square) * root + epsilon)",
  );
  return [next, nextMean, nextSquare];
};
