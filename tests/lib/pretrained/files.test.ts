import assert from "node:assert/strict";
import { cp, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { selectBackend } from "../../../lib/core/backend.ts";
import { openSafetensors, type TensorToSave, writeSafetensors } from "../../../lib/core/safetensors.ts";
import {
  loadMerges,
  namedTensors,
  openPipeline,
  pipelineDenoiser,
  type StatesCondition,
} from "../../../lib/index.ts";
import { readConfigs } from "../../../lib/pretrained/pipeline-configs.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { assertNear, expectedOf, images, tinyFolder } from "./tiny.ts";

const weights = "unet/diffusion_pytorch_model.safetensors";

type Saved = Record<string, TensorToSave>;

async function tensorsIn(path: string): Promise<Saved> {
  const file = await openSafetensors(path);
  const all: Saved = {};
  for (const name of file.tensors.keys()) all[name] = await file.read(name);
  await file.close();
  return all;
}

describe("openPipeline()", () => {
  let folder = "";
  before(() => selectBackend());
  beforeEach(async () => {
    folder = temporaryFolder();
    await cp(tinyFolder("sd15"), folder, { recursive: true });
  });

  const changed = async (change: (tensors: Saved) => void): Promise<string> => {
    const tensors = await tensorsIn(join(folder, weights));
    change(tensors);
    await writeSafetensors(join(folder, weights), tensors);
    return folder;
  };

  it("names a tensor that is missing, strange, or of another shape or format", async () => {
    const refuses = async (change: (tensors: Saved) => void, reason: RegExp) => {
      await withoutLeaks(async () => assert.rejects(openPipeline(await changed(change)), reason));
      await cp(join(tinyFolder("sd15"), weights), join(folder, weights));
    };
    await refuses((all) => delete all["conv_in.bias"], /Cannot open unet: tensor "conv_in.bias" is missing/);
    await refuses((all) => {
      all["conv_in.bias"] = { shape: [4], data: new Float32Array(4) };
    }, /tensor "conv_in.bias" must have the shape \[8\], got \[4\]/);
    await refuses((all) => {
      all["conv_in.bias"] = { shape: [8], data: new Int32Array(8) };
    }, /tensor "conv_in.bias" must be of F32, F16, BF16, got I32/);
    await refuses((all) => {
      all["conv_in.more"] = { shape: [1], data: new Float32Array(1) };
    }, /its file has the tensor "conv_in.more", for which the configured network has no place/);
  });

  it("refuses files that can run code, cut files, links out of the folder and shards elsewhere", async () => {
    const path = join(folder, weights);
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length - 4));
    await assert.rejects(openPipeline(folder), /its tensors take \d+ bytes, but \d+ follow the header/);
    await rm(path);
    await symlink(join(tinyFolder("sd15"), weights), path);
    await assert.rejects(openPipeline(folder), /leads out of the folder; copy the files/);
    await rm(path);
    const index = { weight_map: { "conv_in.bias": "../../elsewhere.safetensors" } };
    await writeFile(
      join(folder, "unet/diffusion_pytorch_model.safetensors.index.json"),
      JSON.stringify(index),
    );
    await assert.rejects(openPipeline(folder), /weight_map must name .safetensors files beside it/);
    await rm(join(folder, "unet/diffusion_pytorch_model.safetensors.index.json"));
    await writeFile(join(folder, "unet/diffusion_pytorch_model.bin"), "");
    await assert.rejects(
      openPipeline(folder),
      /can run code when they are read; download the .safetensors file/,
    );
    await writeFile(join(folder, "all.ckpt"), "");
    await assert.rejects(openPipeline(join(folder, "all.ckpt")), /only .safetensors files are read/);
    await assert.rejects(openPipeline(join(folder, "nowhere")), /there is no such folder/);
  });

  it("reads shards as it reads one file", async () => {
    const tensors = Object.entries(await tensorsIn(join(folder, weights)));
    const map: Record<string, string> = {};
    for (const shard of [0, 1]) {
      const file = `diffusion_pytorch_model-0000${shard + 1}-of-00002.safetensors`;
      const own = tensors.filter((_, at) => at % 2 === shard);
      await writeSafetensors(join(folder, "unet", file), Object.fromEntries(own));
      for (const [name] of own) map[name] = file;
    }
    await rm(join(folder, weights));
    const index = JSON.stringify({ weight_map: map });
    await writeFile(join(folder, "unet/diffusion_pytorch_model.safetensors.index.json"), index);
    await assertPredicts(await openPipeline(folder), "unet");
  });

  for (const [name, expected] of [
    ["pytorch_lora_weights", "lora"],
    ["kohya", "kohya"],
  ] as const)
    it(`adds adapters as diffusers does (${expected})`, async () => {
      const lora = { path: join(tinyFolder("lora"), `${name}.safetensors`) };
      await assertPredicts(await openPipeline(folder, { loras: [lora] }), expected);
      await assertPredicts(await openPipeline(folder, { loras: [{ ...lora, weight: 0 }] }), "unet");
    });

  it("refuses adapters for other layers", async () => {
    const path = join(folder, "strange.safetensors");
    const tensor = { shape: [1, 1], data: new Float32Array(1) };
    await writeSafetensors(path, {
      "unet.nowhere.lora_A.weight": tensor,
      "unet.nowhere.lora_B.weight": tensor,
    });
    await assert.rejects(
      openPipeline(folder, { loras: [{ path }] }),
      /no part of this model has a layer for/,
    );
  });

  for (const family of ["sd15", "sdxl"])
    it(`reads ${family} from a single file, whose names diffusers knows`, async () => {
      const path = join(folder, "all.safetensors");
      await writeSafetensors(path, await singleFile(family));
      const configs = await readConfigs(tinyFolder(family));
      const merges = (await loadMerges()).slice(0, 488);
      const pipeline = await openPipeline(path, { configs, merges });
      const other = await openPipeline(tinyFolder(family));
      for (const part of Object.keys(other.parts)) {
        const [one, two] = [pipeline, other].map(({ parts }) => flat(parts[part].weights.parameters));
        assert.deepEqual(await one, await two, part);
      }
      await pipeline.dispose();
      await other.dispose();
    });

  it("knows a single file that is no Stable Diffusion", async () => {
    await rename(join(folder, weights), join(folder, "other.safetensors"));
    await assert.rejects(
      openPipeline(join(folder, "other.safetensors")),
      /it is no checkpoint of Stable Diffusion/,
    );
  });
});

/** All numbers of a part, by name. */
async function flat(tree: object): Promise<[string, Float32Array][]> {
  const all: [string, Float32Array][] = [];
  for (const [name, tensor] of namedTensors(tree)) {
    all.push([name, Float32Array.from(await tensor.data())]);
    tensor.dispose();
  }
  return all;
}

async function assertPredicts(
  pipeline: Awaited<ReturnType<typeof openPipeline>>,
  expected: string,
): Promise<void> {
  const known = await expectedOf("sd15");
  const states = known["states"];
  const condition: StatesCondition = { data: states.data.slice(0, 77 * 16), count: 1, tokens: 77, width: 16 };
  const x = images({ shape: [1, 4, 8, 8], data: known["x"].data.slice(0, 256) });
  const y = await pipelineDenoiser(pipeline, { predicts: "eps" }).predict(
    x,
    { t: 801, a: 1, s: 1, sigma: 1 },
    condition,
  );
  const wanted = images({ shape: [1, 4, 8, 8], data: known[expected].data.slice(0, 256) });
  assertNear(y.data, wanted.data, { relative: expected === "kohya" ? 1e-3 : 1e-4, what: expected });
  await pipeline.dispose();
}

/** The tiny model's tensors as a single file has them, by the names that diffusers' own conversion knows. */
async function singleFile(family: string): Promise<Saved> {
  const names: Record<string, Record<string, string>> = JSON.parse(
    await readFile(join(tinyFolder(family), "single-file.json"), "utf8"),
  );
  const all: Saved = {};
  for (const [part, own] of Object.entries(names)) {
    const file = part.startsWith("text") ? "model" : "diffusion_pytorch_model";
    const tensors = await tensorsIn(join(tinyFolder(family), part, `${file}.safetensors`));
    for (const [key, name] of Object.entries(own)) {
      const { shape, data } = tensors[key] as { shape: number[]; data: Float32Array };
      if (name.endsWith("text_projection"))
        all[name] = { shape: [...shape].reverse(), data: transposed(data, shape) };
      else if (!name.includes("in_proj")) all[name] = { shape, data };
      else if (key.includes("q_proj"))
        all[name] = stacked(["q", "k", "v"].map((of) => tensors[key.replace("q_proj", `${of}_proj`)]));
    }
  }
  return all;
}

function transposed(data: Float32Array, [rows, columns]: number[]): Float32Array {
  return data.map((_, at) => data[(at % rows) * columns + Math.floor(at / rows)]);
}

function stacked(tensors: TensorToSave[]): TensorToSave {
  const [{ shape }] = tensors;
  const parts = tensors.map(({ data }) => Array.from(data as Float32Array));
  return { shape: [3 * shape[0], ...shape.slice(1)], data: Float32Array.from(parts.flat()) };
}
