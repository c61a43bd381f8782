import assert from "node:assert/strict";
import { selectBackend } from "../../../lib/core/backend.ts";
import { tf } from "../../../lib/core/tf.ts";
import { attention, random } from "../../../lib/index.ts";
import { withoutLeaks } from "../without-leaks.ts";

describe("attention() over so many positions that its products come in parts", () => {
  before(() => selectBackend());

  it("gives each query what it gets alone", async () => {
    const tokens = 6000; // 36 million products, more than are held at once
    const rng = random(1);
    const draw = () => tf.tensor(Float32Array.from(rng.normal(tokens * 4)), [1, tokens, 4]);
    const [q, k, v] = [draw(), draw(), draw()];
    const [all, some] = await withoutLeaks(async () => {
      const whole = attention(q, { k, v });
      const places = [0, 2999, 3000, 5999];
      const few = tf.tidy(() => attention(tf.gather(q, places, 1), { k, v }));
      const values = await Promise.all([whole.data(), few.data()]);
      const picked = places.flatMap((at) => [...values[0].slice(4 * at, 4 * at + 4)]);
      tf.dispose([whole, few]);
      return [picked, [...values[1]]];
    });
    for (const [at, value] of all.entries()) assert.ok(Math.abs(value - some[at]) < 1e-5, `number ${at}`);
    tf.dispose([q, k, v]);
  });
});
