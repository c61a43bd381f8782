import assert from "node:assert/strict";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Blueprint,
  countParameters,
  describe as describeModel,
  loraPlan,
  type PipelineConfigs,
  publishedConfig,
  unetPlan,
} from "../../../lib/index.ts";
import { networksOf } from "../../../lib/pretrained/pipeline-configs.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

/** Counted in PyTorch from the published configurations. */
const known = {
  sd15: { text_encoder: 123_060_480, unet: 859_520_964, vae: 83_653_863 },
  sdxl: { text_encoder: 123_060_480, text_encoder_2: 694_659_840, unet: 2_567_463_684, vae: 83_653_863 },
  flux: {
    text_encoder: 123_060_480,
    text_encoder_2: 4_762_310_656,
    transformer: 11_901_408_320,
    vae: 83_819_683,
  },
};

describe("describe()", () => {
  for (const name of ["sd15", "sdxl", "flux"] as const)
    it(`counts every part of ${name} exactly, from its configuration alone`, () => {
      const { children, parameters } = describeModel(publishedConfig(name));
      const counts = Object.fromEntries(children.map((part) => [part.name, part.parameters]));
      assert.deepEqual(counts, known[name]);
      assert.equal(
        parameters,
        Object.values(known[name]).reduce((sum, count) => sum + count),
      );
    });

  it("counts adapters of rank 4 on Stable Diffusion 1.5's attention", () => {
    const { unet } = networksOf(publishedConfig("sd15"));
    assert.ok(unet.kind === "unet");
    assert.equal(countParameters(loraPlan(unetPlan(unet.config), { rank: 4 })), 797_184);
  });

  it("gives every node the sum of its children, and every tensor its shape", () => {
    const check = ({ kind, parameters, shape, children }: Blueprint): void => {
      const sum = shape
        ? shape.reduce((product, size) => product * size, 1)
        : children.reduce((total, child) => total + child.parameters, 0);
      assert.equal(parameters, sum);
      assert.equal(shape !== undefined, kind === "tensor");
      children.forEach(check);
    };
    check(describeModel(publishedConfig("flux")));
  });

  it("names the kinds of its parts", () => {
    const kinds = new Set<string>();
    const visit = ({ kind, children }: Blueprint): void => {
      kinds.add(kind);
      children.forEach(visit);
    };
    visit(describeModel(publishedConfig("sdxl")));
    for (const kind of ["unet", "level", "residual block", "attention", "convolution", "norm", "encoder"])
      assert.ok(kinds.has(kind), kind);
    assert.ok(!kinds.has("group"), "everything in it has a name for its kind");
  });

  const withUnet = (changes: object): PipelineConfigs => {
    const { parts, ...rest } = publishedConfig("sd15");
    return { ...rest, parts: { ...parts, unet: { ...parts["unet"], ...changes } } };
  };

  for (const [changes, message] of [
    [{ time_embedding_type: "fourier" }, /unet: time_embedding_type must be "positional", got "fourier"/],
    [
      { in_channels: 9 },
      /in_channels and out_channels must be equal, got 9 and 4; models made for inpainting/,
    ],
    [{ layers_per_block: 2 ** 30 }, /layers_per_block, 0: 0 must|whole number from 1 to 256/],
    [{ _class_name: "UNet3D" }, /class UNet3D; known are UNet2DConditionModel/],
    [{ block_out_channels: [] }, /block_out_channels must have 1 to 16 numbers/],
    [{ up_block_types: ["UpBlock2D"] }, /must mirror each other/],
  ] as const)
    it(`refuses what its networks have not: ${Object.keys(changes)}`, () => {
      assert.throws(() => describeModel(withUnet(changes)), message);
    });
});

describe("describe() of a folder", () => {
  let folder = "";
  beforeEach(async () => {
    folder = temporaryFolder();
    const { name, parts, scheduler } = publishedConfig("sd15");
    const index = { _class_name: name, scheduler: ["diffusers", "PNDMScheduler"] };
    for (const [part, config] of Object.entries(parts)) {
      Object.assign(index, { [part]: ["diffusers", config["_class_name"]] });
      await mkdir(join(folder, part));
      await writeFile(join(folder, part, "config.json"), JSON.stringify(config));
    }
    await mkdir(join(folder, "scheduler"));
    await writeFile(join(folder, "scheduler/scheduler_config.json"), JSON.stringify(scheduler));
    await writeFile(join(folder, "model_index.json"), JSON.stringify(index));
  });

  it("reads configurations alone: no weights need to be there", async () => {
    assert.deepEqual(await describeModel(folder), describeModel(publishedConfig("sd15")));
  });

  it("refuses a link that leads out of the folder", async () => {
    await rm(join(folder, "unet/config.json"));
    await symlink("/etc/hostname", join(folder, "unet/config.json"));
    await assert.rejects(describeModel(folder), /unet\/config.json leads out of the folder; copy the files/);
  });

  it("says which file is missing, or no JSON", async () => {
    await writeFile(join(folder, "vae/config.json"), "[]");
    await assert.rejects(describeModel(folder), /Cannot read .*vae\/config.json: it must hold a record/);
    await rm(join(folder, "vae"), { recursive: true });
    await assert.rejects(describeModel(folder), /the file vae\/config.json is missing/);
    await assert.rejects(describeModel(join(folder, "none")), /there is no such folder/);
  });
});
