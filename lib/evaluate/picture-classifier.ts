/** A small network that names attributes of pictures, and the features behind the names. */
import { breathe } from "../core/breathe.ts";
import { checkFinite } from "../core/check.ts";
import { toPoints, toTensor } from "../core/convert.ts";
import type { Images } from "../core/images.ts";
import { conv2dBias } from "../core/ops/conv2d-bias.ts";
import { groupNormSilu } from "../core/ops/group-norm-silu.ts";
import type { Points } from "../core/points.ts";
import type { Random } from "../core/random.ts";
import { type AnyTensor, ShapeError, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { pickImages } from "../data/dataset.ts";

/** One attribute, and the values that it can have. */
export interface ClassifierHead {
  name: string;
  labels: string[];
}

/** A classifier as plain data: it can be kept, hashed and sent. */
export interface PictureClassifier {
  /** Side and channels of the pictures that it reads. */
  size: number;
  channels: number;
  heads: ClassifierHead[];
  /** Every weight, in the order in which the network uses them. */
  weights: { name: string; shape: number[]; data: Float32Array }[];
}

/** Length of the features: more would make the floor of distances too high. */
export const featureCount = 64;

/** Pictures that go through the network at once. */
const together = 256;

/**
 * Makes an untrained classifier: convolutions that halve the picture until its side is 4 or less, 64 features of
 * mean 0 and deviation 1 in each picture, and one linear layer for all attributes. Weights are drawn from N(0, 2/inputs).
 */
export function pictureClassifier(
  { size, channels, heads }: Pick<PictureClassifier, "size" | "channels" | "heads">,
  rng: Random,
): PictureClassifier {
  const weights: PictureClassifier["weights"] = [];
  const add = (name: string, shape: number[], scale: number) => {
    const count = shape.reduce((product, along) => product * along, 1);
    const data = scale > 0 ? Float32Array.from(rng.normal(count), (n) => n * scale) : new Float32Array(count);
    weights.push({ name, shape, data: name.endsWith("gamma") ? data.fill(1) : data });
  };
  let [side, inputs, outputs] = [size, channels, 16];
  for (let layer = 0; layer === 0 || side > 4; layer++) {
    if (layer > 0) side = Math.ceil(side / 2);
    add(`conv${layer}.filter`, [3, 3, inputs, outputs], Math.sqrt(2 / (9 * inputs)));
    for (const name of ["bias", "gamma", "beta"]) add(`conv${layer}.${name}`, [outputs], 0);
    [inputs, outputs] = [outputs, Math.min(64, outputs * 2)];
  }
  const flat = side * side * inputs;
  const labels = heads.reduce((sum, head) => sum + head.labels.length, 0);
  add("features.matrix", [flat, featureCount], Math.sqrt(2 / flat));
  add("features.bias", [featureCount], 0);
  add("heads.matrix", [featureCount, labels], Math.sqrt(1 / featureCount));
  add("heads.bias", [labels], 0);
  return { size, channels, heads, weights };
}

/** Runs the network. The caller owns both results: features [batch, 64] and scores [batch, labels]. */
export function runClassifier(
  x: Tensor<"batch height width channel">,
  weights: readonly AnyTensor[],
): { features: Tensor<"batch dim">; scores: Tensor<"batch dim"> } {
  let hidden: tf.Tensor = x;
  let at = 0;
  for (; at < weights.length - 4; at += 4) {
    const [filter, bias, gamma, beta] = weights.slice(at, at + 4);
    const stride = at === 0 ? 1 : 2;
    hidden = groupNormSilu(conv2dBias(hidden, { filter, bias, stride }), { gamma, beta, groups: 8 });
  }
  const [matrix, bias, headMatrix, headBias] = weights.slice(at) as tf.Tensor2D[];
  const flat = tf.reshape(hidden, [x.shape[0], -1]) as tf.Tensor2D;
  const features = normalised(tf.elu(tf.add(tf.matMul(flat, matrix), bias)));
  return { features, scores: tf.add(tf.matMul(features, headMatrix), headBias) };
}

/** Each row at mean 0 and deviation 1, so that distances do not depend on how long a classifier was trained. */
function normalised(rows: tf.Tensor): tf.Tensor2D {
  const { mean, variance } = tf.moments(rows, 1, true);
  return tf.div(tf.sub(rows, mean), tf.sqrt(tf.add(variance, 1e-5))) as tf.Tensor2D;
}

/** What a classifier sees in pictures. */
export interface Classified {
  /** The likeliest value of each attribute, for each picture. */
  attributes: Record<string, string>[];
  /** A row of 64 numbers for each picture: what distances to the data are measured in. */
  features: Points;
}

/**
 * Names the attributes of pictures, and returns the features that it names them by.
 *
 * @throws {ShapeError} If the pictures are not of the classifier's size.
 * @throws {RangeError} If a value is not finite.
 */
export async function classify(classifier: PictureClassifier, images: Images): Promise<Classified> {
  const { size, channels, heads } = classifier;
  checkFinite(images.data, { doing: "classify", name: "images" });
  if (images.height !== size || images.width !== size || images.channels !== channels)
    throw new ShapeError(
      `Cannot classify: the classifier reads pictures of ${size}×${size}×${channels}, got ${images.height}×${images.width}×${images.channels}`,
    );
  const features = new Float32Array(images.count * featureCount);
  const attributes: Record<string, string>[] = [];
  for (let from = 0; from < images.count; from += together) {
    const count = Math.min(together, images.count - from);
    const part = pickImages(
      images,
      Array.from({ length: count }, (_, at) => from + at),
    );
    const { features: own, scores } = await runBatch(classifier, part);
    features.set(own.data, from * featureCount);
    for (let row = 0; row < count; row++) attributes.push(likeliest(scores, { row, heads }));
    await breathe();
  }
  return { attributes, features: { data: features, count: images.count, dim: featureCount } };
}

async function runBatch({ weights }: PictureClassifier, images: Images) {
  const { features, scores } = tf.tidy(() =>
    runClassifier(
      toTensor(images),
      weights.map(({ data, shape }) => tf.tensor(data, shape)),
    ),
  );
  const read = { features: await toPoints(features), scores: await toPoints(scores) };
  tf.dispose([features, scores]);
  return read;
}

function likeliest(
  { data, dim }: Points,
  { row, heads }: { row: number; heads: ClassifierHead[] },
): Record<string, string> {
  let at = row * dim;
  const named = heads.map(({ name, labels }) => {
    const scores = data.subarray(at, at + labels.length);
    at += labels.length;
    return [name, labels[scores.indexOf(Math.max(...scores))]];
  });
  return Object.fromEntries(named);
}
