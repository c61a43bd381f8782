import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { openSafetensors, type TensorToSave, writeSafetensors } from "../../../lib/core/safetensors.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { golden } from "../golden.ts";
import { fileOf, opened } from "./safetensors-opened.ts";

interface Recorded {
  file: string;
  values: Record<string, { shape: number[]; data: (number | string)[] }>;
}

const recorded = golden<{ all: Recorded; narrow: Recorded }>("safetensors-file.json");

const bytesOf = ({ file }: Recorded) => Buffer.from(file, "base64");

describe("writeSafetensors()", () => {
  const folder = temporaryFolder();

  it("writes what Python's library writes, byte for byte", async () => {
    const file = await opened(bytesOf(recorded.all), folder);
    const tensors: Record<string, TensorToSave> = {};
    for (const name of Object.keys(recorded.all.values).reverse()) tensors[name] = await file.read(name);
    await file.close();
    const path = join(folder, "copy.safetensors");
    await writeSafetensors(path, tensors, { format: "pt" });
    assert.deepEqual(await readFile(path), bytesOf(recorded.all));
  });

  it("rounds float32 to 16 bits as torch does", async () => {
    const source = await opened(bytesOf(recorded.all), folder);
    const data = (await source.read("f32")).data;
    const path = join(folder, "rounded.safetensors");
    const shape = [data.length];
    await writeSafetensors(path, {
      f16: { shape, data, dtype: "F16" },
      bf16: { shape, data, dtype: "BF16" },
    });
    const file = await openSafetensors(path);
    for (const name of ["f16", "bf16"])
      assert.deepEqual((await file.read(name)).data, (await source.read(name)).data);
    await Promise.all([file.close(), source.close()]);
  });

  it("writes every half-precision number back as it was read", async () => {
    const data = Uint16Array.from({ length: 65536 }, (_, code) => code).filter(
      (code) => (code & 0x7c00) !== 0x7c00 || (code & 0x3ff) === 0,
    );
    const path = join(folder, "halves.safetensors");
    const header = `{"a":{"dtype":"F16","shape":[${data.length}],"data_offsets":[0,${2 * data.length}]}}`;
    const bytes = fileOf(header.padEnd(Math.ceil(header.length / 8) * 8), 2 * data.length);
    bytes.set(new Uint8Array(data.buffer), bytes.length - 2 * data.length);
    const file = await opened(bytes, folder);
    await writeSafetensors(path, { a: await file.read("a") });
    await file.close();
    assert.deepEqual(await readFile(path), bytes);
  });

  it("asks for values one tensor after the other", async () => {
    const asked: string[] = [];
    const later = (name: string, value: number) => ({
      shape: [1],
      data: async () => {
        asked.push(name);
        return Float32Array.of(value);
      },
    });
    const path = join(folder, "later.safetensors");
    await writeSafetensors(path, { b: later("b", 2), a: later("a", 1) });
    assert.deepEqual(asked, ["a", "b"]);
    const file = await openSafetensors(path);
    assert.deepEqual((await file.read("b")).data, Float32Array.of(2));
    await file.close();
  });

  it("leaves the old file and nothing else when it fails", async () => {
    const here = temporaryFolder();
    const path = join(here, "a.safetensors");
    await writeSafetensors(path, { a: { shape: [1], data: Float32Array.of(1) } });
    const old = await readFile(path);
    const data = Float32Array.of(1, 2);
    const broken = () => Promise.reject(new Error("the device is lost"));
    await assert.rejects(writeSafetensors(path, { a: { shape: [1], data: broken } }), /the device is lost/);
    await assert.rejects(
      writeSafetensors(path, { a: { shape: [3], data } }),
      new RangeError(`Cannot write ${path}: tensor "a" of shape [3] needs 3 values, got 2`),
    );
    await assert.rejects(
      writeSafetensors(path, { a: { shape: [2], data, dtype: "I32" } }),
      new RangeError(`Cannot write ${path}: tensor "a" cannot hold F32 values as I32`),
    );
    await assert.rejects(
      writeSafetensors(path, { __metadata__: { shape: [2], data } }),
      /"__metadata__" is no name for a tensor/,
    );
    assert.deepEqual(await readdir(here), ["a.safetensors"]);
    assert.deepEqual(await readFile(path), old);
    assert.ok(existsSync(path));
  });
});
