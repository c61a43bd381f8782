import { selectBackend } from "../../../lib/core/backend.ts";
import { random } from "../../../lib/core/random.ts";
import type { Tensor } from "../../../lib/core/tensor.ts";
import { tf } from "../../../lib/core/tf.ts";
import { autoencoderPlan } from "../../../lib/model/autoencoder-config.ts";
import { decodeLatents, encodeMoments } from "../../../lib/model/autoencoder-layers.ts";
import { clipPlan, imageFeatures, textFeatures } from "../../../lib/model/clip.ts";
import { encodeClipImages } from "../../../lib/model/clip-image.ts";
import { clipLoss } from "../../../lib/model/clip-loss.ts";
import { encodeClipText, endStates } from "../../../lib/model/clip-text.ts";
import { drawBound } from "../../../lib/model/draw.ts";
import { drawPlan, drawRounds } from "../../../lib/model/draw-step.ts";
import { ganPlan, gradientPenalty, madeRows, scores } from "../../../lib/model/gan.ts";
import { latentKl, reparameterise } from "../../../lib/model/gaussian-latent.ts";
import {
  readWindow,
  windowFilters,
  windowOf,
  writeWindow,
} from "../../../lib/model/layers/attention-window.ts";
import { axialRotary, rotaryTable } from "../../../lib/model/layers/axial-rotary.ts";
import { denseStack } from "../../../lib/model/layers/dense-stack.ts";
import { lstm } from "../../../lib/model/layers/lstm.ts";
import { quickGelu } from "../../../lib/model/layers/quick-gelu.ts";
import { rmsNorm } from "../../../lib/model/layers/rms-norm.ts";
import { tanhGelu } from "../../../lib/model/layers/tanh-gelu.ts";
import { applyMmdit } from "../../../lib/model/mmdit.ts";
import { doubleBlock, singleBlock } from "../../../lib/model/mmdit-blocks.ts";
import { fullMmditConfig, mmditPlan } from "../../../lib/model/mmdit-config.ts";
import { initialise } from "../../../lib/model/parameters.ts";
import { vaeBound, vaePlan } from "../../../lib/model/vae.ts";
import { gaussianCost, normalTensor } from "../../../lib/model/variational.ts";
import { withoutLeaks } from "../without-leaks.ts";

const rng = () => random(1);
const x = (...shape: number[]) => normalTensor(shape, rng());

const drawn = (plan: object): object => initialise<Record<string, never>>(plan as never, rng());

const clipConfig = {
  text: { width: 8, layers: 1, heads: 2, vocabulary: 9, length: 4 },
  image: { width: 8, layers: 1, heads: 2, size: 4, patch: 2 },
  features: 6,
};
const tokens = {
  ids: new Int32Array(8),
  count: 2,
  length: 4,
  ends: Int32Array.of(1, 3),
  cut: new Int32Array(2),
};
const vaeConfig = { shape: [2], latent: 2, width: 4, layers: 1, deviation: 1, weight: 1 };
const drawConfig = { image: [4, 4, 1] as const, rounds: 2, points: 2, latent: 2, units: 4, weight: 1 };
const coderConfig = { image: [4, 4, 1] as const, channels: [8, 8] };
const ganConfig = { shape: [2], noise: 2, width: 4, layers: 1 };
const mmditConfig = {
  image: [4, 4, 1] as const,
  heads: 2,
  axes: [2, 2, 2] as const,
  double: 1,
  single: 1,
  text: ["a"],
};
const sizes = { height: 4, width: 4, points: 3 };

/** What one function needs, made before the count begins. */
type Made = Record<string, never>;
type Case = [name: string, inputs: () => object, run: (inputs: never) => unknown];

const cases: Case[] = [
  ["quickGelu", () => ({ a: x(2, 3) }), ({ a }: { a: Tensor }) => quickGelu(a)],
  ["tanhGelu", () => ({ a: x(2, 3) }), ({ a }: { a: Tensor }) => tanhGelu(a)],
  ["rmsNorm", () => ({ a: x(2, 3), gamma: x(3) }), ({ a, gamma }: { a: Tensor; gamma: tf.Tensor }) => rmsNorm({ gamma }, a)],
  ["rotaryTable", () => ({}), () => rotaryTable([[1], [2]], { axes: [4] })],
  ["axialRotary", () => ({ a: x(2, 4), table: rotaryTable([[1], [2]], { axes: [4] }) }), ({ a, table }: { a: tf.Tensor; table: ReturnType<typeof rotaryTable> }) => axialRotary(a as Tensor, table)],
  ["lstm", () => ({ a: x(2, 3), h: x(2, 4), c: x(2, 4), weight: x(7, 16), bias: x(16) }), ({ a, h, c, weight, bias }: Record<string, tf.Tensor>) => lstm({ weight, bias }, a, { h, c })],
  ["denseStack", () => ({ a: x(2, 3), weight: x(3, 3) }), ({ a, weight }: Record<string, tf.Tensor>) => denseStack([{ weight }, { weight }], a)],
  ["windowOf", () => ({ a: x(2, 5) }), ({ a }: { a: tf.Tensor }) => windowOf(a, sizes)],
  ["windowFilters", () => windowOf(x(2, 5), sizes), (window: ReturnType<typeof windowOf>) => windowFilters(window, sizes)],
  ["readWindow", () => ({ a: x(2, 1, 4, 4), rows: x(2, 3, 4), columns: x(2, 3, 4), intensity: x(2, 1) }), ({ a, ...window }: { a: tf.Tensor; rows: tf.Tensor; columns: tf.Tensor; intensity: tf.Tensor }) => readWindow(a, window)],
  ["writeWindow", () => ({ a: x(2, 1, 3, 3), rows: x(2, 3, 4), columns: x(2, 3, 4), intensity: x(2, 1) }), ({ a, ...window }: { a: tf.Tensor; rows: tf.Tensor; columns: tf.Tensor; intensity: tf.Tensor }) => writeWindow(a, window)],
  ["reparameterise", () => ({ mean: x(2, 3), logVariance: x(2, 3), noise: x(2, 3) }), ({ noise, ...latent }: { noise: Tensor; mean: Tensor; logVariance: Tensor }) => reparameterise(latent, noise)],
  ["latentKl", () => ({ mean: x(2, 3), logVariance: x(2, 3) }), (latent: { mean: Tensor; logVariance: Tensor }) => latentKl(latent)],
  ["gaussianCost", () => ({ a: x(2, 3), b: x(2, 3) }), ({ a, b }: Record<string, Tensor>) => gaussianCost(a, b, 0.5)],
  ["normalTensor", () => ({}), () => x(2, 3)],
  ["encodeMoments", () => ({ p: drawn(autoencoderPlan(coderConfig)), a: x(1, 4, 4, 1) }), ({ p, a }: Made) => encodeMoments((p as { encoder: never }).encoder, a, {})],
  ["decodeLatents", () => ({ p: drawn(autoencoderPlan(coderConfig)), a: x(1, 2, 2, 4) }), ({ p, a }: Made) => decodeLatents((p as { decoder: never }).decoder, a, {})],
  ["encodeClipText", () => drawn(clipPlan(clipConfig)), ({ text }: Made) => encodeClipText(text, tokens, clipConfig.text)],
  ["encodeClipText without its last layer", () => drawn(clipPlan(clipConfig)), ({ text }: Made) => encodeClipText(text, tokens, { ...clipConfig.text, skip: 1, norm: false })],
  ["endStates", () => ({ a: x(2, 4, 3) }), ({ a }: { a: tf.Tensor }) => endStates(a, tokens.ends)],
  ["encodeClipImages", () => ({ p: drawn(clipPlan(clipConfig)), a: x(2, 4, 4, 3) }), ({ p, a }: Made) => encodeClipImages((p as { image: never }).image, a, clipConfig.image)],
  ["imageFeatures", () => ({ p: drawn(clipPlan(clipConfig)), a: x(2, 4, 4, 3) }), ({ p, a }: Made) => imageFeatures(p, a, clipConfig)],
  ["textFeatures", () => ({ p: drawn(clipPlan(clipConfig)) }), ({ p }: Made) => textFeatures(p, tokens, clipConfig)],
  ["clipLoss", () => ({ a: x(2, 3), texts: x(2, 3) }), ({ a, texts }: Record<string, tf.Tensor>) => clipLoss(a, { texts, scale: 3, labels: [1, 1] })],
  ["scores", () => ({ p: drawn(ganPlan(ganConfig)), a: x(3, 2) }), ({ p, a }: Made) => scores((p as { critic: never }).critic, a)],
  ["gradientPenalty", () => ({ p: drawn(ganPlan(ganConfig)), a: x(3, 2) }), ({ p, a }: Made) => gradientPenalty((p as { critic: never }).critic, a)],
  ["madeRows", () => ({ p: drawn(ganPlan(ganConfig)) }), ({ p }: Made) => madeRows((p as { generator: never }).generator, { count: 3, rng: rng(), config: ganConfig })],
  ["vaeBound", () => ({ p: drawn(vaePlan(vaeConfig)), a: x(3, 2), noise: x(3, 2) }), ({ p, a, noise }: Made) => vaeBound(p, a, { noise, config: vaeConfig })],
  ["drawBound", () => ({ p: drawn(drawPlan(drawConfig)), a: x(3, 4, 4, 1), noise: x(2, 3, 2) }), ({ p, a, noise }: Made) => drawBound(p, a, { noise, config: drawConfig })],
  ["drawRounds", () => ({ p: drawn(drawPlan(drawConfig)), a: x(3, 1, 4, 4), noise: x(2, 3, 2) }), ({ p, a, noise }: Made) => drawRounds(p, a, { noise, config: drawConfig })],
  ["applyMmdit", () => ({ p: drawn(mmditPlan(mmditConfig)), a: x(2, 4, 4, 1), t: x(2) }), ({ p, a, t }: Made) => applyMmdit(p, a, { t, config: fullMmditConfig(mmditConfig) })],
  ["doubleBlock and singleBlock", () => ({ p: drawn(mmditPlan(mmditConfig)), a: x(2, 3, 12), told: x(2, 12), places: rotaryTable(Array(6).fill([0, 1, 2]), { axes: [2, 2, 2] }) }), ({ p, a, told, places }: Made) => {
    const { double, single } = p as { double: never[]; single: never[] };
    const streams = doubleBlock(double[0], { text: a, image: a }, { heads: 2, told, places });
    const joined = tf.concat([streams.text, streams.image], 1);
    tf.dispose(streams as never);
    const y = singleBlock(single[0], joined, { heads: 2, told, places });
    joined.dispose();
    return y;
  }],
]; // biome-ignore format: one case a row

describe("the tensor functions of CLIP, MMDiT, the autoencoders and the GAN", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  for (const [name, inputs, run] of cases)
    it(`${name} leaves no tensor but its result`, async () => {
      const made = inputs();
      await withoutLeaks(() => tf.dispose(run(made as never) as never));
      tf.dispose(made as never);
    });
});
