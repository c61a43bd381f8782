import assert from "node:assert/strict";
import { selectBackend } from "../../../lib/core/backend.ts";
import { random } from "../../../lib/core/random.ts";
import { tf } from "../../../lib/core/tf.ts";
import { autoencoder, scaleFactor } from "../../../lib/model/autoencoder.ts";
import {
  type AutoencoderParameters,
  autoencoderLarge,
  autoencoderPlan,
} from "../../../lib/model/autoencoder-config.ts";
import { decodeLatents, encodeMoments } from "../../../lib/model/autoencoder-layers.ts";
import { klToNormal, latentKl, reparameterise } from "../../../lib/model/gaussian-latent.ts";
import { countParameters } from "../../../lib/model/parameters.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { assertNetwork, noise } from "./networks.ts";

const pictures = (count: number, seed: number) => ({
  data: Float32Array.from(random(seed).normal(count * 192), (value) => value / 3),
  count,
  height: 8,
  width: 8,
  channels: 3,
});

describe("autoencoder()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  it("computes what diffusers' AutoencoderKL computes, with its gradients", () => {
    const config = { image: [16, 8, 3], channels: [8, 16, 16], blocks: 2, groups: 4, latent: 3 } as const;
    return assertNetwork<AutoencoderParameters>("autoencoder", autoencoderPlan(config), (parameters) => {
      const run = () => {
        const latent = encodeMoments(parameters.encoder, noise([2, 16, 8, 3], 1), config);
        const decoded = decodeLatents(parameters.decoder, noise([2, 4, 2, 3], 2), config);
        return { mean: latent.mean, logVariance: latent.logVariance, decoded, kl: latentKl(latent) };
      };
      return tf.tidy(run as never) as ReturnType<typeof run>;
    });
  });

  it("counts Stable Diffusion's 83,653,863 parameters", () => {
    assert.equal(countParameters(autoencoderPlan(autoencoderLarge)), 83_653_863);
  });

  it("encodes, draws and decodes without a leak; the scale is undone", () =>
    withoutLeaks(async () => {
      const model = autoencoder({ image: [8, 8, 3], channels: [8, 16], latent: 2, rng: random(1) });
      assert.deepEqual(model.latentShape, [4, 4, 2]);
      const x = pictures(3, 2);
      const code = await withoutLeaks(() => model.encode(x));
      assert.deepEqual([code.count, code.height, code.width, code.channels], [3, 4, 4, 2]);
      const drawn = await withoutLeaks(() => model.encode(x, { rng: random(3) }));
      assert.notDeepEqual(drawn.data, code.data);
      const before = await withoutLeaks(() => model.decode(code));
      Object.assign(model, { scale: 0.25, shift: 0.5 });
      const scaled = await model.encode(x);
      scaled.data.forEach((value, at) => {
        assert.ok(Math.abs(value - (code.data[at] - 0.5) * 0.25) < 1e-6);
      });
      const after = await model.decode(scaled);
      after.data.forEach((value, at) => {
        assert.ok(Math.abs(value - before.data[at]) < 1e-5);
      });
      model.dispose();
    }));

  it("scaleFactor() gives drawn codes deviation 1", () =>
    withoutLeaks(async () => {
      const model = autoencoder({ image: [8, 8, 3], channels: [8, 16], rng: random(1) });
      const x = pictures(200, 2);
      model.scale = await withoutLeaks(() => scaleFactor(model, x));
      const { data } = await model.encode(x, { rng: random(3) });
      const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
      const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
      assert.ok(Math.abs(Math.sqrt(variance) - 1) < 0.02, `${Math.sqrt(variance)}`);
      model.dispose();
    }));

  it("refuses pictures of another size and sides that cannot be halved", async () => {
    const make = (side: number) =>
      autoencoder({ image: [side, 8, 3], channels: [8, 16, 16], rng: random(1) });
    assert.throws(() => make(10), /a side divided by 4 must be an integer from 1, got 2.5/);
    const model = make(16);
    await withoutLeaks(() =>
      assert.rejects(model.encode(pictures(1, 1)), /images.*height is 8 instead of 16/),
    );
    model.dispose();
  });
});

describe("latentKl() and reparameterise()", () => {
  it("are ½ Σ (μ² + σ² − 1 − ln σ²), the same on the host, and μ + σ·noise", () =>
    withoutLeaks(async () => {
      const [mean, deviation] = [
        [0.5, -2, 1],
        [0.3, 1, 2.5],
      ];
      const latent = {
        mean: tf.tensor2d([mean]),
        logVariance: tf.tensor2d([deviation.map((s) => 2 * Math.log(s))]),
      };
      const kl = latentKl(latent);
      const noise = tf.tensor2d([[1, -1, 2]]);
      const z = reparameterise(latent, noise);
      const closed = mean.reduce(
        (sum, mu, at) => sum + 0.5 * (mu ** 2 + deviation[at] ** 2 - 1 - Math.log(deviation[at] ** 2)),
        0,
      );
      assert.ok(Math.abs((await kl.data())[0] - closed) < 1e-5);
      assert.ok(Math.abs(klToNormal(mean, deviation) - closed) < 1e-12);
      const drawn = await z.data();
      [0.8, -3, 6].forEach((value, at) => {
        assert.ok(Math.abs(drawn[at] - value) < 1e-5);
      });
      tf.dispose([latent.mean, latent.logVariance, noise, kl, z]);
    }));

  it("klToNormal() refuses a deviation of 0", () => {
    assert.throws(() => klToNormal([0], [0]), /deviation must be a number above 0, got 0/);
  });
});
