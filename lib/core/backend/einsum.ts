/** Einstein sums as one batched matrix product. */
import { tf } from "../tf.ts";
import type { KernelInputs } from "./kernel.ts";

/** The letters of "bhqd,bhkd->bhqk": one term per input, and the output's. */
export function readEquation(equation: string): { terms: string[]; output: string } {
  const [left, output] = equation.replaceAll(" ", "").split("->");
  return { terms: left.split(","), output };
}

/** An input and the letters of its axes. */
interface Factor {
  x: tf.Tensor;
  letters: string[];
}

/** Contracts one or two tensors as the equation says. */
export function einsum(inputs: KernelInputs, { equation }: { equation: string }): tf.Tensor {
  const { terms, output } = readEquation(equation);
  const wanted = [...output];
  const factors = Object.values(inputs).map((x, index) => ({ x, letters: [...terms[index]] }));
  return tf.tidy(() => {
    const [a, b] = factors.map((factor, index) => {
      const others = factors.filter((_, other) => other !== index).flatMap(({ letters }) => letters);
      return sumOut(factor, [...wanted, ...others]);
    });
    return arrange(b ? contract(a, b, wanted) : a, wanted);
  });
}

/** Sums over the axes whose letters nobody else has. */
function sumOut({ x, letters }: Factor, needed: string[]): Factor {
  const axes = letters.flatMap((letter, axis) => (needed.includes(letter) ? [] : [axis]));
  if (axes.length === 0) return { x, letters };
  return { x: tf.sum(x, axes), letters: letters.filter((letter) => needed.includes(letter)) };
}

function contract(a: Factor, b: Factor, wanted: string[]): Factor {
  const shared = a.letters.filter((letter) => b.letters.includes(letter));
  const batch = shared.filter((letter) => wanted.includes(letter));
  const summed = shared.filter((letter) => !wanted.includes(letter));
  const rows = a.letters.filter((letter) => !shared.includes(letter));
  const columns = b.letters.filter((letter) => !shared.includes(letter));
  const size = (letters: string[]) => letters.map((letter) => sizeOf(letter, a, b));
  const count = (letters: string[]) => size(letters).reduce((x, y) => x * y, 1);
  const left = arrange(a, [...batch, ...rows, ...summed]);
  const right = arrange(b, [...batch, ...summed, ...columns]);
  const product = tf.matMul(
    tf.reshape(left, [count(batch), count(rows), count(summed)]),
    tf.reshape(right, [count(batch), count(summed), count(columns)]),
  );
  const letters = [...batch, ...rows, ...columns];
  return { x: tf.reshape(product, size(letters)), letters };
}

function sizeOf(letter: string, ...factors: Factor[]): number {
  const owner = factors.find(({ letters }) => letters.includes(letter)) as Factor;
  return owner.x.shape[owner.letters.indexOf(letter)];
}

function arrange({ x, letters }: Factor, order: string[]): tf.Tensor {
  return letters.join("") === order.join("")
    ? tf.clone(x)
    : tf.transpose(
        x,
        order.map((letter) => letters.indexOf(letter)),
      );
}
