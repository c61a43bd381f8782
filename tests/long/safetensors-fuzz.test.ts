/** Ten thousand broken files of weights: each is opened or refused with a reason, in no more memory than it has. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Random, random } from "../../lib/core/random.ts";
import { openSafetensors, writeSafetensors } from "../../lib/core/safetensors.ts";
import { partWeights } from "../../lib/pretrained/part-weights.ts";
import { openSingleFile } from "../../lib/pretrained/weight-files.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const count = 10_000;
const plan = {
  first: { weight: { shape: [4, 3], deviation: 1 }, bias: { shape: [3], deviation: 1 } },
  second: { weight: { shape: [3, 3, 2, 2], deviation: 1 } },
};
const places = new Map(
  ["first.weight", "first.bias", "second.weight"].map((name) => [name, { names: [name] }]),
);

type Mutation = (bytes: Buffer, rng: Random) => Buffer;

const pick = (rng: Random, limit: number) => rng.integer(limit);

function edited(bytes: Buffer, change: (header: string) => string): Buffer {
  const length = Number(bytes.readBigUInt64LE());
  const header = Buffer.from(change(bytes.toString("utf8", 8, 8 + length)));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([size, header, bytes.subarray(8 + length)]);
}

const numbers = [
  "-1",
  "1e9",
  "4294967296",
  "9007199254740993",
  "0",
  "1.5",
  "null",
  '"4"',
  "[]",
  "18446744073709551615",
];

const mutations: Mutation[] = [
  (bytes, rng) => {
    const copy = Buffer.from(bytes);
    for (let at = 0; at <= pick(rng, 8); at++) copy[pick(rng, copy.length)] ^= 1 << pick(rng, 8);
    return copy;
  },
  (bytes, rng) => bytes.subarray(0, pick(rng, bytes.length)),
  (bytes, rng) => Buffer.concat([bytes, Buffer.alloc(1 + pick(rng, 64), pick(rng, 256))]),
  (bytes, rng) => {
    const copy = Buffer.from(bytes);
    copy.writeBigUInt64LE(BigInt(pick(rng, 2 ** 31)) << BigInt(pick(rng, 33)));
    return copy;
  },
  (bytes, rng) =>
    edited(bytes, (header) => {
      const all = [...header.matchAll(/\d+/g)];
      const { index, 0: found } = all[pick(rng, all.length)];
      return header.slice(0, index) + numbers[pick(rng, numbers.length)] + header.slice(index + found.length);
    }),
  (bytes, rng) =>
    edited(bytes, (header) => {
      const [from, to] = [pick(rng, header.length), pick(rng, header.length)];
      return header.slice(0, from) + header.slice(to);
    }),
  (bytes, rng) =>
    edited(bytes, (header) => header.replace(/F32|F16/, ["F64", "F8_E4M3", "BOOL", "X"][pick(rng, 4)])),
  (bytes, rng) => edited(bytes, (header) => `{"a":${"[".repeat(1 + pick(rng, 50_000))}${header}`),
  (bytes) => edited(bytes, (header) => header.replace(/"first.bias"/, '"__proto__"')),
];

/** Counts what lists of numbers are asked for while `work` runs. */
async function largestAsked(work: () => Promise<void>): Promise<number> {
  const { Uint8Array: plain } = globalThis;
  let largest = 0;
  globalThis.Uint8Array = new Proxy(plain, {
    construct(target, args, newTarget) {
      if (typeof args[0] === "number") largest = Math.max(largest, args[0]);
      return Reflect.construct(target, args, newTarget);
    },
  });
  try {
    await work();
  } finally {
    globalThis.Uint8Array = plain;
  }
  return largest;
}

describe("broken files of weights", function () {
  this.timeout(240_000);
  const folder = temporaryFolder();

  it(`are refused with a reason, ${count} of them`, async () => {
    const rng = random(11);
    const good = join(folder, "good.safetensors");
    await writeSafetensors(good, {
      "first.weight": { shape: [3, 4], data: new Float32Array(12).fill(1), dtype: "F16" },
      "first.bias": { shape: [3], data: new Float32Array(3).fill(2) },
      "second.weight": { shape: [2, 2, 3, 3], data: new Float32Array(36).fill(3), dtype: "BF16" },
    });
    const bytes = await readFile(good);
    const path = join(folder, "bad.safetensors");
    let [refused, whole] = [0, 0];
    const look = async () => {
      const file = await openSafetensors(path);
      try {
        for (const name of file.tensors.keys()) await file.read(name);
      } finally {
        await file.close();
      }
      const files = await openSingleFile(path);
      try {
        partWeights(plan as never, { places, files });
      } finally {
        await files.close();
      }
    };
    for (let at = 0; at < count; at++) {
      const broken = mutations[at % mutations.length](bytes, rng);
      await writeFile(path, broken);
      const largest = await largestAsked(async () => {
        try {
          await look();
          whole++;
        } catch (error) {
          assert.ok(error instanceof SyntaxError, `file ${at}: ${String((error as Error).stack)}`);
          assert.match(error.message, /^Cannot (read|open) /, `file ${at}`);
          refused++;
        }
      });
      assert.ok(largest <= broken.length, `file ${at} of ${broken.length} bytes asked for ${largest}`);
    }
    assert.ok(refused > count / 2, `${refused} were refused`);
    assert.ok(whole > 0, "changed numbers alone are still a file");
  });
});
