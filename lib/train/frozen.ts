import type { Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import type { HostValues } from "../core/values.ts";
import type { Model } from "../model/model.ts";
import { mapTensors, namedTensors } from "../model/parameters.ts";

/**
 * Makes a view of a model in which some parts cannot be trained: its parameters are all the others. What `train` learns
 * goes into the model itself.
 *
 * Transfer learning: a part that has learned what all pictures have in common stays, the rest learns the new ones
 * (Yosinski et al. 2014, "How Transferable Are Features in Deep Neural Networks?").
 *
 * @param model It keeps its tensors; dispose it, not the view.
 * @param parts Finds the names of the parameters that stay as they are.
 * @throws {RangeError} If the pattern finds none of the names, or all.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { frozen, linearSchedule, mixture, mlp, random, train } from "noisebook";
 *
 * const rng = random(1);
 * const model = mlp({ dim: 1, rng });
 * const [first, last] = [model.parameters.layers[0].weight, model.parameters.output.weight];
 * const data = mixture({ weights: [1], means: [[3]], deviations: [1] });
 * const head = frozen(model, /^layers/);
 * for await (const step of train(head, data, { schedule: linearSchedule(), steps: 2, rng })) assert.ok(step.loss > 0);
 * assert.equal(model.parameters.layers[0].weight, first);
 * assert.notEqual(model.parameters.output.weight, last);
 * model.dispose();
 * ```
 */
export function frozen<P extends object, X extends HostValues, Condition>(
  model: Model<P, X, Condition>,
  parts: RegExp,
): Model<Record<string, Tensor>, X, Condition> {
  const isFree = (name: string) => !parts.test(name);
  const names = namedTensors(model.parameters).map(([name]) => name);
  const free = names.filter(isFree);
  if (free.length === 0 || free.length === names.length)
    throw new RangeError(
      `Cannot freeze parts: the pattern must find some of the parameters' names, ${String(parts)} finds ${free.length === 0 ? "all" : "none"}`,
    );
  const join = (own: Record<string, Tensor>) =>
    mapTensors(model.parameters, (tensor, name) => own[name] ?? tensor);
  return {
    ...model,
    kind: "frozen",
    config: { parts: parts.source, kind: model.kind, config: model.config },
    get parameters() {
      return Object.fromEntries(namedTensors(model.parameters).filter(([name]) => isFree(name)));
    },
    set parameters(own) {
      model.parameters = join(own);
    },
    get predicts() {
      return model.predicts;
    },
    set predicts(target) {
      model.predicts = target;
    },
    apply: (own, x, options) => tf.tidy(() => model.apply(join(own), x, options)),
    dispose: () => undefined,
  };
}
