import assert from "node:assert/strict";
import { datasetNames, loadDataset } from "../../../lib/index.ts";

describe("loadDataset", () => {
  it("gives pictures in [−1, 1] with the captions in the same order", async () => {
    const { images, captions, attributes, rows } = await loadDataset("faces16", { limit: 10 });
    assert.deepEqual([images.count, images.height, images.width, images.channels], [10, 16, 16, 3]);
    assert.ok(images.data.every((value) => value >= -1 && value <= 1));
    assert.ok(images.data.some((value) => value < -0.5) && images.data.some((value) => value > 0.5));
    assert.deepEqual([captions.length, attributes.length, rows.length], [10, 10, 10]);
  });

  it("splits by concept: train and test share none and are the whole", async () => {
    const [train, test, all] = await Promise.all(
      (["train", "test", "all"] as const).map((split) => loadDataset("faces16", { split })),
    );
    const trained = new Set(train.rows.map((row) => row.concept));
    assert.ok(test.rows.every((row) => !trained.has(row.concept)));
    assert.equal(train.images.count + test.images.count, all.images.count);
    assert.ok(test.images.count > all.images.count * 0.08 && test.images.count < all.images.count * 0.12);
    assert.deepEqual(train.vocabulary, test.vocabulary);
  });

  it("makes pictures smaller by the mean of each block and larger by repeating pixels", async () => {
    const at = async (size: number) => (await loadDataset("faces16", { limit: 1, size })).images;
    const [small, stored, large] = [await at(8), await at(16), await at(32)];
    const mean = [0, 3, 48, 51].reduce((sum, offset) => sum + stored.data[offset], 0) / 4;
    assert.ok(Math.abs(small.data[0] - mean) < 1e-6);
    assert.deepEqual(large.data.slice(0, 3), large.data.slice(3, 6));
    assert.equal(large.data.length, 4 * stored.data.length);
  });

  it("says what it does not know", async () => {
    await assert.rejects(
      loadDataset("faces17"),
      new RangeError(
        `Cannot load data set faces17: the names are ${datasetNames().join(", ")}; a folder of your own is named by its path, like ./faces17`,
      ),
    );
    await assert.rejects(
      loadDataset("faces16", { size: 12 }),
      new RangeError("Cannot resize pictures of 16 pixels: size must divide it or be a multiple, got 12"),
    );
    await assert.rejects(
      loadDataset("faces16", { styles: ["oil"] }),
      new RangeError("Cannot load data set faces16: styles must be of pixel-art, got oil"),
    );
  });
});
