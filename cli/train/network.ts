/** Trains what is no denoiser: a CLIP, or the autoencoder of a latent diffusion. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type AutoencoderConfig,
  autoencoder,
  type ClipConfig,
  clip,
  countParameters,
  type Dataset,
  type Networks,
  pickImages,
  random,
  saveNetwork,
  scaleFactor,
  trainClip,
  trainVae,
  wordTokenizer,
} from "../../lib/index.ts";
import type { TrainConfig } from "./config.ts";
import { loadTrainingData } from "./data.ts";
import { optimizerOf, rateOf } from "./set-up.ts";

type Kind = "autoencoder" | "clip";

interface Learning {
  network: Networks[Kind];
  steps: AsyncIterable<{ step: number; loss: number }>;
}

/**
 * Trains the network of a configuration and writes model.safetensors and report.json; it keeps no training to go on from.
 *
 * @param options.tell Is told of each step.
 */
export async function trainNetwork(
  config: TrainConfig,
  {
    tell,
    signal,
    engine,
  }: { tell: (step: number, loss: number) => void; signal: AbortSignal; engine: string },
): Promise<{ parameters: number }> {
  const data = await loadTrainingData(config);
  const { network, steps } =
    config.model.kind === "clip"
      ? learnClip(config, { data, signal })
      : learnAutoencoder(config, { data, signal });
  const losses: number[] = [];
  for await (const { step, loss } of steps) {
    losses.push(loss);
    tell(step, loss);
  }
  if (network.kind === "autoencoder")
    network.scale = await scaleFactor(
      network,
      pickImages(data.images, range(Math.min(512, data.images.count))),
    );
  await saveNetwork(join(config.out, "model.safetensors"), network, {
    data: data.name,
    seed: String(config.seed),
  });
  const last = losses.slice(-50);
  const report = {
    parameters: countParameters(network.parameters),
    steps: losses.length,
    loss: last.reduce((sum, loss) => sum + loss, 0) / last.length,
    engine,
    config,
  };
  await writeFile(join(config.out, "report.json"), `${JSON.stringify(report, undefined, 2)}\n`);
  network.dispose();
  return report;
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

interface From {
  data: Dataset;
  signal: AbortSignal;
}

function learnClip({ model, seed, ...config }: TrainConfig, { data, signal }: From): Learning {
  const rng = random(seed);
  const tokenizer = wordTokenizer(data.vocabulary);
  const { text, image, features } = model as unknown as ClipConfig;
  const network = clip({
    text: { ...text, vocabulary: tokenizer.size },
    image: { ...image, size: data.images.height, channels: data.images.channels },
    features,
    rng,
  });
  const { steps, batch = 128 } = config;
  const rate = config.rate === undefined ? {} : { rate: rateOf(config.rate) };
  return { network, steps: trainClip(network, data, { tokenizer, rng, steps, batch, signal, ...rate }) };
}

function learnAutoencoder({ model, seed, ...config }: TrainConfig, { data, signal }: From): Learning {
  const rng = random(seed);
  const { height, width, channels } = data.images;
  const { kind: _, ...sizes } = model as unknown as AutoencoderConfig & { kind: string };
  const network = autoencoder({ ...sizes, image: [height, width, channels], rng });
  const { steps, batch = 64, rate, optimizer = { kind: "adam" } } = config;
  const options = { steps, batch, rate: rateOf(rate), optimizer: optimizerOf(optimizer), rng, signal };
  return { network, steps: trainVae(network, data.images, options) };
}
