import assert from "node:assert/strict";
import { selectBackend } from "../../../lib/core/backend.ts";
import { collect } from "../../../lib/core/collect.ts";
import { random } from "../../../lib/core/random.ts";
import { tf } from "../../../lib/core/tf.ts";
import { retrieval } from "../../../lib/evaluate/retrieval.ts";
import {
  type ClipConfig,
  type ClipParameters,
  clip,
  clipPlan,
  imageFeatures,
  textFeatures,
} from "../../../lib/model/clip.ts";
import { clipImageLarge, clipImagePlan } from "../../../lib/model/clip-image.ts";
import { clipLoss } from "../../../lib/model/clip-loss.ts";
import { clipTextLarge, clipTextPlan, encodeClipText } from "../../../lib/model/clip-text.ts";
import { countParameters } from "../../../lib/model/parameters.ts";
import { clipTokenizer } from "../../../lib/text/clip-tokenizer.ts";
import { trainClip } from "../../../lib/train/clip.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { assertNetwork, noise } from "./networks.ts";

const tower = { width: 12, layers: 2, heads: 3 };
const config: ClipConfig = {
  text: { ...tower, vocabulary: 20, length: 7 },
  image: { ...tower, size: 8, patch: 4 },
  features: 6,
};
const tokens = {
  ids: Int32Array.of(18, 3, 5, 19, 19, 19, 19, 18, 1, 2, 3, 4, 5, 19, 18, 19, 19, 19, 19, 19, 19),
  count: 3,
  length: 7,
  ends: Int32Array.of(3, 6, 1),
  cut: new Int32Array(3),
};

describe("clip()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  it("is taught by no data that are empty, and has no tensor more after these", async () => {
    const model = clip({ ...config, rng: random(1) });
    const images = { data: new Float32Array(0), count: 0, height: 8, width: 8, channels: 3 };
    const tokenizer = clipTokenizer([]);
    await withoutLeaks(() =>
      assert.rejects(
        collect(trainClip(model, { images, captions: [] }, { tokenizer, rng: random(1) })),
        /^RangeError: Cannot train: the number of rows must be an integer from 1, got 0/,
      ),
    );
    model.dispose();
  });

  it("computes what transformers' CLIPModel computes, with its gradients", () =>
    assertNetwork<ClipParameters>("clip", clipPlan(config), (parameters) =>
      tf.tidy(() => {
        const images = imageFeatures(parameters, noise([3, 8, 8, 3], 1), config);
        const texts = textFeatures(parameters, tokens, config);
        const loss = tf.reshape(clipLoss(images, { texts, scale: tf.exp(parameters.logScale) }), [1]);
        return { states: encodeClipText(parameters.text, tokens, config.text), texts, images, loss };
      }),
    ));

  it("has the published sizes", () => {
    assert.equal(countParameters(clipTextPlan(clipTextLarge)), 123_060_480);
    assert.equal(countParameters(clipImagePlan(clipImageLarge)), 303_179_776);
    const large = { text: clipTextLarge, image: clipImageLarge, features: 768 };
    assert.equal(countParameters(clipPlan(large)), 427_616_513);
  });

  it("gives embeddings of length 1 and leaves no tensor behind", () =>
    withoutLeaks(async () => {
      const model = clip({ ...config, rng: random(1) });
      const texts = await withoutLeaks(() => model.embedTexts(tokens));
      const images = await withoutLeaks(() =>
        model.embedImages({
          data: new Float32Array(384).fill(0.1),
          count: 2,
          height: 8,
          width: 8,
          channels: 3,
        }),
      );
      for (const { data, count, dim } of [texts, images])
        for (let row = 0; row < count; row++) {
          const length = Math.hypot(...data.slice(row * dim, (row + 1) * dim));
          assert.ok(Math.abs(length - 1) < 1e-5);
        }
      model.dispose();
    }));

  it("lets no token see those after it", () =>
    withoutLeaks(async () => {
      const model = clip({ ...config, rng: random(1) });
      const other = { ...tokens, ids: tokens.ids.map((id, at) => (at % 7 === 6 ? 7 : id)) };
      const states = tf.tidy(() => {
        const [a, b] = [tokens, other].map((rows) =>
          encodeClipText(model.parameters.text, rows, config.text),
        );
        return tf.max(tf.abs(tf.sub(a, b)), [0, 2]);
      });
      const moved = [...(await states.data())];
      states.dispose();
      model.dispose();
      assert.deepEqual(moved.slice(0, 6), [0, 0, 0, 0, 0, 0]);
      assert.ok(moved[6] > 0.01);
    }));

  it("refuses sizes that do not fit and texts that are too long", () => {
    const make = (change: Partial<ClipConfig["image"]>) =>
      clip({ ...config, image: { ...config.image, ...change }, rng: random(1) });
    assert.throws(() => make({ patch: 3 }), /image.size \/ image.patch must be an integer from 1, got 2.66/);
    assert.throws(() => make({ heads: 5 }), /image.width \/ image.heads must be an integer from 1, got 2.4/);
    const long = { ...tokens, count: 1, length: 8, ids: new Int32Array(8) };
    const model = clip({ ...config, rng: random(1) });
    assert.throws(
      () => encodeClipText(model.parameters.text, long, config.text),
      /rows of at most 7, got 8 in rows of 8/,
    );
    model.dispose();
  });
});

describe("clipLoss()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  const at = async (rows: number[][], options: { labels?: number[]; scale?: number } = {}) => {
    const loss = tf.tidy(() => {
      const x = tf.tensor2d(rows);
      return clipLoss(x, { texts: x, scale: 10, ...options });
    });
    const [value] = await loss.data();
    loss.dispose();
    return value;
  };

  it("is ln n where nothing is known, and its closed form for two pairs", () =>
    withoutLeaks(async () => {
      assert.ok(Math.abs((await at(Array(5).fill([1, 0]))) - Math.log(5)) < 1e-6);
      const closed = Math.log(1 + Math.exp(-10));
      assert.ok(Math.abs((await at([[1, 0], [0, 1]])) - closed) < 1e-6); // biome-ignore format: one row reads best
    }));

  it("counts rows of one label as right", async () => {
    const rows = [[1, 0], [1, 0], [0, 1]]; // biome-ignore format: one row reads best
    const closed = (2 * Math.log(2 + Math.exp(-10)) + Math.log(1 + 2 * Math.exp(-10))) / 3;
    assert.ok(Math.abs((await at(rows, { labels: [4, 4, 2] })) - closed) < 1e-6);
  });

  it("refuses other numbers of texts and labels", () => {
    tf.tidy(() => {
      const x = tf.zeros([2, 3]);
      assert.throws(
        () => clipLoss(x, { texts: tf.zeros([3, 3]), scale: 1 }),
        /texts.*batch is 3 instead of 2/,
      );
      assert.throws(
        () => clipLoss(x, { texts: x, scale: 1, labels: [1] }),
        /labels.*batch is 1 instead of 2/,
      );
    });
  });
});

describe("retrieval()", () => {
  it("counts ties against the query", () => {
    const same = { data: new Float32Array(8).fill(0.5), count: 4, dim: 2 };
    assert.deepEqual(retrieval(same, same, { own: [0, 1, 2, 3] }), {
      at1: 0,
      at5: 1,
      medianRank: 4,
      chance: 0.25,
    });
  });

  it("refuses an own candidate that is not there", () => {
    const points = { data: Float32Array.of(1, 0, 0, 1), count: 2, dim: 2 };
    for (const own of [2, -1, Number.NaN])
      assert.throws(
        () => retrieval(points, points, { own: [0, own] }),
        new RegExp(`^RangeError: Cannot measure retrieval: own must be an integer from 0 to 1, got ${own}$`),
      );
  });
});
