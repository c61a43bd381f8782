/** The weights of one part: in files until they are looked at, and kept as far as memory allows. */
import { breathe } from "../core/breathe.ts";
import { show } from "../core/check.ts";
import { sizeOf } from "../core/like.ts";
import type { Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { namedTensors, type Plan } from "../model/parameters.ts";
import { lazyParameters } from "./lazy-parameters.ts";
import type { Place } from "./names.ts";
import type { WeightFiles } from "./weight-files.ts";

/** How far the loading of a part has come. */
export interface LoadedWeights {
  /** Tensors so far, and of all. */
  done: number;
  count: number;
  /** The last one's name. */
  name: string;
  /** Bytes that the part's tensors take in memory so far; the rest is read each time that it is needed. */
  resident: number;
  /** Bytes that all of them would take. */
  bytes: number;
}

export interface PartWeights<P extends object = object> {
  /** The tree of parameters; a tensor that is not kept is read when it is looked at. */
  readonly parameters: P;
  /** Bytes that all tensors take as float32. */
  readonly bytes: number;
  /** Bytes of those that are kept. */
  resident(): number;
  /** Reads tensors and keeps them, in the order of the tree, as long as `memory` bytes hold them. */
  load(options: { memory: number }): AsyncGenerator<LoadedWeights, void>;
  /** Frees what is kept. */
  free(): void;
}

/** Changes a weight after it was read, in the layout of its file: where adapters come in. */
export type Amend = (weight: { name: string; shape: readonly number[]; data: Float32Array }) => Float32Array;

export interface PartWeightsOptions {
  places: ReadonlyMap<string, Place>;
  files: WeightFiles;
  /** Is asked for every tensor by our name. */
  amend?: Amend | undefined;
}

/**
 * Finds a part's tensors in files, without reading them.
 *
 * @throws {SyntaxError} If one is missing, or has another shape or format than the part needs; it names the tensor.
 */
export function partWeights<P extends object>(
  plan: Plan<P>,
  { places, files, amend = ({ data }) => data }: PartWeightsOptions,
): PartWeights<P> {
  const blanks = new Map(namedTensors<{ shape: readonly number[] }>(plan as object));
  const found = new Map<string, Found>();
  for (const [name, { shape }] of blanks)
    found.set(name, locate(files, places.get(name)!, { name, own: shape }));
  const kept = new Map<string, Tensor>();
  const make = (name: string): Tensor => {
    const place = found.get(name)!;
    const { data, shape } = files.read(place.tensor, place.part);
    const values = amend({ name, shape, data: data as Float32Array });
    return turned(values, place);
  };
  const bytesOf = (name: string) => 4 * sizeOf(blanks.get(name)!.shape);
  const resident = () => [...kept.keys()].reduce((sum, name) => sum + bytesOf(name), 0);
  const bytes = [...blanks.keys()].reduce((sum, name) => sum + bytesOf(name), 0);
  return {
    parameters: lazyParameters(plan, (name) => (kept.get(name) as Tensor | undefined) ?? make(name)),
    bytes,
    resident,
    async *load({ memory }) {
      let [done, used] = [0, resident()];
      for (const name of blanks.keys()) {
        done++;
        if (!kept.has(name) && used + bytesOf(name) <= memory) {
          kept.set(
            name,
            tf.tidy(() => tf.keep(make(name) as tf.Tensor)),
          );
          used += bytesOf(name);
        }
        yield { done, count: blanks.size, name, resident: used, bytes };
        await breathe();
      }
    },
    free() {
      for (const tensor of kept.values()) tensor.dispose();
      kept.clear();
    },
  };
}

/** Where a tensor is, and how its values must be turned to be ours. */
interface Found {
  tensor: string;
  part: { index: number; count: number };
  /** As PyTorch has it. */
  shape: readonly number[];
  /** The order of its axes here; undefined where it is the same. */
  order: number[] | undefined;
  /** As it is here. */
  own: readonly number[];
}

const formats = ["F32", "F16", "BF16"];

function locate(
  files: WeightFiles,
  { names, part, straight = false }: Place,
  { name, own }: { name: string; own: readonly number[] },
): Found {
  const tensor = names.find((name) => files.entries.has(name));
  const fail = (why: string): never => {
    throw new SyntaxError(`Cannot open ${files.of}: tensor ${show(tensor ?? names[0])} ${why}`);
  };
  const entry = tensor === undefined ? undefined : files.entries.get(tensor);
  if (tensor === undefined || !entry) return fail("is missing");
  const isDense = own.length === 2 && name.endsWith(".weight");
  const order = own.length === 4 ? [3, 2, 0, 1] : isDense && !straight ? [1, 0] : undefined;
  const [index, count] = part ?? [0, 1];
  const shape = order ? order.map((axis) => own[axis]) : [...own];
  const all = shape.map((size, axis) => (axis === 0 ? size * count : size));
  // Dense layers of pictures are sometimes saved as convolutions of 1 × 1.
  const [height, width, ...rest] = [...entry.shape].reverse();
  const isFlat =
    order !== undefined && own.length === 2 && entry.shape.length === 4 && height === 1 && width === 1;
  const given = isFlat ? rest.reverse() : entry.shape;
  if (String(given) !== String(all))
    fail(`must have the shape [${all.join(", ")}], got [${entry.shape.join(", ")}]`);
  if (!formats.includes(entry.dtype)) fail(`must be of ${formats.join(", ")}, got ${entry.dtype}`);
  return { tensor, part: { index, count }, shape, order: order && inverse(order), own };
}

/** The order that takes PyTorch's axes to ours, from the one that takes ours to PyTorch's. */
const inverse = (order: readonly number[]): number[] => order.map((_, axis) => order.indexOf(axis));

function turned(values: Float32Array, { shape, order }: Found): Tensor {
  return tf.tidy(() => {
    const tensor = tf.tensor(values, [...shape]);
    return order ? tf.transpose(tensor, order) : tensor;
  });
}
