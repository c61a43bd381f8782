/** A small Stable Diffusion that was made here, with weights as if it were trained; run by itself it is exported. */
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { tf } from "../../../lib/core/tf.ts";
import {
  autoencoder,
  type ClipTextParameters,
  clipTextPlan,
  disposeParameters,
  exportPipeline,
  initialise,
  loadMerges,
  mapTensors,
  type Pipeline,
  pipelineOf,
  random,
  scaledLinearSchedule,
  selectBackend,
  unet,
} from "../../../lib/index.ts";

/** Makes it, always the same; `dispose` frees its models. */
export async function madeHere(): Promise<{ pipeline: Pipeline; dispose(): void }> {
  await selectBackend();
  const rng = random(3);
  const model = unet({
    image: [8, 8, 4],
    channels: [8, 16, 16],
    blocks: 1,
    attention: [1, 1, 0],
    heads: 2,
    groups: 4,
    feedForward: 4,
    projection: true,
    skips: "all",
    context: 16,
    rng,
  });
  const codes = autoencoder({ image: [32, 32, 3], channels: [8, 8, 16], groups: 4, rng });
  Object.assign(codes, { scale: 0.5 });
  const merges = (await loadMerges()).slice(0, 200);
  const config = { vocabulary: 714, length: 77, width: 16, layers: 2, heads: 2 };
  const text = { config, parameters: initialise<ClipTextParameters>(clipTextPlan(config), rng) };
  for (const owner of [model, codes, text])
    Object.assign(owner, { parameters: disturbed(owner.parameters, rng) });
  const pipeline = pipelineOf({
    unet: model,
    autoencoder: codes,
    text,
    merges,
    schedule: scaledLinearSchedule(),
  });
  return {
    pipeline,
    dispose() {
      for (const owner of [model, codes]) owner.dispose();
      disposeParameters(text.parameters);
    },
  };
}

/** What starts at zero must not stay so, or half of the network would not be compared. */
function disturbed<P extends object>(parameters: P, rng: ReturnType<typeof random>): P {
  return mapTensors(parameters, (tensor) => {
    const values = Float32Array.from(tensor.dataSync() as Float32Array);
    const normals = rng.normal(values.length);
    const [inputs = 1] = [values.length / (tensor.shape.at(-1) ?? 1)];
    const size = tensor.rank > 1 ? 0.3 / Math.sqrt(inputs) : 0.1;
    for (let at = 0; at < values.length; at++) values[at] += size * normals[at];
    tensor.dispose();
    return tf.keep(tf.tensor(values, tensor.shape as number[]));
  });
}

if (import.meta.url === pathToFileURL(argv[1] ?? "").href) {
  const { pipeline } = await madeHere();
  await exportPipeline(pipeline, argv[2]);
  process.exit(0);
}
