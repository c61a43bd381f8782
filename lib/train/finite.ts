import type { Tensor } from "../core/tensor.ts";
import type { Model } from "../model/model.ts";
import { namedTensors } from "../model/parameters.ts";
import type { BatchGradients } from "./gradient-engine.ts";

/**
 * Refuses a step whose numbers are not finite, before it can spoil the parameters.
 *
 * @throws {RangeError} `Cannot train: the loss is NaN at step 12; the first bad tensor is the gradient of
 *   down.0.conv1.weight; the model is as it was after step 11`
 */
export async function checkStep(
  model: Model,
  {
    loss,
    norm,
    gradients,
    step,
  }: { loss: number; norm: number; step: number } & Pick<BatchGradients, "gradients">,
): Promise<void> {
  if (Number.isFinite(loss) && Number.isFinite(norm)) return;
  const what = Number.isFinite(loss) ? `the length of the gradient is ${norm}` : `the loss is ${loss}`;
  throw new RangeError(
    `Cannot train: ${what} at step ${step}; the first bad tensor is ${await firstBad(model, gradients)}; the model is as it was after step ${step - 1}; lower the rate or clip the gradient`,
  );
}

async function firstBad(model: Model, gradients: readonly Tensor[]): Promise<string> {
  const named = namedTensors(model.parameters);
  for (const [name, tensor] of named) if (await isBad(tensor)) return `the parameter ${name}`;
  for (const [index, tensor] of gradients.entries())
    if (await isBad(tensor)) return `the gradient of ${named[index][0]}`;
  return "the prediction";
}

async function isBad(tensor: Tensor): Promise<boolean> {
  return !(await tensor.data()).every(Number.isFinite);
}
