import assert from "node:assert/strict";
import {
  classify,
  distanceToData,
  fitClassifier,
  type Images,
  loadDataset,
  type PictureClassifier,
  pickImages,
  random,
  selectBackend,
} from "../../lib/index.ts";

describe("distances in the features of a classifier of faces16", () => {
  it("put real faces at the floor, N = 1,024, and disturbed ones above it, the more the worse", async function () {
    this.timeout(300_000);
    await selectBackend();
    const { images, attributes } = await loadDataset("faces16");
    let classifier: PictureClassifier | undefined;
    for await (const step of fitClassifier(images, attributes, { rng: random(1) }))
      if (step.step === step.steps) classifier = await step.classifier();
    const rng = random(2);
    const order = rng.shuffle(Array.from({ length: images.count }, (_, at) => at));
    const [real, others] = [order.slice(1024), order.slice(0, 1024)].map((rows) => pickImages(images, rows));
    const featuresOf = async (pictures: Images) => (await classify(classifier!, pictures)).features;
    const known = await featuresOf(real);
    const report = async (deviation: number) => {
      const data = others.data.map((value) => value + deviation * rng.normal());
      return distanceToData(known, await featuresOf({ ...others, data }), {
        name: "faces16",
        rng,
        splits: 3,
      });
    };
    const [same, little, much] = [await report(0), await report(0.2), await report(0.5)];
    for (const { name, count, samples, floor } of [same, little, much])
      console.log(name, count, JSON.stringify({ samples, floor }));
    assert.equal(same.count, 1024);
    assert.ok(same.samples.frechet < 1.3 * same.floor.frechet);
    assert.ok(Math.abs(same.samples.kernel.value) < 3 * same.samples.kernel.error);
    assert.ok(little.samples.frechet > 1.5 * little.floor.frechet);
    assert.ok(much.samples.frechet > 2 * little.samples.frechet);
    assert.ok(much.samples.precision < little.samples.precision);
  });
});
