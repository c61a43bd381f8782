/** Adapters (LoRA) of published models: files that change weights as these are read. */
import { checkNumber, show } from "../core/check.ts";
import { sizeOf } from "../core/like.ts";
import { diffusersPlaces } from "./names.ts";
import { originalPlaces } from "./original-names.ts";
import type { PartNetwork } from "./part.ts";
import type { Amend } from "./part-weights.ts";
import { openSingleFile, type WeightFiles } from "./weight-files.ts";

/** A file with adapters, as diffusers or kohya's scripts save them. */
export interface AdapterFile {
  path: string;
  /** How much of them to add. Default: 1. */
  weight?: number;
}

/** What a file has for one weight: W' = W + scale · up · down. */
interface Adapter {
  file: WeightFiles;
  down: string;
  up: string;
  scale: number;
}

/** What the two factors of a layer are called, down first. */
const endings: [down: string, up: string][] = [
  [".lora_A.weight", ".lora_B.weight"],
  [".lora_down.weight", ".lora_up.weight"],
  [".lora.down.weight", ".lora.up.weight"],
  [".lora_linear_layer.down.weight", ".lora_linear_layer.up.weight"],
];

/**
 * Opens files of adapters for a pipeline's parts: they are added to each weight as it is read.
 *
 * W' = W + weight · (α/r) · B·A
 *
 * Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models", section 4.1.
 *
 * @param options
 * @param options.files Gets the files that were opened; the caller closes them.
 * @returns For each part with adapters, what changes its weights.
 * @throws {RangeError} If a file has adapters for a layer that no part has, or of another shape.
 */
export async function openAdapters(
  loras: readonly AdapterFile[],
  { networks, files }: { networks: Readonly<Record<string, PartNetwork>>; files: WeightFiles[] },
): Promise<Record<string, Amend>> {
  const adapters = new Map<string, Adapter[]>();
  const names = loras.length > 0 ? layersOf(networks) : new Map<string, string>();
  for (const { path, weight = 1 } of loras) {
    checkNumber(weight, { doing: "add adapters", name: "weight" });
    const file = await openSingleFile(path);
    files.push(file);
    collect(file, { names, weight, adapters });
  }
  const amends: Record<string, Amend> = {};
  for (const part of Object.keys(networks)) {
    const own = [...adapters].filter(([name]) => name.startsWith(`${part}/`));
    if (own.length === 0) continue;
    amends[part] = ({ name, shape, data }) =>
      (adapters.get(`${part}/${name}`) ?? []).reduce((sum, adapter) => added(sum, shape, adapter), data);
  }
  return amends;
}

/** Finds our weight for each layer by all the names that files have for it. */
function layersOf(networks: Readonly<Record<string, PartNetwork>>): Map<string, string> {
  const names = new Map<string, string>();
  for (const [part, network] of Object.entries(networks)) {
    const places = [...diffusersPlaces(network)];
    if (network.kind === "unet") places.push(...originalPlaces(network, { prefix: "" }));
    for (const [own, place] of places)
      for (const name of place.names) {
        const layer = name.replace(/\.weight$/, "");
        if (layer === name) continue;
        names.set(`${part}.${layer}`, `${part}/${own}`);
        names.set(`${kohyaPrefix(part)}_${layer.replaceAll(".", "_")}`, `${part}/${own}`);
        // Files of Stable Diffusion 1 have no number for their only text encoder.
        if (part === "text_encoder") names.set(`lora_te_${layer.replaceAll(".", "_")}`, `${part}/${own}`);
      }
  }
  return names;
}

const kohyaPrefix = (part: string): string =>
  ({ text_encoder: "lora_te1", text_encoder_2: "lora_te2" })[part] ?? "lora_unet";

function collect(
  file: WeightFiles,
  {
    names,
    weight,
    adapters,
  }: { names: ReadonlyMap<string, string>; weight: number; adapters: Map<string, Adapter[]> },
): void {
  const used = new Set<string>();
  for (const down of file.entries.keys()) {
    const ending = endings.find(([end]) => down.endsWith(end));
    if (!ending) continue;
    const layer = down.slice(0, -ending[0].length);
    const up = layer + ending[1];
    const own = names.get(layer) ?? names.get(`unet.${layer}`);
    if (own === undefined || !file.entries.has(up))
      throw new RangeError(
        `Cannot add adapters: no part of this model has a layer for ${show(down)} of ${file.of}`,
      );
    const alpha = `${layer}.alpha`;
    const rank = file.entries.get(down)!.shape[0];
    const strength = file.entries.has(alpha) ? Number(file.read(alpha).data[0]) / rank : 1;
    adapters.set(own, [...(adapters.get(own) ?? []), { file, down, up, scale: weight * strength }]);
    for (const name of [down, up, alpha]) used.add(name);
  }
  const strange = [...file.entries.keys()].find((name) => !used.has(name));
  if (strange !== undefined || used.size === 0)
    throw new RangeError(
      `Cannot add adapters: ${file.of} holds ${show(strange)}, which is no factor of a layer`,
    );
}

/** W + scale · up · down, each [outputs, rank] and [rank, inputs], whatever windows their convolutions have. */
function added(
  weight: Float32Array,
  shape: readonly number[],
  { file, down, up, scale }: Adapter,
): Float32Array {
  const [a, b] = [file.read(down), file.read(up)];
  const [rank, outputs] = [a.shape[0], b.shape[0]];
  const inputs = sizeOf(a.shape) / rank;
  if (outputs !== shape[0] || outputs * inputs !== weight.length || sizeOf(b.shape) !== outputs * rank)
    throw new RangeError(
      `Cannot add adapters: ${show(down)} of ${file.of} is for a layer of ${outputs} outputs and ${inputs} inputs, this one has the shape [${shape.join(", ")}]`,
    );
  const [factors, directions] = [b.data as Float32Array, a.data as Float32Array];
  const sum = Float32Array.from(weight);
  for (let row = 0; row < outputs; row++)
    for (let middle = 0; middle < rank; middle++) {
      const factor = scale * factors[row * rank + middle];
      for (let column = 0; column < inputs; column++)
        sum[row * inputs + column] += factor * directions[middle * inputs + column];
    }
  return sum;
}
