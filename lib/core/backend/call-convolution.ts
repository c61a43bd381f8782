/** Calls of the module's convolutions: what they read, how much scratch memory they need, and which kernel is fastest. */
import type { Module } from "./module.ts";

/** The struct `Convolution` of lib/core/wasm/geometry.ts without its addresses. */
export interface Layout {
  batch: number;
  input: [height: number, width: number, channels: number];
  output: [height: number, width: number, channels: number];
  filter: [height: number, width: number];
  stride?: [number, number];
  /** Zeros above and to the left. */
  pad?: [number, number];
  dilation?: [number, number];
  /** The stride of the convolution whose gradient this is. */
  spread?: [number, number];
  /** Reads the filter from its far end, with inputs and outputs swapped. */
  flipped?: boolean;
}

/** Where the picture, the filter and the result lie, and the bias if there is one. */
interface Places {
  x: number;
  w: number;
  y: number;
  bias?: number;
}

/** How many products there are, and how far apart their matrices lie in bytes. */
interface Spacing {
  count: number;
  x: number;
  w: number;
  y: number;
}

export const one: [number, number] = [1, 1];
const single: Spacing = { count: 1, x: 0, w: 0, y: 0 };

/** The kernels with fewer multiplications. */
const winogradOf = { convolution: "winograd", filterGradient: "winogradGradient" } as const;

/** Whether a convolution is of the kind that they know, and large enough that they are faster. */
export function isWinograd(
  { batch, input, output, filter, ...rest }: Layout,
  { count }: Pick<Spacing, "count"> = single,
): boolean {
  const { stride = one, dilation = one, spread = one } = rest;
  const isPlain = [...stride, ...dilation, ...spread].every((size) => size === 1);
  const tiles = batch * Math.ceil(output[0] / 2) * Math.ceil(output[1] / 2);
  const channels = [input[2], output[2]];
  return (
    count === 1 &&
    isPlain &&
    filter[0] === 3 &&
    filter[1] === 3 &&
    tiles >= 16 &&
    channels.every((count) => count >= 16 && count % 4 === 0)
  );
}

/** Bytes of scratch memory, as the sources of the module divide it; `wide` is the outputs as whole panels of 8. */
const scratchOf: Record<string, (taps: number, inputs: number, wide: number) => number> = {
  convolution: (taps, inputs, wide) => 560 + 4 * (inputs + wide + 48 * taps + taps * inputs * wide),
  filterGradient: (taps, inputs, wide) =>
    528 + 4 * (inputs + 128 * (1 + wide) + taps * ((inputs + 3) & ~3) * wide),
  winograd: (_, inputs, wide) => 4096 + 1028 * (inputs + wide) + 100 * inputs * wide,
  winogradGradient: (_, inputs, wide) => 8192 + 4100 * (inputs + wide) + 64 * inputs * wide,
};

export function callConvolution(
  module: Module,
  kind: "convolution" | "filterGradient",
  { places, layout, spacing = single }: { places: Places; layout: Layout; spacing?: Spacing },
): void {
  const { batch, input, output, filter } = layout;
  const taps = filter[0] * filter[1];
  const kernel = isWinograd(layout, spacing) ? winogradOf[kind] : kind;
  module.call(kernel, {
    words: [...wordsOf(places, layout), spacing.count, spacing.x, spacing.w, spacing.y],
    scratch: scratchOf[kernel](taps, input[2], (output[2] + 7) & ~7),
    work: spacing.count * batch * output[0] * output[1] * output[2] * taps * input[2],
  });
}

/** The struct's words. */
export function wordsOf(places: Places, layout: Layout): number[] {
  const { batch, input, output, filter, stride = one, pad = [0, 0] } = layout;
  const { dilation = one, spread = one, flipped = false } = layout;
  const addresses = [places.x, places.w, places.y, places.bias ?? 0];
  const sizes = [batch, ...input, ...output, ...filter];
  return [...addresses, ...sizes, ...stride, ...pad, ...dilation, ...spread, Number(flipped)];
}
