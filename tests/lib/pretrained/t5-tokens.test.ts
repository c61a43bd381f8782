import assert from "node:assert/strict";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { distanceKind } from "../../../lib/model/t5.ts";
import { openFolder } from "../../../lib/pretrained/model-folder.ts";
import { openT5Reader } from "../../../lib/pretrained/t5-tokens.ts";
import { readSentencePiece } from "../../../lib/text/sentencepiece.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { tinyFolder } from "./tiny.ts";

describe("T5's tokenizer", () => {
  const folder = temporaryFolder();
  before(async () => {
    await cp(join(tinyFolder("flux"), "tokenizer_2"), join(folder, "json"), { recursive: true });
    await cp(join(tinyFolder("flux"), "tokenizer_2/spiece.model"), join(folder, "model/spiece.model"));
  });

  for (const part of ["json", "model"])
    it(`cuts texts as SentencePiece does, odd ones too (from its ${part} file)`, async () => {
      const odd: { text: string; tokens: number[] }[] = JSON.parse(
        await readFile(join(tinyFolder("flux"), "odd-texts.json"), "utf8"),
      );
      const reader = await openT5Reader(await openFolder(folder), part, { length: 512 });
      assert.ok(odd.length > 10);
      for (const { text, tokens } of odd) {
        const { ids, ends } = reader.read([text]);
        assert.deepEqual([...ids.subarray(0, ends[0] + 1)], tokens, JSON.stringify(text));
      }
    });

  it("cuts off what is too long, keeps the end, and says how much went", async () => {
    const reader = await openT5Reader(await openFolder(folder), "json", { length: 512 });
    const all = reader.read(["a red cat with green eyes"]);
    const short = reader.read(["a red cat with green eyes"], { length: 4 });
    assert.deepEqual([...short.ids], [...all.ids.subarray(0, 3), 1]);
    assert.equal(short.cut[0], all.ends[0] - 3);
  });

  it("refuses a cut file", async () => {
    const bytes = await readFile(join(folder, "model/spiece.model"));
    assert.throws(() => readSentencePiece(bytes.subarray(0, bytes.length - 1000)), /the file is cut off/);
    assert.throws(() => readSentencePiece(new Uint8Array()), /no piece for what is unknown/);
  });
});

describe("distanceKind()", () => {
  it("is exact nearby, then coarser, and one kind far away", () => {
    const kinds = [0, -1, -7, -8, -127, -128, -1000, 1, 7, 8, 127, 1000];
    const of = kinds.map((distance) => distanceKind(distance, { kinds: 32, farthest: 128 }));
    assert.deepEqual(of, [0, 1, 7, 8, 15, 15, 15, 17, 23, 24, 31, 31]);
  });
});
