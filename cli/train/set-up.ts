/** From a configuration to what `train` is called with. */
import {
  type Autoencoder,
  adam,
  adamw,
  constantRate,
  cosineRate,
  cosineSchedule,
  type Dataset,
  type Ema,
  ema,
  type Images,
  linearSchedule,
  loadNetwork,
  loadShippedModel,
  type Model,
  type Optimizer,
  oneCycleRate,
  type Random,
  type Rate,
  random,
  type Schedule,
  scaledLinearSchedule,
  sgd,
  sigmoidSchedule,
  type TrainOptions,
  type UnetConfig,
  unet,
  warmup,
} from "../../lib/index.ts";
import type { TrainConfig } from "./config.ts";
import { codesOf, loadTrainingData } from "./data.ts";

export interface SetUp {
  model: Model<object, Images>;
  /** What the model learns; in a latent diffusion its images are codes. */
  data: Dataset;
  /** Makes pictures of codes. */
  decoder: Autoencoder | undefined;
  average: Ema<object> | undefined;
  rng: Random;
  schedule: Schedule | undefined;
  options: TrainOptions;
}

const schedules = {
  linear: linearSchedule,
  "scaled-linear": scaledLinearSchedule,
  cosine: cosineSchedule,
  sigmoid: sigmoidSchedule,
};
const optimizers: Record<string, (options: object) => Optimizer> = { adam, adamw, sgd };

/** Loads the data, makes the model, and reads the rest of the options. */
export async function setUp(config: TrainConfig): Promise<SetUp> {
  const rng = random(config.seed);
  const decoder = config.latent === undefined ? undefined : await loadAutoencoder(config.latent);
  const pictures = await loadTrainingData(config);
  const data = decoder ? { ...pictures, images: await codesOf(pictures.images, decoder) } : pictures;
  const { height, width, channels } = data.images;
  const {
    kind: _,
    text,
    ...sizes
  } = config.model as unknown as { kind: string; text?: object } & Pick<UnetConfig, "channels">;
  const schedule = config.schedule && schedules[config.schedule.kind](config.schedule);
  const model = unet({
    ...sizes,
    image: [height, width, channels],
    text: { vocabulary: data.vocabulary, ...text },
    time: schedule ? "step" : "flow",
    rng,
  }) as unknown as Model<object, Images>;
  const average =
    config.ema === undefined ? undefined : ema(model.parameters, { decay: config.ema, warmup: true });
  const { target, loss, steps, batch, accumulate, workers, clipNorm, dropCaption } = config;
  const options: TrainOptions = {
    ...{ target, loss, steps, batch, accumulate, workers, clipNorm, dropCaption, schedule, rng },
    optimizer: optimizerOf(config.optimizer ?? { kind: "adam" }),
    rate: rateOf(config.rate),
    ema: average,
  };
  return { model, data, decoder, average, rng, schedule, options };
}

/** A file of one, or one that comes with the package. */
function loadAutoencoder(latent: string): Promise<Autoencoder> {
  return latent === "emoji-autoencoder"
    ? loadShippedModel("emoji-autoencoder")
    : loadNetwork("autoencoder", latent);
}

export function optimizerOf({ kind, ...options }: NonNullable<TrainConfig["optimizer"]>): Optimizer {
  return optimizers[kind](options);
}

export function rateOf(rate: TrainConfig["rate"]): Rate {
  if (rate === undefined || typeof rate === "number") return constantRate(rate ?? 1e-3);
  const { kind, peak, warmup: rise, ...options } = rate;
  if (kind === "one-cycle") return oneCycleRate(peak, options);
  const falling = kind === "cosine" ? cosineRate(peak, options) : constantRate(peak);
  return rise === undefined ? falling : warmup(falling, { steps: rise as number });
}
