import assert from "node:assert/strict";
import { decodePng, encodePng, inspectPicture, type PictureLabel, writePicture } from "../../../lib/index.ts";
import { canonicalJson } from "../../../lib/provenance/label.ts";
import { readChunks, textsOf, writeChunks } from "../../../lib/provenance/png-chunks.ts";
import { textsFor } from "../../../lib/provenance/write-picture.ts";
import { leaves, withTexts } from "./texts.ts";
import { authorityAndSigner, type SignedWork, signed } from "./works.ts";

/** The record with another value at one place. */
function flipped(record: unknown, path: (string | number)[]): PictureLabel {
  const copy = structuredClone(record) as Record<string | number, unknown>;
  const inner = path.slice(0, -1).reduce((one, key) => one[key] as Record<string | number, unknown>, copy);
  const key = path[path.length - 1];
  const old = inner[key];
  if (typeof old === "number") inner[key] = old + 1;
  else
    inner[key] = /^[0-9a-f]{64}$/.test(String(old))
      ? `${old}`.replace(/^./, (c) => (c === "0" ? "1" : "0"))
      : `${old}x`;
  return copy as unknown as PictureLabel;
}

describe("pictures that somebody changed", () => {
  let made: SignedWork;
  let file: Uint8Array;
  before(async () => {
    made = await signed();
    file = made.file;
  });
  const trust = () => ({ trust: [made.authority.certificate] });
  const statusOf = async (changed: Uint8Array) => (await inspectPicture(changed, trust())).status;

  it("are broken by every field of the label that is changed, in the text and everywhere at once", async () => {
    const texts = textsOf(readChunks(file));
    const places = leaves(made.label);
    assert.equal(places.length, 25, "every field is there");
    for (const path of places) {
      const label = flipped(made.label, path);
      const alone = withTexts(file, { ...texts, noisebook: canonicalJson(label) });
      assert.equal(await statusOf(alone), "broken", `${path.join(".")} in the label`);
      const all = withTexts(file, textsFor(label));
      assert.equal(await statusOf(all), "broken", `${path.join(".")} in all texts`);
    }
  });

  it("are broken by every text that is changed, taken out or added", async () => {
    const texts = textsOf(readChunks(file));
    for (const keyword of Object.keys(texts)) {
      assert.equal(
        await statusOf(withTexts(file, { ...texts, [keyword]: `${texts[keyword]} ` })),
        "broken",
        keyword,
      );
      const { [keyword]: _, ...others } = texts;
      assert.equal(await statusOf(withTexts(file, others)), "broken", `without ${keyword}`);
    }
    assert.equal(await statusOf(withTexts(file, { ...texts, Title: "Photograph" })), "broken");
  });

  it("are broken by a level of any pixel", async () => {
    const raster = decodePng(file);
    const chunks = readChunks(file);
    for (let at = 0; at < raster.data.length; at += 13) {
      const data = raster.data.slice();
      data[at] ^= 1;
      const pixels = readChunks(encodePng({ ...raster, data })).filter(({ type }) => type === "IDAT");
      const changed = writeChunks(
        chunks.flatMap((chunk) => (chunk.type === "IDAT" ? pixels.splice(0) : [chunk])),
      );
      assert.equal(await statusOf(changed), "broken", `byte ${at}`);
    }
  });

  it("are refused or broken by a bit of any byte of the file", async function () {
    this.timeout(60_000);
    const valid: number[] = [];
    for (let at = 0; at < file.length; at++) {
      const changed = file.slice();
      changed[at] ^= 1 << (at % 8);
      if ((await statusOf(changed).catch(() => "refused")) === "valid") valid.push(at);
    }
    assert.deepEqual(valid, []);
  });

  it("are broken by a bit of any byte of the manifest, its checksum put right", async function () {
    this.timeout(60_000);
    const chunks = readChunks(file);
    const place = chunks.findIndex(({ type }) => type === "caBX");
    const { data } = chunks[place];
    const believed: number[] = [];
    for (let at = 0; at < data.length; at += 11) {
      const other = data.slice();
      other[at] ^= 4;
      const changed = writeChunks(chunks.with(place, { type: "caBX", data: other }));
      if ((await statusOf(changed)) === "valid") believed.push(at);
    }
    assert.deepEqual(believed, []);
  });

  it("are valid but not trusted when another authority signs a forgery", async () => {
    const other = await authorityAndSigner("Another school");
    const forged = await writePicture(
      made.picture,
      { ...made.label, author: "Mallory" },
      { signer: other.signer },
    );
    const { status, signer } = await inspectPicture(forged, trust());
    assert.deepEqual([status, signer?.trusted, signer?.organisation], ["valid", false, "Another school"]);
  });
});
