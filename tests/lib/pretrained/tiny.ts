/** The tiny models of tests/golden/pretrained, and what PyTorch makes of them. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Images } from "../../../lib/core/images.ts";
import { openSafetensors } from "../../../lib/core/safetensors.ts";
import { root } from "../../root.ts";

export const tinyFolder = (name: string): string => join(root, "tests/golden/pretrained", name);

/** A tensor of the golden file. */
export interface Expected {
  shape: number[];
  data: Float32Array;
}

/** Everything that a family's expected.safetensors holds. */
export async function expectedOf(name: string): Promise<Record<string, Expected>> {
  const file = await openSafetensors(join(tinyFolder(name), "expected.safetensors"));
  try {
    const all: Record<string, Expected> = {};
    for (const tensor of file.tensors.keys()) {
      const { shape, data } = await file.read(tensor);
      all[tensor] = { shape, data: Float32Array.from(data as Float32Array) };
    }
    return all;
  } finally {
    await file.close();
  }
}

/** Pictures with the channels last, from PyTorch's with the channels first. */
export function images({ shape: [count, channels, height, width], data }: Expected): Images {
  const pixels = height * width;
  const moved = data.map((_, at) => {
    const [channel, rest] = [at % channels, Math.floor(at / channels)];
    return data[(Math.floor(rest / pixels) * channels + channel) * pixels + (rest % pixels)];
  });
  return { data: moved, count, height, width, channels };
}

/** Fails where two lists differ by more than this share of the largest expected number. */
export function assertNear(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { relative, what }: { relative: number; what: string },
): void {
  assert.equal(actual.length, expected.length, `${what}: the lengths differ`);
  let [largest, error] = [0, 0];
  for (let at = 0; at < expected.length; at++) {
    largest = Math.max(largest, Math.abs(expected[at]));
    const off = Math.abs(actual[at] - expected[at]);
    error = Math.max(error, Number.isFinite(off) ? off : Infinity);
  }
  if (process.env.SHOW_ERRORS) process.stderr.write(`${what}: ${(error / largest).toExponential(2)}\n`);
  assert.ok(error <= relative * largest, `${what}: off by ${error}, the largest number is ${largest}`);
}
