/** Lesson 1's families and CLIP, trained until they show what they are known for. */
import assert from "node:assert/strict";
import type { Points } from "../../lib/core/points.ts";
import {
  clip,
  collect,
  draw,
  gan,
  loadDataset,
  modeCoverage,
  random,
  retrieval,
  selectBackend,
  tokenize,
  trainClip,
  trainGan,
  trainVae,
  wordTokenizer,
} from "../../lib/index.ts";
import { ring } from "../lib/points.ts";
import { withoutLeaks } from "../lib/without-leaks.ts";

describe("trainGan()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  /** How many modes a GAN makes whose critic learns ten times slower than its generator. */
  async function modesFound(options: { penalty: number; criticSteps: number; steps: number }) {
    const model = gan({ shape: [2], rng: random(1) });
    for await (const _ of trainGan(model, ring, {
      ...options,
      rate: 5e-3,
      criticRate: 5e-4,
      rng: random(101),
    }));
    const points = (await model.generate(2000, { rng: random(3) })) as Points;
    model.dispose();
    return modeCoverage(points, ring);
  }

  it("as in 2014 loses most of 8 modes when the critic lags behind", () =>
    withoutLeaks(async () => {
      const { covered, shares } = await modesFound({ penalty: 0, criticSteps: 1, steps: 600 });
      assert.ok(covered <= 4, `${covered} covered: ${shares}`);
    })).timeout(60_000);

  it("finds 7 of 8 modes or more with 5 critic steps and the R1 penalty (with the same rates and seeds, and more critic steps)", () =>
    withoutLeaks(async () => {
      const { covered, shares } = await modesFound({ penalty: 0.3, criticSteps: 5, steps: 450 });
      assert.ok(covered >= 7, `${covered} covered: ${shares}`);
    })).timeout(120_000);
});

describe("trainVae()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  it("teaches a DRAW the digits: the bound falls, and the codes come to say which", () =>
    withoutLeaks(async () => {
      const { images } = await loadDataset("digits8");
      const sizes = { rounds: 5, points: 5, latent: 6, units: 64, weight: 0.3 };
      const model = draw({ image: [8, 8, 1], ...sizes, rng: random(1) });
      const steps = await collect(
        trainVae(model, images, { steps: 200, batch: 32, rate: 5e-3, rng: random(2) }),
      );
      const mean = (name: "loss" | "kl") => steps.slice(-20).reduce((sum, step) => sum + step[name] / 20, 0);
      assert.ok(steps[0].loss > 40 && mean("loss") < 27.5, `${steps[0].loss} to ${mean("loss")}`);
      assert.ok(mean("kl") > 1.5, `${mean("kl")} nats`);
      model.dispose();
    })).timeout(60_000);
});

describe("trainClip()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  it("learns to name emoji in a style that it has never seen, far above chance", () =>
    withoutLeaks(async () => {
      const ids = Array.from({ length: 60 }, (_, at) => at);
      const load = async (style: string) =>
        (await loadDataset("emoji", { size: 16, split: "all", styles: [style] })).pick(
          ids.map((id) => 20 * id),
        );
      const [noto, twemoji, fluent] = await Promise.all(["noto", "twemoji", "fluent-emoji-flat"].map(load));
      const images = { ...noto.images, count: 120, data: new Float32Array(2 * noto.images.data.length) };
      images.data.set(noto.images.data);
      images.data.set(twemoji.images.data, noto.images.data.length);
      const tokenizer = wordTokenizer(noto.vocabulary);
      const model = clip({
        text: { vocabulary: tokenizer.size, length: 12, width: 32, layers: 1, heads: 2 },
        image: { size: 16, patch: 4, width: 32, layers: 2, heads: 2 },
        features: 32,
        rng: random(1),
      });
      const data = { images, captions: [...noto.captions, ...twemoji.captions] };
      const losses: number[] = [];
      for await (const { loss, history } of trainClip(model, data, {
        tokenizer,
        steps: 130,
        batch: 60,
        rate: 5e-3,
        rng: random(2),
      })) {
        losses.push(loss);
        assert.equal(history.length, losses.length);
      }
      assert.ok(
        Math.abs(losses[0] - Math.log(60)) < 1.5 && losses[119] < 1.5,
        `${losses[0]} to ${losses[119]}`,
      );
      const texts = await model.embedTexts(tokenize(fluent.captions, { tokenizer, length: 12 }));
      const { at1, at5, chance } = retrieval(await model.embedImages(fluent.images), texts, { own: ids });
      assert.ok(at1 > 5 * chance && at5 > 0.3, `${at1} at 1, ${at5} at 5`);
      model.dispose();
    })).timeout(120_000);
});
