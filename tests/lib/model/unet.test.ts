import assert from "node:assert/strict";
import { tf } from "../../../lib/core/tf.ts";
import {
  countParameters,
  levelAt,
  linearSchedule,
  type Model,
  mapTensors,
  namedTensors,
  random,
  selectBackend,
  type UnetConfig,
  type UnetParameters,
  unet,
  unetPlan,
} from "../../../lib/index.ts";
import { withoutLeaks } from "../without-leaks.ts";

const small = { image: [8, 8, 3], channels: [8, 16], groups: 4, heads: 2 } as const;

const vocabulary = ["a", "blue", "circle", "red", "square"];

const level = levelAt(linearSchedule(), 500);

const x = { data: Float32Array.from(random(2).normal(3 * 192)), count: 3, height: 8, width: 8, channels: 3 };

/** A U-Net none of whose weights are zero. */
function shaken(config: Partial<UnetConfig>) {
  const model = unet({ ...small, ...config, rng: random(1) });
  const rng = random(4);
  const start = model.parameters;
  model.parameters = mapTensors(start, (tensor) =>
    tf.keep(
      tf.tidy(() =>
        tf.add(
          tensor,
          tf.tensor(
            Float32Array.from(rng.normal(tensor.size), (n) => n / 5),
            tensor.shape,
          ),
        ),
      ),
    ),
  );
  tf.dispose(namedTensors(start).map(([, tensor]) => tensor));
  return model;
}

async function gradients(model: Model<UnetParameters, never, never>, condition?: unknown) {
  const named = namedTensors(model.parameters);
  const found = tf.tidy(() => {
    const input = tf.tensor(x.data, [3, 8, 8, 3]);
    const t = tf.tensor([0, 300, 999]);
    return tf.grads((...tensors) => {
      let next = 0;
      const parameters = mapTensors(model.parameters, () => tensors[next++]);
      return tf.sum(tf.square(model.apply(parameters, input, { t, condition: condition as never })));
    })(named.map(([, tensor]) => tensor));
  });
  const sizes = await Promise.all(
    found.map(async (gradient, at): Promise<[string, number]> => {
      const data = (await gradient.data()) as Float32Array;
      return [named[at][0], data.reduce((sum, value) => sum + Math.abs(value), 0)];
    }),
  );
  tf.dispose(found);
  return sizes;
}

describe("unet()", () => {
  before(() => selectBackend());

  const configs: Record<string, Partial<UnetConfig>> = {
    "without a condition": {},
    "with texts": { text: vocabulary },
    "with texts whose words look at each other": {
      text: { vocabulary, width: 12, layers: 1, heads: 3, length: 6 },
    },
    "with classes": { classes: 3 },
    "with all skips, two blocks, projections and feed-forward": {
      skips: "all",
      blocks: 2,
      projection: true,
      feedForward: 2,
      attention: [1, 2],
    },
    "without skips or attention": { skips: "none", attention: [0, 0], middle: 0 },
    "with one level": { channels: [8], heads: [4] },
    "with times of flow": { time: "flow" },
  };
  const conditions: Record<string, unknown> = {
    "with texts": [Int32Array.of(1, 4), Int32Array.of(), Int32Array.of(5, 1, 2)],
    "with texts whose words look at each other": [Int32Array.of(1, 4), Int32Array.of(), Int32Array.of(5)],
    "with classes": Int32Array.of(0, 2, -1),
  };
  for (const [name, config] of Object.entries(configs)) {
    it(`${name} has the planned tensors and starts at zero`, () =>
      withoutLeaks(async () => {
        const model = unet({ ...small, ...config, rng: random(1) });
        assert.deepEqual(
          namedTensors(model.parameters).map(([name, { shape }]) => [name, ...shape]),
          namedTensors(unetPlan({ ...small, ...config })).map(([name, { shape }]) => [name, ...shape]),
        );
        const { data, ...sizes } = await model.predict(x, level, conditions[name] as never);
        assert.deepEqual(sizes, { count: 3, height: 8, width: 8, channels: 3 });
        assert.ok(data.every((value) => value === 0));
        model.dispose();
      }));

    it(`${name} has a gradient in every tensor that is used`, () =>
      withoutLeaks(async () => {
        const model = shaken(config);
        const unused = await gradients(model as never, conditions[name]);
        assert.deepEqual(
          unused.filter(([, size]) => !(size > 0)).map(([name]) => name),
          [],
        );
        model.dispose();
      }));
  }

  it("has the parameters of Stable Diffusion 1.5's and XL's configuration", () => {
    const stable = {
      image: [64, 64, 4],
      blocks: 2,
      groups: 32,
      feedForward: 4,
      projection: true,
      skips: "all",
    } as const;
    const v1 = {
      ...stable,
      channels: [320, 640, 1280, 1280],
      attention: [1, 1, 1, 0],
      heads: 8,
      context: 768,
    };
    assert.equal(countParameters(unetPlan(v1)), 859_520_964);
    const xl = {
      ...stable,
      channels: [320, 640, 1280],
      attention: [0, 2, 10],
      middle: 10,
      heads: [5, 10, 20],
      context: 2048,
    };
    // Its added embedding of sizes and pooled text, 2816 to 1280 to 1280, is not part of this U-Net.
    assert.equal(countParameters(unetPlan(xl)) + 2816 * 1280 + 1280 + 1280 * 1280 + 1280, 2_567_463_684);
  });

  it("predicts each row alone as in a batch", () =>
    withoutLeaks(async () => {
      const model = shaken({ text: vocabulary });
      const texts = (await model.embed?.(["a red circle", "", "blue square"])) as Int32Array[];
      const whole = await model.predict(x, level, texts);
      for (let row = 0; row < 3; row++) {
        const one = { ...x, data: x.data.slice(192 * row, 192 * row + 192), count: 1 };
        const { data } = await model.predict(one, level, [texts[row]]);
        const scale = Math.max(...data.map(Math.abs));
        data.forEach((value, at) => {
          assert.ok(Math.abs(value - whole.data[192 * row + at]) < 1e-4 * scale);
        });
      }
      model.dispose();
    }));

  it("listens to time, words and classes, and no condition is an empty text or class −1", () =>
    withoutLeaks(async () => {
      const differs = (a: { data: ArrayLike<number> }, b: { data: ArrayLike<number> }) =>
        Array.from(a.data).some((value, at) => Math.abs(value - b.data[at]) > 1e-3);
      const model = shaken({ text: vocabulary });
      const told = async (text: string) => model.predict(x, level, await model.embed?.([text, text, text]));
      const red = await told("a red circle");
      assert.ok(differs(red, await model.predict(x, levelAt(linearSchedule(), 10))));
      assert.ok(differs(red, await told("a blue circle")));
      assert.ok(differs(await told("red circle blue square"), await told("blue circle red square")), "order");
      assert.deepEqual(await told(""), await model.predict(x, level));
      model.dispose();
      const classes = shaken({ classes: 2 });
      const of = (n: number) => classes.predict(x, level, Int32Array.of(n, n, n));
      assert.ok(differs(await of(0), await of(1)));
      assert.ok(differs(await of(0), await of(-1)));
      assert.deepEqual(await of(-1), await classes.predict(x, level));
      classes.dispose();
    }));

  it("looks at states of words from elsewhere", () =>
    withoutLeaks(async () => {
      const model = shaken({ context: 5 });
      const states = { data: Float32Array.from(random(3).normal(60)), count: 3, tokens: 4, width: 5 };
      assert.equal((await model.predict(x, level, states)).count, 3);
      await assert.rejects(async () => model.predict(x, level), /looks at the states of words/);
      await assert.rejects(
        async () => model.predict(x, level, { ...states, tokens: 5, width: 4 }),
        /width is 4 instead of 5/,
      );
      model.dispose();
    }));
});
