import assert from "node:assert/strict";
import { truncate } from "node:fs/promises";
import { join } from "node:path";
import type { NumberArray } from "../../../lib/core/dtypes.ts";
import { random } from "../../../lib/core/random.ts";
import { openSafetensors, writeSafetensors } from "../../../lib/core/safetensors.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { golden } from "../golden.ts";
import { fileOf, opened } from "./safetensors-opened.ts";

interface Recorded {
  file: string;
  values: Record<string, { shape: number[]; data: (number | string)[] }>;
}

const recorded = golden<{ all: Recorded; narrow: Recorded }>("safetensors-file.json");

const bytesOf = ({ file }: Recorded) => Buffer.from(file, "base64");

const plain = (values: NumberArray) => Array.from<number | bigint>(values as Float32Array);

describe("openSafetensors()", () => {
  const folder = temporaryFolder();

  for (const kind of ["all", "narrow"] as const)
    it(`reads every format as torch does (${kind})`, async () => {
      const file = await opened(bytesOf(recorded[kind]), folder);
      const { values } = recorded[kind];
      assert.deepEqual([...file.tensors.keys()].sort(), Object.keys(values).sort());
      for (const [name, { shape, data }] of Object.entries(values)) {
        const read = await file.read(name);
        assert.deepEqual(read.shape, shape, name);
        assert.deepEqual(
          plain(read.data).map((value) => (Number.isFinite(value) ? value : String(value))),
          data.map((value) =>
            read.dtype === "I64"
              ? String(value)
              : value === "inf"
                ? "Infinity"
                : value === "-inf"
                  ? "-Infinity"
                  : value === "nan"
                    ? "NaN"
                    : value,
          ),
          name,
        );
      }
      await file.close();
    });

  it("gives the metadata, and no tensor of that name", async () => {
    const file = await opened(bytesOf(recorded.all), folder);
    assert.deepEqual(file.metadata, { format: "pt" });
    await assert.rejects(file.read("__metadata__"), /Cannot read .*: it holds no tensor "__metadata__"/);
    await file.close();
  });

  const f32 = (shape: string, span: string) => `{"dtype":"F32","shape":${shape},"data_offsets":${span}}`;
  const refused: [what: string, file: Buffer, reason: RegExp][] = [
    ["an empty file", Buffer.alloc(0), /it has 0 bytes, fewer than the 8/],
    ["a header longer than the file", Buffer.from([9, 0, 0, 0, 0, 0, 0, 0, 0x7b]), /header would take 9 bytes, but 1 /],
    ["a header of 2⁶³ bytes", Buffer.from([0, 0, 0, 0, 0, 0, 0, 128, 0x7b, 0x7d]), /header would take 92233720368547/],
    ["a header that is no JSON", fileOf('{"a":', 0), /the header is not JSON/],
    ["a header that is no UTF-8", Buffer.concat([fileOf("", 0).fill(3, 0, 1), Buffer.from([0x7b, 0xff, 0x7d])]), /not JSON in UTF-8/],
    ["a header that is a list", fileOf("[]", 0), /must begin with "\{"/],
    ["a space before the header", fileOf(" {}", 0), /must begin with "\{"/],
    ["a name twice", fileOf(`{"a":${f32("[1]", "[0,4]")},"\\u0061":${f32("[1]", "[0,4]")}}`, 4), /names "a" twice/],
    ["a field twice", fileOf('{"a":{"dtype":"F32","dtype":"F32","shape":[],"data_offsets":[0,4]}}', 4), /names "dtype" twice/],
    ["an unknown format", fileOf('{"a":{"dtype":"F31","shape":[],"data_offsets":[0,4]}}', 4), /tensor "a" has the unknown dtype "F31"/],
    ["the format constructor", fileOf('{"a":{"dtype":"constructor","shape":[],"data_offsets":[0,4]}}', 4), /unknown dtype/],
    ["a negative size", fileOf(`{"a":${f32("[-1,-1]", "[0,4]")}}`, 4), /holds a number that is not a whole one/],
    ["a size with a fraction", fileOf(`{"a":${f32("[1.5]", "[0,6]")}}`, 6), /holds a number that is not a whole one/],
    ["a size that is a text", fileOf(`{"a":${f32('["1"]', "[0,4]")}}`, 4), /shape that is no list of sizes/],
    ["a size beyond 2⁵³", fileOf(`{"a":${f32("[18446744073709551615]", "[0,4]")}}`, 4), /shape that is no list of sizes/],
    ["more bytes than the shape", fileOf(`{"a":${f32("[2,3]", "[0,28]")}}`, 28), /"a" needs 24 bytes for F32 \[2, 3\], but has 28/],
    ["a span backwards", fileOf(`{"a":${f32("[1]", "[4,0]")}}`, 4), /needs 4 bytes for F32 \[1\], but has -4/],
    ["three offsets", fileOf(`{"a":${f32("[1]", "[0,4,4]")}}`, 4), /data_offsets that are no two places/],
    ["an overlap", fileOf(`{"a":${f32("[2]", "[0,8]")},"b":${f32("[2]", "[4,12]")}}`, 12), /"b" begins at byte 4, but .* ends at 8/],
    ["one place for two", fileOf(`{"a":${f32("[2]", "[0,8]")},"b":${f32("[2]", "[0,8]")}}`, 8), /"b" begins at byte 0, but .* ends at 8/],
    ["a hole", fileOf(`{"a":${f32("[1]", "[0,4]")},"b":${f32("[1]", "[8,12]")}}`, 12), /"b" begins at byte 8, but .* ends at 4/],
    ["a truncated file", fileOf(`{"a":${f32("[4]", "[0,16]")}}`, 12), /tensors take 16 bytes, but 12 follow/],
    ["bytes after the last tensor", fileOf(`{"a":${f32("[1]", "[0,4]")}}`, 5), /tensors take 4 bytes, but 5 follow/],
    ["metadata that is no text", fileOf('{"__metadata__":{"a":{}}}', 0), /__metadata__ must hold texts only/],
    ["a tensor that is null", fileOf('{"a":null}', 0), /"a" is not described by a record/],
  ]; // biome-ignore format: one case a row
  for (const [what, bytes, reason] of refused)
    it(`refuses ${what}`, () =>
      assert.rejects(opened(bytes, folder), (error: Error) => {
        assert.ok(error instanceof SyntaxError, String(error));
        assert.match(error.message, /^Cannot read .*x\.safetensors: /);
        assert.match(error.message, reason);
        return true;
      }));

  it("takes names of Object's own fields as names", async () => {
    const file = await opened(
      fileOf(`{"__proto__":${f32("[1]", "[0,4]")},"toString":${f32("[1]", "[4,8]")}}`, 8),
      folder,
    );
    assert.deepEqual([...file.tensors.keys()], ["__proto__", "toString"]);
    assert.equal((await file.read("toString")).data.length, 1);
    await file.close();
  });

  it("reads a header of 20 MB with one long text", async () => {
    const text = 'a\\"'.repeat(7e6);
    const file = await opened(fileOf(`{"__metadata__":{"note":"${text}"}}`, 0), folder);
    assert.equal(file.metadata.note.length, 14e6);
    await file.close();
  });

  it("says so when the file is cut while it is open", async () => {
    const path = join(folder, "cut.safetensors");
    await writeSafetensors(path, { a: { shape: [100], data: new Float32Array(100) } });
    const file = await openSafetensors(path);
    await truncate(path, 200);
    await assert.rejects(file.read("a"), /Cannot read .*: it ends at byte \d+: it was cut while open/);
    await file.close();
  });

  it("reads or refuses with a reason each of 1,000 damaged files", async () => {
    const rng = random(1);
    const original = bytesOf(recorded.all);
    const headerEnd = 8 + Number(original.readBigUInt64LE());
    const counts = { read: 0, refused: 0 };
    for (let round = 0; round < 1000; round++) {
      let bytes = Buffer.from(original);
      for (let change = rng.integer(3); change >= 0; change--) {
        const at = rng.integer(rng.integer(8) === 0 ? 8 : Math.min(headerEnd, bytes.length) || 1);
        const kind = rng.integer(4);
        if (kind === 0) bytes[at] = rng.integer(256);
        else if (kind === 1) bytes[at] ^= 1 << rng.integer(8);
        else if (kind === 2)
          bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + rng.integer(9))]);
        else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at % 7, at)]);
      }
      try {
        const file = await opened(bytes, folder);
        try {
          let total = 0;
          for (const name of file.tensors.keys()) total += (await file.read(name)).data.byteLength;
          assert.ok(total <= 2 * bytes.length);
          counts.read++;
        } finally {
          await file.close();
        }
      } catch (error) {
        assert.ok(error instanceof SyntaxError, String(error));
        counts.refused++;
      }
    }
    assert.ok(counts.read > 5 && counts.refused > 500, JSON.stringify(counts));
  });
});
