import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { collect } from "../../../lib/core/collect.ts";
import { exportPipeline, openPipeline, type Pipeline, random, textToImage } from "../../../lib/index.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { golden } from "../golden.ts";
import { madeHere } from "./made-here.ts";
import { assertNear } from "./tiny.ts";

const known = golden<{ class: string; files: Record<string, string>; image: number[] }>("exported.json");

async function picture(pipeline: Pipeline): Promise<Float32Array> {
  const options = { prompt: "a red cat", negative: "blurry", steps: 10, guidance: 5, size: 32 };
  const last = (await collect(textToImage(pipeline, { ...options, rng: random(7, { like: "torch" }) }))).at(
    -1,
  );
  assert.ok(last?.stage === "image");
  return last.image.data.map((value) => Math.min(1, Math.max(0, (value + 1) / 2)));
}

describe("exportPipeline()", () => {
  const folder = temporaryFolder();
  let made: Awaited<ReturnType<typeof madeHere>>;
  before(async () => {
    made = await madeHere();
    await exportPipeline(made.pipeline, folder);
  });
  after(async () => {
    made.dispose();
  });

  it("writes the very bytes that diffusers opened", async () => {
    const found: Record<string, string> = {};
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      found[relative(folder, path)] = createHash("sha256")
        .update(await readFile(path))
        .digest("hex");
    }
    assert.deepEqual(found, known.files);
    assert.equal(known.class, "StableDiffusionPipeline");
  });

  it("of a pipeline made here, which draws what diffusers drew with its files", async () => {
    const drawn = await picture(made.pipeline);
    assertNear(drawn, known.image, { relative: 1e-3, what: "the pipeline made here" });
    const opened = await openPipeline(folder);
    assert.deepEqual(await picture(opened), drawn, "opened again it draws the same, bit by bit");
    await opened.dispose();
  });

  it("says which setting diffusers has not", async () => {
    const { pipeline } = made;
    const { unet } = pipeline.parts;
    assert.ok(unet.network.kind === "unet");
    const network = { ...unet.network, config: { ...unet.network.config, feedForward: 2 } };
    const odd = { ...pipeline, parts: { ...pipeline.parts, unet: { ...unet, network } } };
    await assert.rejects(
      exportPipeline(odd, join(folder, "odd")),
      /Cannot export the U-Net: diffusers has none with feedForward 2; make it with feedForward 4/,
    );
  });
});
