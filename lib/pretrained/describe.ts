import { countParameters } from "../model/parameters.ts";
import { partPlan } from "./part.ts";
import { networksOf, type PipelineConfigs, readConfigs } from "./pipeline-configs.ts";
import { readFileConfigs } from "./single-file.ts";

/** A model, or a part of it, with all that is in it: plain data, for tables and figures. */
export interface Blueprint {
  /** Its name where it stands: "unet", "down.0", "conv1", "weight". */
  name: string;
  /** What it is: "pipeline", "unet", "residual block", "attention", "dense layer", "tensor". */
  kind: string;
  /** How many numbers its tensors hold. */
  parameters: number;
  /** Of a tensor, in the order of this library: [inputs, outputs] and [height, width, inputs, outputs]. */
  shape?: number[];
  children: Blueprint[];
}

/**
 * Draws up the blueprint of a pipeline from its configurations: every part, layer and tensor with its exact number of
 * parameters, before a single weight is read.
 *
 * @param of A folder in diffusers' layout, a single-file checkpoint, or configurations such as those of `publishedConfig`.
 * @returns A tree; of a folder, as a promise.
 * @throws {RangeError} If a configuration asks for something that this library has not.
 *
 * @example What Stable Diffusion XL is made of
 * ```ts
 * import assert from "node:assert/strict";
 * import { describe, publishedConfig } from "noisebook";
 *
 * const unet = describe(publishedConfig("sdxl")).children.find(({ name }) => name === "unet");
 * assert.equal(unet?.parameters, 2_567_463_684);
 * ```
 */
export function describe(of: string): Promise<Blueprint>;
export function describe(of: PipelineConfigs): Blueprint;
export function describe(of: string | PipelineConfigs): Blueprint | Promise<Blueprint> {
  if (typeof of !== "string") return draw(of);
  return (of.endsWith(".safetensors") ? readFileConfigs(of) : readConfigs(of)).then(draw);
}

function draw(configs: PipelineConfigs): Blueprint {
  const children = Object.entries(networksOf(configs)).map(([name, network]) => ({
    ...branch(name, partPlan(network)),
    kind: network.kind,
  }));
  return { name: configs.name, kind: "pipeline", parameters: sum(children), children };
}

/**
 * Draws up the blueprint of one model, or of its plan.
 *
 * @param of A model, its parameters, or a plan such as `unetPlan` makes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { blueprintOf, unetPlan } from "noisebook";
 *
 * const { children } = blueprintOf(unetPlan({ image: [8, 8, 3], channels: [8, 16] }), { name: "mine" });
 * assert.deepEqual(children.map(({ name }) => name), ["time", "input", "down", "middle", "up", "norm", "output"]);
 * ```
 */
export function blueprintOf(of: object, { name = "model" }: { name?: string } = {}): Blueprint {
  const { kind } = of as { kind?: string };
  const drawn = branch(name, "parameters" in of ? (of.parameters as object) : of);
  return kind === undefined ? drawn : { ...drawn, kind };
}

function branch(name: string, tree: object): Blueprint {
  if ("shape" in tree && Array.isArray(tree.shape))
    return {
      name,
      kind: "tensor",
      parameters: countParameters({ tree }),
      shape: [...tree.shape],
      children: [],
    };
  const children = Object.entries(tree)
    .filter(([, part]) => part !== undefined)
    .map(([key, part]) => branch(Array.isArray(tree) ? `${name}.${key}` : key, part));
  return { name, kind: kindOf(tree), parameters: sum(children), children };
}

const sum = (parts: readonly Blueprint[]) => parts.reduce((total, { parameters }) => total + parameters, 0);

/** What is known by the names of its parts, the most telling first. */
const kinds: [kind: string, parts: string[]][] = [
  ["stream", ["modulation", "q", "out"]],
  ["attention", ["q", "k", "v", "out"]],
  ["middle", ["block1", "block2"]],
  ["encoder", ["down", "middle"]],
  ["decoder", ["up", "middle"]],
  ["block", ["residual"]],
  ["level", ["blocks"]],
  ["residual block", ["norm1", "conv1", "norm2", "conv2"]],
  ["transformer layer", ["norm1", "self"]],
  ["transformer layer", ["norm1", "attention"]],
  ["transformer", ["layers", "input", "output"]],
  ["single block", ["modulation", "q", "input", "output"]],
  ["double block", ["image", "text"]],
  ["dense layers", ["dense1", "dense2"]],
  ["feed-forward", ["input", "output"]],
  ["embedding", ["table"]],
  ["norm", ["gamma"]],
];

function kindOf(tree: object): string {
  if (Array.isArray(tree)) return "list";
  if ("weight" in tree)
    return (tree.weight as { shape: number[] }).shape.length === 4 ? "convolution" : "dense layer";
  return kinds.find(([, parts]) => parts.every((part) => part in tree))?.[0] ?? "group";
}
