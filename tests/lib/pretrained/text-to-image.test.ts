import assert from "node:assert/strict";
import { collect } from "../../../lib/core/collect.ts";
import {
  euler,
  type ImageStep,
  openPipeline,
  type Pipeline,
  random,
  type TextToImageOptions,
  textToImage,
  trace,
} from "../../../lib/index.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { assertNear, tinyFolder } from "./tiny.ts";

const setup = { prompt: "a red cat", steps: 3, size: 64 };

describe("textToImage()", () => {
  let pipeline: Pipeline;
  before(async () => {
    pipeline = await openPipeline(tinyFolder("sd15"));
  });
  after(() => pipeline.dispose());

  const drawn = (options: Partial<TextToImageOptions> = {}): Promise<ImageStep[]> =>
    collect(textToImage(pipeline, { ...setup, rng: random(1), ...options }));

  it("shows each stage: weights, tokens, levels, both predictions of each step, codes and picture", async () => {
    const steps = await drawn();
    const stages = steps.map(({ stage }) => stage).filter((stage, at, all) => stage !== all[at - 1]);
    assert.deepEqual(stages, ["weights", "text", "start", "weights", "step", "weights", "image"]);
    const text = steps.find((step) => step.stage === "text");
    assert.ok(text?.stage === "text");
    assert.equal(text.encoded[0].pieces.map((piece) => piece.text).join(""), "a red cat ");
    assert.equal(text.negative?.[0].pieces.length, 0);
    for (const step of steps)
      if (step.stage === "step") {
        const { conditional, unconditional, eps } = step;
        assert.ok(unconditional);
        const guided = conditional.data.map(
          (value, at) => unconditional.data[at] + 7.5 * (value - unconditional.data[at]),
        );
        assertNear(guided, eps.data, { relative: 1e-5, what: "guidance" });
      }
  });

  it("says how the weights come in, and keeps them while there is room", async () => {
    const other = await openPipeline(tinyFolder("sd15"), { memory: 200_000 });
    const seen = (await collect(textToImage(other, { ...setup, rng: random(1) }))).flatMap((step) =>
      step.stage === "weights" ? [step] : [],
    );
    for (const part of ["text_encoder", "unet", "vae"]) {
      const own = seen.filter((step) => step.part === part);
      assert.deepEqual([own.length, own.at(-1)?.done], [own[0].count, own[0].count]);
      assert.ok(own.every(({ resident, bytes }) => resident <= Math.min(bytes, 200_000)));
    }
    for (const { weights } of Object.values(other.parts))
      assert.equal(weights.resident(), 0, "each is freed");
    await other.dispose();
  });

  it("paints where the mask says and keeps the codes elsewhere", async () => {
    const rng = random(5);
    const image = {
      data: Float32Array.from(rng.uniform(64 * 64 * 3)),
      count: 1,
      height: 64,
      width: 64,
      channels: 3,
    };
    const mask = Float32Array.from({ length: 64 * 64 }, (_, at) => (at % 64 < 32 ? 1 : 0));
    const steps = await drawn({ image, mask, sampler: euler });
    const kept = await drawn({ image, mask: mask.map(() => 0), sampler: euler });
    const [one, all] = [steps, kept].map((list) => {
      const last = list.at(-1);
      assert.ok(last?.stage === "image");
      return last.codes;
    });
    for (let at = 0; at < one.data.length; at++) {
      const isKept = Math.floor(at / 4) % 8 >= 4;
      assert.equal(one.data[at] === all.data[at], isKept, `number ${at}`);
    }
  });

  it("shows where each word is looked at", async () => {
    const only = (name: string) => name.endsWith("cross.map");
    const { activations } = await trace(() => drawn({ steps: 1 }), { only });
    const [{ shape }] = activations;
    assert.deepEqual(
      shape,
      [1, 2, 64, 77],
      "a head for each channel group, a row for each position, a column for each token",
    );
  });

  it("stops at a signal and at a break, and leaves nothing behind", async () => {
    await drawn({ steps: 1 });
    await withoutLeaks(async () => {
      for await (const step of textToImage(pipeline, { ...setup, rng: random(1) }))
        if (step.stage === "step") break;
      const abort = new AbortController();
      await assert.rejects(async () => {
        for await (const step of textToImage(pipeline, { ...setup, rng: random(1), signal: abort.signal }))
          if (step.stage === "start") abort.abort(new Error("enough"));
      }, /enough/);
    });
  });

  it("says what does not fit", async () => {
    await assert.rejects(drawn({ size: 60 }), /a side divided by 64 must be an integer from 1, got 0.9375/);
    await assert.rejects(drawn({ mask: [1] }), /mask says what to keep of an image; give image as well/);
    const image = { data: new Float32Array(48), count: 1, height: 4, width: 4, channels: 3 };
    await assert.rejects(drawn({ image }), /expected 1 pictures of 64 × 64 in image, got 1 of 4 × 4/);
    const flux = await openPipeline(tinyFolder("flux"));
    await assert.rejects(
      collect(textToImage(flux, { ...setup, negative: "blurry", rng: random(1) })),
      /Flux takes no negative prompt/,
    );
    await flux.dispose();
  });
});
