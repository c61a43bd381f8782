import assert from "node:assert/strict";
import {
  attributeRelevance,
  classify,
  clipScore,
  collect,
  fitClassifier,
  type Images,
  loadDataset,
  pickImages,
  promptGrid,
  random,
  selectBackend,
  shapeRelevance,
} from "../../../lib/index.ts";
import { withoutLeaks } from "../without-leaks.ts";

describe("shapeRelevance", () => {
  it("says of real pictures that they are right, and of swapped prompts what is wrong", async () => {
    const { images, captions } = await loadDataset("shapes", { size: 32, limit: 40 });
    const { parts, checks } = shapeRelevance(images, captions);
    assert.equal(parts.all.share, 1);
    assert.ok(
      (parts.relation?.of ?? 0) > 5 && (parts.relation?.of ?? 0) < 40,
      "relations count where they are named",
    );
    assert.ok(checks.every(({ rmse }) => rmse < 4));
    const recoloured = captions.map((caption) => caption.replaceAll(/red|green/g, "yellow"));
    const changed = recoloured.map((caption, at) => caption !== captions[at]);
    const wrong = shapeRelevance(images, recoloured);
    assert.equal(wrong.parts.colour?.right, changed.filter((is) => !is).length);
    assert.equal(wrong.parts.kind?.share, 1);
    assert.ok(parts.all.interval[0] > 0.9 && Math.abs(parts.all.interval[1] - 1) < 1e-9);
  });

  it("refuses pictures without a prompt", async () => {
    const { images, captions } = await loadDataset("shapes", { size: 16, limit: 3 });
    assert.throws(() => shapeRelevance(images, captions.slice(1)), /one for each of 3 pictures, got 2/);
  });
});

describe("clipScore", () => {
  it("is 2.5 times the cosine, 0 where it is negative, whatever the lengths", () => {
    const rows = (...data: number[]) => ({ data: Float32Array.from(data), count: data.length / 2, dim: 2 });
    const score = clipScore(rows(0, 7, 1, 1, 1, 0), rows(0, 2, -1, -1, 3, 3));
    const expected = [2.5, 0, 2.5 / Math.SQRT2];
    score.forEach((value, at) => {
      assert.ok(Math.abs(value - expected[at]) < 1e-12);
    });
    assert.throws(() => clipScore(rows(1, 0), rows(1, 0, 1, 0)), /one for each of 1 pictures, got 2/);
    assert.throws(() => clipScore(rows(1, Number.NaN), rows(1, 0)), /imageFeatures must|real must/);
  });
});

describe("the picture classifier", () => {
  before(() => selectBackend());

  it("learns digits, names held-out ones, and leaves no tensor behind", async function () {
    this.timeout(60_000);
    const train = await loadDataset("digits8", { split: "train" });
    const test = await loadDataset("digits8", { split: "test" });
    const fit = async (seed: number, steps: number) => {
      const reports = await collect(
        fitClassifier(train.images, train.attributes, { steps, rng: random(seed) }),
      );
      return { losses: reports.map(({ loss }) => loss), reports };
    };
    const classifier = await withoutLeaks(async () => {
      let found: Awaited<ReturnType<Awaited<ReturnType<typeof fit>>["reports"][0]["classifier"]>> | undefined;
      for await (const { step, steps, classifier } of fitClassifier(train.images, train.attributes, {
        steps: 150,
        rng: random(1),
      }))
        if (step === steps) found = await classifier();
      return found!;
    });
    const { attributes, features } = await withoutLeaks(() => classify(classifier, test.images));
    const { all } = attributeRelevance(attributes, test.attributes);
    assert.ok(all.share > 0.9, `${all.right} of ${all.of}`);
    assert.deepEqual([features.count, features.dim], [test.images.count, 64]);
    const [first, second] = [await fit(2, 3), await fit(2, 3)];
    assert.deepEqual(first.losses, second.losses, "the same seed, the same training");
    const same = await classify(classifier, pickImages(test.images, [5]));
    for (let at = 0; at < 64; at++)
      assert.ok(Math.abs(same.features.data[at] - features.data[5 * 64 + at]) < 1e-3);
  });

  it("can be left early, and refuses what it cannot learn from", async () => {
    const { images, attributes } = await loadDataset("digits8", { limit: 20 });
    await withoutLeaks(async () => {
      for await (const _ of fitClassifier(images, attributes, { steps: 5, rng: random(1) })) break;
    });
    const [ended] = await collect(fitClassifier(images, attributes, { steps: 1, rng: random(1) }));
    await assert.rejects(ended.classifier(), /its training has ended; call classifier\(\) inside the loop/);
    const fit = (set: Images, labels: Record<string, string>[]) =>
      collect(fitClassifier(set, labels, { rng: random(1) }));
    await assert.rejects(fit(images, attributes.slice(1)), /20 pictures need as many attributes, got 19/);
    await assert.rejects(
      fit(
        images,
        attributes.map(() => ({ digit: "7" })),
      ),
      /two values or more, got digit/,
    );
    await assert.rejects(
      fit({ ...images, data: images.data.map(() => Number.NaN) }, attributes),
      /finite numbers, got NaN/,
    );
  });

  it("refuses attributes that it does not name", () => {
    assert.throws(
      () => attributeRelevance([{ hair: "red" }], [{ hat: "none" }]),
      /hat must be one that is seen, of hair/,
    );
    assert.throws(() => attributeRelevance([], []), /there is no picture/);
  });
});

describe("promptGrid", () => {
  it("draws the same streams for every prompt, and measures every picture", async () => {
    const draw = (_: string, { count, rng }: { count: number; rng: ReturnType<typeof random> }): Images => ({
      data: Float32Array.from(rng.uniform(count * 16)),
      count,
      height: 4,
      width: 4,
      channels: 1,
    });
    const measures = {
      first: ({ data, count }: Images) => Array.from({ length: count }, (_, at) => data[at * 16]),
    };
    const rows = await collect(promptGrid(["a", "b"], { draw, outputs: 3, measures, rng: random(4) }));
    assert.deepEqual(rows[0].images, rows[1].images);
    assert.equal(rows[0].scores.first.each.length, 3);
    await assert.rejects(
      collect(
        promptGrid(["a"], {
          draw: (_, { rng }) => draw("", { count: 1, rng }),
          outputs: 2,
          measures,
          rng: random(4),
        }),
      ),
      /draw must make 2 pictures, got 1/,
    );
    await assert.rejects(
      collect(promptGrid([], { draw, measures, rng: random(4) })),
      /number of prompts .* got 0/,
    );
  });
});
