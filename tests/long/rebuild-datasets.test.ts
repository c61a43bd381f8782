import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { baselinesOf } from "../../datasets/baselines.ts";
import { makeDigits } from "../../datasets/digits8/make.ts";
import { card as emoji, makeEmoji } from "../../datasets/emoji/make.ts";
import { card as openmoji } from "../../datasets/emoji-openmoji/make.ts";
import { makeFaces } from "../../datasets/faces16/make.ts";
import { makeIndex } from "../../datasets/make-index.ts";
import { shapeFiles } from "../../datasets/shapes/make.ts";
import { makeText } from "../../datasets/text/make.ts";
import { packSet } from "../../datasets/write-set.ts";
import type { Card } from "../../lib/data/card.ts";
import { decodeSheet } from "../../lib/data/sheet.ts";
import { datasetNames, datasetsFolder, readCard } from "../../lib/data/shipped.ts";
import { whole } from "./whole.ts";

/** The packages come from npm and PyPI, in the versions that the cards name. */
const makers: Record<string, () => Promise<Card["files"]>> = {
  digits8: async () => packSet(await makeDigits()).card.files,
  emoji: async () => packSet(await makeEmoji(emoji, ["noto", "fluent-emoji-flat", "twemoji"])).card.files,
  "emoji-openmoji": async () => packSet(await makeEmoji(openmoji, ["openmoji"])).card.files,
  shapes: async () => shapeFiles(),
};

describe("datasets, made again", () => {
  for (const [name, make] of Object.entries(makers))
    it(`${name} has the shipped checksums`, async function () {
      // A minute; emoji-openmoji is made by the same steps.
      if (!whole && name === "emoji") this.skip();
      const card = await readCard(join(datasetsFolder(), name));
      assert.deepEqual(await make(), card.files);
    });

  it("faces16 has the shipped checksums", async function () {
    // Three minutes; its first faces are looked at in any case.
    if (!whole) this.skip();
    const { files } = await readCard(join(datasetsFolder(), "faces16"));
    assert.deepEqual(packSet(await makeFaces(4096)).card.files, files);
  });

  it("faces16 begins with the shipped faces and captions", async () => {
    const folder = join(datasetsFolder(), "faces16");
    const { rows, sheets } = await makeFaces(384);
    const lines = (await readFile(join(folder, "captions.jsonl"), "utf8")).split("\n").slice(0, 384);
    assert.deepEqual(
      rows,
      lines.map((line) => JSON.parse(line)),
    );
    const shipped = decodeSheet(await readFile(join(folder, sheets[0].path)), { count: 4096, size: 16 });
    const { data } = sheets[0].tiles;
    assert.equal(Buffer.compare(shipped.data.subarray(0, data.length), data), 0);
  });

  it("text has the shipped checksums", async () => {
    const { files } = await readCard(join(datasetsFolder(), "text"));
    const made = Object.entries(await makeText());
    assert.equal(made.length, files.length);
    for (const [path, content] of made) {
      const sha256 = createHash("sha256").update(content).digest("hex");
      assert.equal(sha256, files.find((file) => file.path === path)?.sha256, path);
    }
  });

  for (const name of datasetNames())
    it(`${name} has the baselines of its card`, async () => {
      const card = await readCard(join(datasetsFolder(), name));
      assert.deepEqual(await baselinesOf(name), card.baselines);
    });

  it("index.json lists the files as they are", async () => {
    assert.equal(await readFile(join(datasetsFolder(), "index.json"), "utf8"), await makeIndex());
  });
});
