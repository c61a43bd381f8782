import type { Tensor } from "../core/tensor.ts";
import type { Plan } from "../model/parameters.ts";

/**
 * Makes a tree of parameters whose tensors are made when they are looked at.
 *
 * A model reads each weight inside the tidy of the layer that needs it, which frees it when the layer is done: so a
 * network runs layer by layer in little memory, by the same code as with all its weights in memory. Outside of a tidy
 * the tensor is the caller's.
 *
 * @param make Is called with a leaf's dotted name and shape, each time that it is looked at.
 */
export function lazyParameters<P extends object>(
  plan: Plan<P>,
  make: (name: string, shape: readonly number[]) => Tensor,
): P {
  const branch = (tree: object, prefix: string): object => {
    const grown: object = Array.isArray(tree) ? [] : {};
    for (const [name, part] of Object.entries(tree)) {
      if (part === undefined) continue;
      const { shape } = part as { shape?: readonly number[] };
      if (!Array.isArray(shape)) {
        Object.assign(grown, { [name]: branch(part as object, `${prefix}${name}.`) });
        continue;
      }
      const get = () => make(prefix + name, shape);
      Object.defineProperty(grown, name, { enumerable: true, configurable: true, get });
    }
    return grown;
  };
  return branch(plan as object, "") as P;
}
