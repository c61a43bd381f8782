import assert from "node:assert/strict";
import { tf } from "../../../../lib/core/tf.ts";
import {
  type AttentionParameters,
  attentionPlan,
  disposeParameters,
  initialise,
  multiHeadAttention,
  random,
  rotary,
  selectBackend,
  trace,
} from "../../../../lib/index.ts";
import { withoutLeaks } from "../../without-leaks.ts";

const tokens = 5;
const channels = 8;
const normal = (seed: number) => Float32Array.from(random(seed).normal(tokens * channels));
const make = () => initialise<AttentionParameters>(attentionPlan({ channels }), random(1));

/** The result of attention over rows of numbers, on the host. */
async function attend(
  data: Float32Array,
  options: Omit<Parameters<typeof multiHeadAttention>[2], "heads">,
): Promise<Float32Array> {
  const parameters = make();
  const x = tf.tensor(data, [1, tokens, channels]);
  const y = multiHeadAttention(parameters, x, { heads: 2, ...options });
  const values = Float32Array.from(await y.data());
  tf.dispose([x, y]);
  disposeParameters(parameters);
  return values;
}

describe("multiHeadAttention()", () => {
  before(() => selectBackend());

  it("with a causal mask looks at no later token, and its map says so", () =>
    withoutLeaks(async () => {
      const rows = Array.from({ length: tokens }, (_, query) =>
        Array.from({ length: tokens }, (_, token) => (token > query ? -1e9 : 0)),
      );
      const mask = tf.tensor(rows);
      const data = normal(2);
      const changed = data.map((value, at) => (at >= 3 * channels ? -value : value));
      const [before, after] = [await attend(data, { mask }), await attend(changed, { mask })];
      assert.deepEqual(after.slice(0, 3 * channels), before.slice(0, 3 * channels));
      assert.notDeepEqual(after.slice(3 * channels), before.slice(3 * channels));
      const { activations } = await trace(() => attend(data, { mask, name: "self" }));
      const map = activations.find(({ name }) => name === "self.map")?.values;
      assert.deepEqual(map?.shape, [1, 2, tokens, tokens]);
      map?.data.forEach((weight, at) => {
        const [query, token] = [Math.floor(at / tokens) % tokens, at % tokens];
        assert.equal(weight === 0, token > query);
      });
      mask.dispose();
    }));

  it("with a mask of zeros is what it is without one", () =>
    withoutLeaks(async () => {
      const mask = tf.zeros([tokens, tokens]);
      const [masked, free] = [await attend(normal(3), { mask }), await attend(normal(3), {})];
      masked.forEach((value, at) => {
        assert.ok(Math.abs(value - free[at]) < 1e-5);
      });
      mask.dispose();
    }));

  it("turned by rotary(), depends on how far apart tokens stand and not on where", () =>
    withoutLeaks(async () => {
      const at = (start: number) =>
        attend(normal(4), { turn: (x) => rotary(x, { positions: [0, 1, 2, 3, 4].map((i) => start + i) }) });
      const [here, there, plain] = [await at(0), await at(17), await attend(normal(4), {})];
      here.forEach((value, index) => {
        assert.ok(Math.abs(value - there[index]) < 1e-4);
      });
      assert.ok(here.some((value, index) => Math.abs(value - plain[index]) > 1e-3));
    }));

  it("says when heads or shapes do not fit", () =>
    withoutLeaks(() => {
      const parameters = make();
      const x = tf.zeros([2, tokens, channels]);
      const context = tf.zeros([1, tokens, channels]);
      assert.throws(
        () => multiHeadAttention(parameters, x, { heads: 3 }),
        /heads must divide the 8 channels, got 3/,
      );
      assert.throws(
        () => multiHeadAttention(parameters, x, { heads: 2, context }),
        /batch is 1 instead of 2/,
      );
      tf.dispose([x, context]);
      disposeParameters(parameters);
    }));
});
