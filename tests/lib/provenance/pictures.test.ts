import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  contentHash,
  decodePng,
  drawRecipe,
  encodePng,
  type Images,
  inspectPicture,
  labelProblems,
  type PictureLabel,
  remake,
  writePicture,
} from "../../../lib/index.ts";
import { readChunks, textsOf } from "../../../lib/provenance/png-chunks.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { leaves, withTexts } from "./texts.ts";
import { labelled, load, type SignedWork, signed } from "./works.ts";

describe("remake", () => {
  it("makes the same file again in a fresh process", async function () {
    this.timeout(60_000);
    const { file, signer } = await signed();
    const folder = temporaryFolder();
    const [path, signerPath] = [join(folder, "work.png"), join(folder, "signer.json")];
    await writeFile(path, file);
    await writeFile(signerPath, JSON.stringify(signer));
    const child = new URL("./remake-child.js", import.meta.url).pathname;
    const { stdout } = await promisify(execFile)(process.execPath, [child, path, signerPath]);
    assert.deepEqual(JSON.parse(stdout), {
      samePixels: true,
      sameFile: true,
      sha256: createHash("sha256").update(file).digest("hex"),
    });
  });

  it("gives the same pixels without the signer's key, and none with another model", async () => {
    const { picture, label, file } = await signed();
    const { samePixels, sameFile } = await remake(file, { load });
    assert.deepEqual([samePixels, sameFile], [true, false]);
    const other = async () => ({
      ...(await load(label.model, [])),
      hash: contentHash({ other: Float32Array.of(1) }),
    });
    await assert.rejects(
      remake(file, { load: other }),
      /the model ideal of 100 faces that was loaded has sha256 .*, the recipe's has/,
    );
    await assert.rejects(remake(encodePng(decodePng(file)), { load }), /its file has no label/);
    const changed = await drawRecipe({ ...label, seed: 1 }, { load });
    assert.notDeepEqual(changed.data, picture.data);
  });

  it("refuses a sampler that it does not know", async () => {
    const { label } = await labelled();
    await assert.rejects(
      drawRecipe({ ...label, sampler: "toString" }, { load }),
      /sampler must be one of ddim, .*, got toString/,
    );
  });
});

describe("pictures that say how they were made", () => {
  let made: SignedWork;
  let file: Uint8Array;
  before(async () => {
    made = await signed();
    file = made.file;
  });
  const trust = () => ({ trust: [made.authority.certificate] });
  const statusOf = async (changed: Uint8Array) => (await inspectPicture(changed, trust())).status;

  it("are read back with all that was said, by a signer who is trusted", async () => {
    const found = await inspectPicture(file, trust());
    assert.deepEqual([found.status, found.problems], ["valid", []]);
    assert.deepEqual(found.label, made.label);
    assert.deepEqual(
      { ...found.signer, authority: "" },
      { name: "Ada", organisation: "Example school", authority: "", trusted: true },
    );
    assert.equal(found.watermark.message, made.label.watermark?.message);
    assert.equal((await inspectPicture(file)).signer?.trusted, false, "nobody is trusted by default");
    const late = await inspectPicture(file, { ...trust(), at: new Date("2040-01-01") });
    assert.match(late.problems.join(), /valid from/);
  });

  it("have the same bytes when written twice", async () => {
    assert.deepEqual(await writePicture(made.picture, made.label, { signer: made.signer }), file);
  });

  it("are PNG files with texts in UTF-8 and an XMP packet that is well formed", async () => {
    const texts = textsOf(readChunks(file));
    assert.equal(texts.Description, made.label.prompt);
    const { JSDOM } = await import("jsdom");
    const xml = new new JSDOM("").window.DOMParser().parseFromString(texts["XML:com.adobe.xmp"], "text/xml");
    assert.equal(xml.querySelector("parsererror"), null);
    const value = (name: string) => xml.getElementsByTagName(name)[0]?.textContent;
    assert.equal(
      value("Iptc4xmpExt:DigitalSourceType"),
      "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    );
    assert.equal(value("Iptc4xmpExt:AIPromptInformation"), made.label.prompt);
    assert.equal(value("Iptc4xmpExt:AIPromptWriterName"), "Zoë");
    assert.match(value("dc:rights") ?? "", /Pixel Art by DiceBear/);
    assert.equal(decodePng(file).width, 16);
  });

  it("are Trusted to the Content Authenticity Initiative's own reader, and Invalid to it after a change", async () => {
    const { default: init, WasmReader } = await import("@contentauth/c2pa-wasm");
    const wasm = createRequire(import.meta.url).resolve("@contentauth/c2pa-wasm/c2pa.wasm");
    await init({ module_or_path: await readFile(wasm) });
    const settings = { trust: { trust_anchors: made.authority.certificate }, verify: { verify_trust: true } };
    const read = async (bytes: Uint8Array) => {
      const reader = await WasmReader.fromBytes("image/png", bytes, JSON.stringify(settings));
      return JSON.parse(reader.json());
    };
    const whole = await read(file);
    assert.equal(whole.validation_state, "Trusted");
    assert.deepEqual(whole.validation_results.activeManifest.failure, []);
    const manifest = whole.manifests[whole.active_manifest];
    assert.equal(manifest.signature_info.common_name, "Ada");
    const { actions } = manifest.assertions.find(
      ({ label }: { label: string }) => label === "c2pa.actions.v2",
    ).data;
    assert.match(actions[0].digitalSourceType, /trainedAlgorithmicMedia$/);
    assert.equal(actions[0].parameters["org.noisebook.label"].prompt, made.label.prompt);
    const changed = await read(withTexts(file, { ...textsOf(readChunks(file)), Description: "another" }));
    assert.equal(changed.validation_state, "Invalid");
  });

  it("are unsigned without a signer, unlabelled without texts, and still have their watermark", async () => {
    const unsigned = await writePicture(made.picture, made.label);
    assert.equal(await statusOf(unsigned), "unsigned");
    const bare = encodePng(decodePng(unsigned));
    const found = await inspectPicture(bare);
    assert.deepEqual(
      [found.status, found.label, found.watermark.message],
      ["unlabelled", undefined, made.label.watermark?.message],
    );
  });

  it("have a watermark of the strength that the label names, or are refused", async () => {
    const strong = { ...made.label, watermark: { message: 9, strength: 40 } };
    const found = await inspectPicture(await writePicture(made.picture, strong));
    assert.deepEqual([found.status, found.watermark.message], ["unsigned", 9]);
    // Stripes of black and white have no room upward or downward at this strength.
    const stripes = {
      ...made.picture,
      data: made.picture.data.map((_, at) => (Math.floor(at / 3) % 2 === 0 ? -1 : 1)),
    };
    const weak = { ...made.label, watermark: { message: 9, strength: 1 } };
    await assert.rejects(writePicture(stripes, weak), /does not hold a watermark at strength 1/);
  });

  it("are refused where the label or the picture is wrong, with the reason", async () => {
    const write = (picture: Images, label: unknown) => writePicture(picture, label as PictureLabel);
    await assert.rejects(
      write(made.picture, { ...made.label, seed: -1 }),
      /Cannot use label: seed must be an integer from 0, got -1/,
    );
    await assert.rejects(
      write(made.picture, { ...made.label, mood: "good" }),
      /mood is not a field of a label/,
    );
    const broken = { ...made.picture, data: made.picture.data.map(() => Number.NaN) };
    await assert.rejects(write(broken, { ...made.label, watermark: undefined }), /finite numbers, got NaN/);
    const two = {
      ...made.picture,
      count: 2,
      data: Float32Array.from([...made.picture.data, ...made.picture.data]),
    };
    await assert.rejects(
      write(two, { ...made.label, watermark: undefined }),
      /there must be 1 picture, got 2/,
    );
    await assert.rejects(
      inspectPicture(new Uint8Array(100)),
      /Cannot read PNG: the file does not start as one/,
    );
    await assert.rejects(inspectPicture(file.subarray(0, 3000)), /cut short/);
    for (const path of leaves(made.label)) {
      const inner = path.slice(0, -1);
      const copy = structuredClone(made.label) as unknown as Record<string | number, unknown>;
      inner.reduce((one, key) => one[key] as Record<string | number, unknown>, copy)[path[path.length - 1]] =
        null;
      assert.notDeepEqual(labelProblems(copy), [], `${path.join(".")} as null`);
    }
  });
});
