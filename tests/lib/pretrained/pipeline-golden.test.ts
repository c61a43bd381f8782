import assert from "node:assert/strict";
import { selectBackend } from "../../../lib/core/backend.ts";
import { collect } from "../../../lib/core/collect.ts";
import { random } from "../../../lib/core/random.ts";
import {
  ddim,
  decodePictures,
  encodePictures,
  type ImageStep,
  openPipeline,
  type Pipeline,
  pipelineDenoiser,
  type TextToImageOptions,
  textToImage,
} from "../../../lib/index.ts";
import { promptCondition } from "../../../lib/pretrained/prompt-conditions.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { assertNear, type Expected, expectedOf, images, tinyFolder } from "./tiny.ts";

const prompt = "a red cat with 2 green eyes";
const level = (t: number) => ({ t, a: 1, s: 1, sigma: 1 });
const onePart = { relative: 1e-4 };
const wholeLoop = { relative: 1e-3 };

/** The rows of a tensor that hold these pictures, prompts or steps. */
function rows({ shape, data }: Expected, from: number, to: number): Expected {
  const size = data.length / shape[0];
  return { shape: [to - from, ...shape.slice(1)], data: data.slice(from * size, to * size) };
}

async function draw(
  pipeline: Pipeline,
  options: Omit<TextToImageOptions, "rng" | "prompt">,
): Promise<ImageStep[]> {
  return collect(
    textToImage(pipeline, { prompt, steps: 10, tokens: 40, rng: random(7, { like: "torch" }), ...options }),
  );
}

/** Compares the codes after each step, and the picture. */
function assertLoop(
  steps: ImageStep[],
  expected: Record<string, Expected>,
  { name, isEuler = false }: { name: string; isEuler?: boolean },
): void {
  const levels = steps.flatMap((step) => (step.stage === "start" ? step.levels : []));
  // diffusers' Euler has x_0 + σ·ε, here it is a·x_0 + s·ε.
  const scale = (at: number) => (isEuler ? levels[at + 1].a : 1);
  const codes = steps.flatMap((step) => (step.stage === "step" ? [step.x] : []));
  // PNDM asks twice in its first step, and diffusers counts both.
  const all = images(expected[`${name}.latents`]);
  const size = all.data.length / all.count;
  codes.forEach(({ data }, at) => {
    const row = at + all.count - codes.length;
    const known = all.data.subarray(row * size, (row + 1) * size).map((value) => value * scale(at));
    assertNear(data, known, { ...wholeLoop, what: `${name}, step ${at}` });
  });
  const last = steps.at(-1);
  assert.ok(last?.stage === "image");
  const picture = images(expected[`${name}.image`]);
  const drawn = last.image.data.map((value) => Math.min(1, Math.max(0, (value + 1) / 2)));
  assertNear(drawn, picture.data, { ...wholeLoop, what: `${name}, picture` });
}

describe("the tiny pipelines of diffusers", () => {
  before(() => selectBackend());

  for (const family of ["sd15", "sdxl", "flux"] as const)
    describe(family, () => {
      let pipeline: Pipeline;
      let expected: Record<string, Expected>;
      before(async () => {
        pipeline = await openPipeline(tinyFolder(family));
        expected = await expectedOf(family);
      });
      after(() => pipeline.dispose());

      const texts = family === "flux" ? [prompt] : [prompt, "blurry"];
      const told = () => promptCondition(pipeline, texts, { size: [64, 64], guidance: 3.5, tokens: 40 });

      it("reads texts as transformers does", async () => {
        const { condition, encoded } = await withoutLeaks(told);
        encoded.forEach(({ encoder, tokens }) => {
          const known = expected[encoder.replace("text_encoder", "tokens")];
          if (known) assert.deepEqual([...tokens.ids], [...known.data], encoder);
        });
        assertNear(condition.data, expected["states"].data, { ...onePart, what: "states" });
        const { pooled } = expected;
        if (pooled) assertNear(condition.pooled ?? [], pooled.data, { ...onePart, what: "pooled" });
      });

      it("predicts what PyTorch predicts", async () => {
        const { condition } = await told();
        const denoiser = pipelineDenoiser(pipeline, { predicts: "eps" });
        const times = expected["t"]?.data ?? [0.7];
        for (const [row, t] of Array.from(times).entries()) {
          const [one] = [condition].map(({ data, pooled, ...rest }) => ({
            ...rest,
            count: 1,
            data: rows({ shape: expected["states"].shape, data }, row, row + 1).data,
            ...(pooled && {
              pooled: pooled.slice(
                (row * pooled.length) / rest.count,
                ((row + 1) * pooled.length) / rest.count,
              ),
            }),
            ...(expected["numbers"] && { numbers: rows(expected["numbers"], row, row + 1).data }),
          }));
          const x = images(rows(expected["x"], row, row + 1));
          const y = await withoutLeaks(() => denoiser.predict(x, level(t), one));
          assertNear(y.data, images(rows(expected["unet"], row, row + 1)).data, {
            ...onePart,
            what: `row ${row}`,
          });
        }
      });

      it("encodes and decodes pictures as PyTorch does", async () => {
        const { network } = pipeline.parts["vae"];
        assert.ok(network.kind === "autoencoder");
        const { scale, shift } = network;
        const codes = await withoutLeaks(() => encodePictures(pipeline, images(expected["vae.image"])));
        const means = codes.data.map((value) => value / scale + shift);
        assertNear(means, images(expected["vae.mean"]).data, { ...onePart, what: "means" });
        const z = images(expected["vae.z"]);
        const scaled = { ...z, data: z.data.map((value) => (value - shift) * scale) };
        const decoded = await withoutLeaks(() => decodePictures(pipeline, scaled));
        assertNear(decoded.data, images(expected["vae.decoded"]).data, { ...onePart, what: "decoded" });
      });

      it("draws in ten steps what diffusers draws from the same seed", async () => {
        const isEuler = family === "sdxl";
        const guided = {
          sd15: { guidance: 7.5, negative: "blurry" },
          sdxl: { guidance: 5 },
          flux: { guidance: 3.5 },
        };
        assertLoop(await draw(pipeline, { size: 64, ...guided[family] }), expected, {
          name: "loop",
          isEuler,
        });
        if (family === "sdxl")
          assertLoop(await draw(pipeline, { size: 64, guidance: 5, negative: "blurry" }), expected, {
            name: "negative",
            isEuler,
          });
      });

      it("predicts the same where no weight is kept in memory, and leaves nothing behind", async () => {
        const sparing = await openPipeline(tinyFolder(family), { memory: 0 });
        const steps = await withoutLeaks(async () => {
          const drawn = await collect(textToImage(sparing, { prompt, steps: 2, size: 64, rng: random(1) }));
          return drawn;
        });
        const other = await collect(textToImage(pipeline, { prompt, steps: 2, size: 64, rng: random(1) }));
        assert.deepEqual(steps.at(-1), other.at(-1));
        await sparing.dispose();
      });
    });

  it("changes a picture as diffusers does (img2img)", async () => {
    const pipeline = await openPipeline(tinyFolder("sd15"));
    const expected = await expectedOf("sd15");
    Object.assign(pipeline.configs.scheduler, { _class_name: "DDIMScheduler" });
    const image = images(expected["vae.image"]);
    const options = { negative: "blurry", guidance: 5, image, strength: 0.6, sampler: ddim };
    assertLoop(await draw(pipeline, options), expected, { name: "img2img" });
    await pipeline.dispose();
  });
});
