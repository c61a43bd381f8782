/** Adapters as files that diffusers and kohya's scripts read. */
import { checkOneOf } from "../core/check.ts";
import type { Random } from "../core/random.ts";
import {
  openSafetensors,
  type SafetensorsFile,
  type TensorToSave,
  writeSafetensors,
} from "../core/safetensors.ts";
import { tf } from "../core/tf.ts";
import type { HostValues } from "../core/values.ts";
import type { Model } from "../model/model.ts";
import { disposeParameters, namedTensors } from "../model/parameters.ts";
import { type Adapters, type Lora, lora } from "./lora.ts";

/** Whose names the tensors have. */
export type LoraFormat = "diffusers" | "kohya";

export const loraFormats: readonly LoraFormat[] = ["diffusers", "kohya"];

/**
 * The name that diffusers has for a layer of a U-Net, by its name here.
 *
 * "down.0.blocks.1.transformer.layers.0.self.q" is "down_blocks.0.attentions.1.transformer_blocks.0.attn1.to_q".
 */
export function diffusersName(name: string): string {
  return name
    .replace(/^(down|up)\.(\d+)\.blocks\.(\d+)\.transformer/, "$1_blocks.$2.attentions.$3")
    .replace(/^(down|up)\.(\d+)\.blocks\.(\d+)\.residual/, "$1_blocks.$2.resnets.$3")
    .replace(/^middle\.transformer/, "mid_block.attentions.0")
    .replace(/\.layers\.(\d+)\./, ".transformer_blocks.$1.")
    .replace(/\.self\.(q|k|v|out)$/, ".attn1.to_$1")
    .replace(/\.cross\.(q|k|v|out)$/, ".attn2.to_$1")
    .replace(/\.to_out$/, ".to_out.0")
    .replace(/\.feedForward\.input$/, ".ff.net.0.proj")
    .replace(/\.feedForward\.output$/, ".ff.net.2");
}

/** What the two factors and α of a layer are called. */
function namesOf(weight: string, format: LoraFormat): { down: string; up: string; alpha: string } {
  const layer = diffusersName(weight.replace(/\.weight$/, ""));
  if (format === "diffusers") {
    const name = `unet.${layer}`;
    return { down: `${name}.lora_A.weight`, up: `${name}.lora_B.weight`, alpha: `${name}.alpha` };
  }
  const name = `lora_unet_${layer.replaceAll(".", "_")}`;
  return { down: `${name}.lora_down.weight`, up: `${name}.lora_up.weight`, alpha: `${name}.alpha` };
}

/**
 * Saves adapters of dense layers: for each layer A as [rank, inputs], B as [outputs, rank], and in kohya's format α.
 *
 * diffusers keeps α apart from the tensors, where not every reader looks: in its format B has the factor α/r in it.
 *
 * @param lora The adapters and the model that they belong to.
 * @param options
 * @param options.format Default: "diffusers".
 * @throws {RangeError} If a convolution is adapted: the two programs do not agree on these.
 */
export async function saveLora(
  path: string,
  { parameters, scale, base }: Pick<Lora, "parameters" | "scale" | "base">,
  { format = "diffusers" }: { format?: LoraFormat } = {},
): Promise<void> {
  checkOneOf(format, { doing: "save adapters", name: "format", names: loraFormats });
  const shapes = new Map(namedTensors(base.parameters).map(([name, { shape }]) => [name, shape]));
  const tensors: Record<string, TensorToSave> = {};
  for (const [weight, { down, up }] of Object.entries(parameters)) {
    if (shapes.get(weight)?.length !== 2)
      throw new RangeError(`Cannot save adapters: ${weight} is no dense layer's`);
    const names = namesOf(weight, format);
    const rank = down.shape[1]!;
    tensors[names.down] = { shape: [rank, down.shape[0]!], data: () => transposed(down) };
    tensors[names.up] = {
      shape: [up.shape[1]!, rank],
      data: () => transposed(up, format === "diffusers" ? scale : 1),
    };
    if (format === "kohya") tensors[names.alpha] = { shape: [], data: Float32Array.of(scale * rank) };
  }
  await writeSafetensors(path, tensors, { format: "pt" });
}

async function transposed(tensor: tf.Tensor, factor = 1): Promise<Float32Array> {
  const turned = tf.tidy(() => tf.mul(tf.transpose(tensor), factor));
  try {
    return Float32Array.from(await turned.data());
  } finally {
    turned.dispose();
  }
}

/**
 * Loads adapters for a model from a file of either format.
 *
 * @param model The base, which stays the caller's.
 * @param rng Makes the adapters that the file's values replace.
 * @returns Its rank and α are those of the first layer; where another layer has others, its B is scaled to make up for it.
 * @throws {RangeError} If the file has no adapters for this model, or some for layers that it has not or of other sizes.
 */
export async function loadLora<P extends object, X extends HostValues, Condition>(
  path: string,
  model: Model<P, X, Condition>,
  { rng }: { rng: Random },
): Promise<Lora<X, Condition>> {
  const file = await openSafetensors(path);
  try {
    const { adapted, format } = adaptedIn(file, model, path);
    checkSizes(file, { adapted, format, model, path });
    const layers = new RegExp(`^(${adapted.map((name) => name.replaceAll(".", "\\.")).join("|")})$`);
    const first = namesOf(adapted[0], format);
    const rank = file.tensors.get(first.down)!.shape[0];
    const alpha = rank * (await strengthOf(file, first));
    const made = lora(model, { rank, alpha, layers, rng });
    const blank = made.parameters;
    try {
      made.parameters = await readAdapters(file, { adapted, format, scale: made.scale });
    } finally {
      disposeParameters(blank);
    }
    return made;
  } finally {
    await file.close();
  }
}

/** The weights of the model for which the file has adapters. */
function adaptedIn(
  file: SafetensorsFile,
  model: { parameters: object },
  path: string,
): { adapted: string[]; format: LoraFormat } {
  const weights = namedTensors(model.parameters).map(([name]) => name);
  const format = [...file.tensors.keys()].some((name) => name.startsWith("lora_unet_"))
    ? "kohya"
    : "diffusers";
  const adapted = weights.filter((name) => file.tensors.has(namesOf(name, format).down));
  if (adapted.length === 0)
    throw new RangeError(`Cannot load adapters from ${path}: it has none for a layer of this model`);
  const known = new Set(adapted.flatMap((name) => Object.values(namesOf(name, format))));
  const strange = [...file.tensors.keys()].find((name) => !known.has(name));
  if (strange !== undefined)
    throw new RangeError(`Cannot load adapters from ${path}: this model has no layer for ${strange}`);
  return { adapted, format };
}

/** Compares the factors with the weights that they are for: A [rank, inputs], B [outputs, rank]. */
function checkSizes(
  file: SafetensorsFile,
  {
    adapted,
    format,
    model,
    path,
  }: { adapted: string[]; format: LoraFormat; model: { parameters: object }; path: string },
): void {
  const weights = new Map(namedTensors(model.parameters));
  for (const weight of adapted) {
    const names = namesOf(weight, format);
    const [down, up] = [names.down, names.up].map((name) => file.tensors.get(name)?.shape ?? []);
    const shape = weights.get(weight)!.shape;
    const fits = shape.length === 2 && down[1] === shape[0] && up[0] === shape[1] && up[1] === down[0];
    if (!fits || down.length !== 2 || up.length !== 2 || !(down[0] > 0))
      throw new RangeError(
        `Cannot load adapters from ${path}: those of ${weight} have the shapes [${down.join(", ")}] and [${up.join(", ")}], and the model's weight has [${shape.join(", ")}], inputs first`,
      );
  }
}

/** α/r of a layer; without α it is 1. */
async function strengthOf(file: SafetensorsFile, names: { down: string; alpha: string }): Promise<number> {
  if (!file.tensors.has(names.alpha)) return 1;
  return Number((await file.read(names.alpha)).data[0]) / file.tensors.get(names.down)!.shape[0];
}

async function readAdapters(
  file: SafetensorsFile,
  { adapted, format, scale }: { adapted: string[]; format: LoraFormat; scale: number },
): Promise<Adapters> {
  const adapters: Adapters = {};
  const read = async (name: string, factor = 1) => {
    const { data, shape } = await file.read(name);
    return tf.tidy(() => {
      const turned = tf.transpose(tf.tensor(data as Float32Array, shape));
      return tf.keep(factor === 1 ? turned : tf.mul(turned, factor));
    });
  };
  for (const weight of adapted) {
    const names = namesOf(weight, format);
    const own = (await strengthOf(file, names)) / scale;
    adapters[weight] = { down: await read(names.down), up: await read(names.up, own) };
  }
  return adapters;
}
