/** Exercise 4: attention. */
import type { Exercise } from "noisebook";

type Rows = Float64Array[];
type Inputs = [q: Rows, k: Rows, v: Rows];

const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, i) => sum + value * y[i], 0);
const byRoot = (dim: number) => 1 / Math.sqrt(dim);

function softmax(scores: number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** The sum of the values, each with its weight. */
const mix = (weights: number[], v: Rows) =>
  v[0].map((_, d) => weights.reduce((sum, w, j) => sum + w * v[j][d], 0));

/** Attention whose products are multiplied by this scale; one list of the rows of the result. */
const attention =
  (scale: (dim: number) => number) =>
  (q: Rows, k: Rows, v: Rows): Float64Array =>
    Float64Array.from(
      q.flatMap((query) => {
        const scores = k.map((key) => dot(query, key) * scale(query.length));
        return [...mix(softmax(scores), v)];
      }),
    );

export const attend: Exercise<Inputs, ArrayLike<number>> = {
  id: "attend",
  title: "Attention",
  points: 3,
  hint: "For one query: its products with all keys, divided by the root of their length; softmax of these; the values, each times its weight, added up. Then all queries, one list.",
  cases: (rng) =>
    [3, 4, 5].map((tokens, at): Inputs => {
      const rows = (count: number, dim: number) => Array.from({ length: count }, () => rng.normal(dim));
      const dim = [2, 4, 8][at];
      return [rows(tokens + 1, dim), rows(tokens, dim), rows(tokens, 3)];
    }),
  solution: attention(byRoot),
  mistakes: [
    {
      name: "the products are not scaled",
      wrong: attention(() => 1),
      hint: "The more numbers a key has, the larger the products, and softmax of large numbers looks at one token only. Divide by something.",
    },
    {
      name: "divided by d instead of √d",
      wrong: attention((dim) => 1 / dim),
      hint: "A sum of d products of normal numbers has variance d: what brings it to variance 1?",
    },
    {
      name: "multiplied by √d",
      wrong: attention((dim) => Math.sqrt(dim)),
      hint: "Your products are larger after scaling than before.",
    },
    {
      name: "softmax over the queries",
      wrong: (q, k, v) => {
        const columns = k.map((key) => softmax(q.map((query) => dot(query, key) * byRoot(query.length))));
        return Float64Array.from(
          q.flatMap((_, i) => [
            ...mix(
              columns.map((column) => column[i]),
              v,
            ),
          ]),
        );
      },
      hint: "In your map the columns sum to 1. Each query shares out its own attention: the rows have to.",
    },
    {
      name: "no softmax",
      wrong: (q, k, v) =>
        Float64Array.from(
          q.flatMap((query) => [
            ...mix(
              k.map((key) => dot(query, key) * byRoot(query.length)),
              v,
            ),
          ]),
        ),
      hint: "Products may be negative, and weights of a mean may not: softmax makes them positive with sum 1.",
    },
    {
      name: "exp without dividing by the sum",
      wrong: (q, k, v) =>
        Float64Array.from(
          q.flatMap((query) => [
            ...mix(
              k.map((key) => Math.exp(dot(query, key) * byRoot(query.length))),
              v,
            ),
          ]),
        ),
      hint: "Your weights are positive and do not sum to 1.",
    },
    {
      name: "the keys are mixed instead of the values",
      wrong: (q, k, v) =>
        attention(byRoot)(
          q,
          k,
          k.map((key) => v[0].map((_, d) => key[d % key.length])),
        ),
      hint: "Keys say where to look, values what is found there. The mean is of the values.",
    },
  ],
};
