import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readConfig } from "../../cli/train/config.ts";
import { selectBackend } from "../../lib/core/backend.ts";
import { decodePng } from "../../lib/core/png.ts";
import { type Denoiser, type Images, inspectPicture, remake } from "../../lib/index.ts";
import { loadModel } from "../../lib/model/checkpoint.ts";
import { loadNetwork } from "../../lib/model/network-file.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { noisebook } from "./noisebook.ts";

const small = {
  out: "",
  seed: 1,
  data: { name: "shapes", size: 8, styles: ["one-object"], limit: 32 },
  model: { kind: "unet", channels: [8, 8] },
  schedule: { kind: "cosine" },
  target: "v",
  steps: 40,
  batch: 4,
  rate: { kind: "one-cycle", peak: 3e-3 },
  ema: 0.9,
  checkpoint: { every: 5 },
  sample: { prompts: ["a small red circle", "a large blue square"], steps: 2, guidance: 3 },
};

describe("noisebook train", function () {
  this.timeout(300_000);
  const folder = temporaryFolder();
  before(() => selectBackend());

  const write = async (name: string, config: object) => {
    const path = join(folder, name);
    await writeFile(path, JSON.stringify(config));
    return path;
  };

  // Long: one training is looked at from all sides, for it takes the time.
  it("trains, and leaves the model, pictures, figures and a card; stopped and resumed, the same bytes", async () => {
    const path = await write("small.json", { ...small, out: join(folder, "whole") });
    const { status, stderr } = await noisebook(["train", path], { cwd: folder });
    assert.equal(status, 0, stderr);
    assert.match(stderr, /step 5 of 40, loss 0\.\d+, [\d.]+ pictures\/s, \d+ (s|min) left/);
    const whole = join(folder, "whole");
    assert.deepEqual((await readdir(whole)).sort(), [
      "README.md",
      "loss.png",
      "model.safetensors",
      "report.json",
      "samples",
      "samples.png",
      "training.safetensors",
    ]);
    assert.ok(decodePng(await readFile(join(whole, "samples.png"))).width > 100);
    const report = JSON.parse(await readFile(join(whole, "report.json"), "utf8"));
    assert.equal(report.steps, 40);
    assert.ok(report.correct >= 0 && report.correct <= 1);
    const model = await loadModel(join(whole, "model.safetensors"));
    assert.equal(model.predicts, "v");
    const file = await readFile(join(whole, "samples", "2.png"));
    const { label } = await inspectPicture(file);
    assert.deepEqual([label?.prompt, label?.datasets[0].name], ["a large blue square", "shapes"]);
    const hash = label!.model.hash;
    const denoiser = model as unknown as Denoiser<Images>;
    const remade = await remake(file, { load: () => ({ denoiser, hash }) });
    assert.deepEqual(remade.file, new Uint8Array(file));
    assert.equal((await inspectPicture(await readFile(join(whole, "samples.png")))).status, "unsigned");
    model.dispose();

    const out = join(folder, "part");
    const stopped = await noisebook(["train", path, "--out", out], {
      cwd: folder,
      watch: (child, said) => void (said.includes("step 5 of") && !child.killed && child.kill("SIGINT")),
    });
    assert.equal(stopped.status, 130, stopped.stderr);
    assert.match(stopped.stderr, /Stopped after step \d+ of 40; go on with --resume/);
    const again = await noisebook(["train", path, "--out", out], { cwd: folder });
    assert.match(again.stderr, /is one already; go on with --resume/);
    const resumed = await noisebook(["train", path, "--out", out, "--resume"], { cwd: folder });
    assert.equal(resumed.status, 0, resumed.stderr);
    const bytes = (name: string) => readFile(join(name, "model.safetensors"));
    assert.deepEqual(await bytes(out), await bytes(whole));
    const finished = await noisebook(["train", path, "--out", out, "--resume"], { cwd: folder });
    assert.equal(finished.status, 1);
    assert.match(finished.stderr, /Cannot go on: .*training\.safetensors has all its 40 steps/);
  });

  it("trains an autoencoder, a latent diffusion in its codes, and a CLIP", async () => {
    const data = { name: "emoji", size: 8, styles: ["noto"], limit: 24 };
    const run = async (name: string, config: object) => {
      const out = join(folder, name);
      const path = await write(`${name}.json`, { out, seed: 1, data, steps: 3, batch: 4, ...config });
      const { status, stderr } = await noisebook(["train", path], { cwd: folder });
      assert.equal(status, 0, stderr);
      assert.equal(JSON.parse(await readFile(join(out, "report.json"), "utf8")).steps, 3);
      return join(out, "model.safetensors");
    };
    const coder = await run("coder", { model: { kind: "autoencoder", channels: [8, 8], latent: 2 } });
    const codes = await loadNetwork("autoencoder", coder);
    assert.ok(codes.scale > 0 && codes.scale !== 1);
    codes.dispose();
    const latent = await run("latent", {
      data: { ...data, styleWord: true },
      latent: coder,
      model: { kind: "unet", channels: [8], text: { width: 8, length: 20 } },
      schedule: { kind: "cosine" },
      sample: { prompts: ["noto grinning face"], steps: 2 },
    });
    const model = await loadModel(latent);
    assert.deepEqual(model.shape, [4, 4, 2]);
    model.dispose();
    const { picture } = await inspectPicture(await readFile(join(folder, "latent", "samples", "1.png")));
    assert.deepEqual([picture.height, picture.channels], [8, 3]);
    const tower = { width: 8, layers: 1, heads: 2 };
    const clip = await run("clip", {
      model: { kind: "clip", features: 4, text: { ...tower, length: 16 }, image: { ...tower, patch: 4 } },
    });
    (await loadNetwork("clip", clip)).dispose();
  });

  it("stops an autoencoder's training with nothing kept, and never trains over one", async () => {
    const out = join(folder, "stopped");
    const config = {
      ...{ out, seed: 1, batch: 4, checkpoint: { every: 1 }, data: { name: "shapes", size: 8, limit: 8 } },
      model: { kind: "autoencoder", channels: [8] },
    };
    const path = await write("stopped.json", { ...config, steps: 100_000 });
    const { status, stderr } = await noisebook(["train", path], {
      cwd: folder,
      watch: (child, said) => void (said.includes("step 1 of") && !child.killed && child.kill("SIGTERM")),
    });
    assert.equal(status, 130, stderr);
    assert.match(stderr, /\nStopped; nothing was kept\n$/);
    assert.deepEqual(await readdir(out), []);
    await writeFile(join(out, "model.safetensors"), "precious");
    const again = await noisebook(["train", path], { cwd: folder });
    assert.match(
      again.stderr,
      /^Cannot start a training: .*model\.safetensors is one already; choose another --out\n$/,
    );
    const resumed = await noisebook(["train", path, "--resume"], { cwd: folder });
    assert.match(resumed.stderr, /^Cannot go on: a training of kind autoencoder is not kept on the way/);
    assert.equal(await readFile(join(out, "model.safetensors"), "utf8"), "precious");
  });

  it("says what a configuration must be", async () => {
    const fails = async (change: object, message: RegExp) => {
      await assert.rejects(readConfig(await write("bad.json", { ...small, out: "x", ...change })), {
        message,
      });
    };
    await fails({ bach: 3 }, /^Cannot train from .*bad\.json: config has no bach; did you mean batch\?$/);
    await fails({ steps: 0 }, /config\.steps must be a whole number from 1, got 0/);
    await fails({ seed: undefined }, /config\.seed must be a whole number from 0, got nothing/);
    await fails(
      { target: "velocity" },
      /config\.target must be one of "x0", "eps", "v", "flow", got "velocity"/,
    );
    await fails(
      { rate: { kind: "cosine", peak: -1 } },
      /config\.rate\.peak must be a number above 0, got -1/,
    );
    await fails({ rate: "fast" }, /config\.rate\.kind must be one of|config\.rate must be a record/);
    await fails(
      { model: { kind: "unet", channels: [8, "8"] } },
      /config\.model\.channels\[1\] must be a whole number/,
    );
    await fails({ model: { kind: "uent", channels: [8] } }, /got "uent; did you mean unet\?"/);
    await fails({ sample: { prompts: "a" } }, /config\.sample\.prompts must be a list, got "a"/);
    await assert.rejects(readConfig(join(folder, "none.json")), /there is no such file/);
    await assert.rejects(readConfig(folder), /^Error: Cannot train from .*: it is a folder$/);
    await writeFile(join(folder, "broken.json"), "{");
    await assert.rejects(readConfig(join(folder, "broken.json")), /it is not JSON/);
  });
});
