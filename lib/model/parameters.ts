/**
 * The parameters of a model: plain records and lists with tensors at their leaves. Their plan is the same tree with the
 * shape of each tensor in its place, so that a model can be counted without being built.
 */

import { sizeOf } from "../core/like.ts";
import type { Random } from "../core/random.ts";
import { checkStarted } from "../core/started.ts";
import type { Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";

/** What one tensor will be before training: normal numbers around a mean, or the mean alone. */
export interface Blank {
  readonly shape: readonly number[];
  /** Standard deviation. 0 makes all values equal. */
  readonly deviation: number;
  /** Default: 0. */
  readonly mean?: number;
}

/** The tree of P with a {@link Blank} in the place of each tensor. */
export type Plan<P> = P extends Tensor
  ? Blank
  : P extends readonly (infer Item)[]
    ? Plan<Item>[]
    : { [Name in keyof P]: Plan<P[Name]> };

/** Anything at the end of a branch that has a shape. */
interface Leaf {
  readonly shape: readonly number[];
}

/**
 * Lists the tensors of a tree with their names, in the order in which the records were written.
 *
 * @returns Pairs of a dotted name, such as "down.0.block1.conv1.weight", and the tensor; of a plan, its blanks. The
 *   tensors stay the tree's.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mlp, namedTensors, random } from "noisebook";
 *
 * const model = mlp({ dim: 2, rng: random(1) });
 * const [[name, tensor]] = namedTensors(model.parameters);
 * assert.equal(name, "layers.0.weight");
 * assert.equal(tensor.rank, 2);
 * model.dispose();
 * ```
 */
export function namedTensors<L extends Leaf = Tensor>(tree: object): [name: string, tensor: L][] {
  return branches(tree).flatMap(([name, branch]): [string, L][] =>
    isLeaf(branch)
      ? [[name, branch as L]]
      : namedTensors<L>(branch).map(([rest, leaf]) => [`${name}.${rest}`, leaf]),
  );
}

/**
 * Makes the same tree with another tensor at each leaf.
 *
 * @param change Is called with each tensor and its dotted name, in the order of {@link namedTensors}.
 * @returns A new tree; what `change` returned belongs to the caller.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { countParameters, disposeParameters, mapTensors, mlp, random } from "noisebook";
 *
 * const model = mlp({ dim: 2, rng: random(1) });
 * const copy = mapTensors(model.parameters, (tensor) => tensor.clone());
 * assert.equal(countParameters(copy), countParameters(model.parameters));
 * disposeParameters(copy);
 * model.dispose();
 * ```
 */
export function mapTensors<P extends object>(tree: P, change: (tensor: Tensor, name: string) => Tensor): P {
  return mapLeaves(tree, change as (leaf: Leaf, name: string) => unknown) as P;
}

/** How many numbers the tensors of a tree hold, or those of a plan will. */
export function countParameters(tree: object): number {
  return namedTensors<Leaf>(tree).reduce((sum, [, { shape }]) => sum + sizeOf(shape), 0);
}

/** Frees every tensor of a tree. */
export function disposeParameters(tree: object): void {
  for (const [, tensor] of namedTensors(tree)) tensor.dispose();
}

/**
 * Draws the tensors of a plan, one after the other.
 *
 * @returns The parameters, which no tidy frees: the caller owns them.
 * @throws {Error} If no engine has been started with `selectBackend`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { type DenseParameters, densePlan, disposeParameters, initialise, random } from "noisebook";
 *
 * const parameters = initialise<DenseParameters>(densePlan({ inputs: 4, outputs: 3 }), random(1));
 * assert.deepEqual(parameters.weight.shape, [4, 3]);
 * disposeParameters(parameters);
 * ```
 */
export function initialise<P extends object>(plan: Plan<P>, rng: Random): P {
  checkStarted("make a model");
  return mapLeaves(plan as object, (leaf) => {
    const { shape, deviation, mean = 0 } = leaf as Blank;
    const size = sizeOf(shape);
    const values = new Float32Array(size).fill(mean);
    if (deviation > 0) {
      const normals = rng.normal(size);
      for (let at = 0; at < size; at++) values[at] += deviation * normals[at];
    }
    return tf.keep(tf.tensor(values, [...shape]));
  }) as P;
}

function mapLeaves(tree: object, change: (leaf: Leaf, name: string) => unknown, prefix = ""): unknown {
  const changed = branches(tree).map(([name, branch]): [string, unknown] => [
    name,
    isLeaf(branch) ? change(branch, prefix + name) : mapLeaves(branch, change, `${prefix}${name}.`),
  ]);
  return Array.isArray(tree) ? changed.map(([, branch]) => branch) : Object.fromEntries(changed);
}

/** A part that a model has not, such as a bias, is undefined. */
function branches(tree: object): [string, object][] {
  return Object.entries(tree).filter((entry): entry is [string, object] => entry[1] !== undefined);
}

function isLeaf(branch: object): branch is Leaf {
  return "shape" in branch && Array.isArray(branch.shape);
}
