/** What `noisebook train` reads. */
import { readFile } from "node:fs/promises";
import { whyUnreadable } from "../../kernel/notebook/nbformat.ts";
import type { Target } from "../../lib/process/target.ts";
import type { LossWeight } from "../../lib/train/levels.ts";
import { byKind, type Check, integer, list, number, numberOr, oneOf, record, text, truth } from "./schema.ts";

/** A training as plain data. */
export interface TrainConfig {
  /** Where all that it makes goes. */
  out: string;
  seed: number;
  data: {
    name: string;
    size?: number;
    styles?: string[];
    limit?: number;
    /** Default: "train". */
    split?: "train" | "test" | "all";
    /** Puts the name of its style before each caption: "noto red heart". */
    styleWord?: boolean;
  };
  /** The sizes of a picture and the words come from the data. */
  model: { kind: "unet" | "clip" | "autoencoder"; [option: string]: unknown };
  /** The autoencoder in whose codes a U-Net learns: a file, or the name of one that comes with the package. */
  latent?: string;
  /** Without it the model learns flow. */
  schedule?: { kind: "linear" | "scaled-linear" | "cosine" | "sigmoid"; steps?: number };
  target?: Target;
  loss?: LossWeight;
  steps: number;
  batch?: number;
  accumulate?: number;
  workers?: number;
  threads?: number;
  optimizer?: { kind: "adam" | "adamw" | "sgd"; [option: string]: unknown };
  rate?: number | { kind: "constant" | "cosine" | "one-cycle"; peak: number; [option: string]: unknown };
  clipNorm?: number;
  dropCaption?: number;
  ema?: number;
  checkpoint?: { every: number };
  sample?: { prompts: string[]; steps?: number; guidance?: number };
}

const fraction = number({ from: 0, to: 1 });
const positive = number({ above: 0 });
const adamFields = {
  "beta1?": fraction,
  "beta2?": fraction,
  "epsilon?": number({ from: 0 }),
  "weightDecay?": number({ from: 0 }),
};

const unetFields: Record<string, Check> = {
  channels: list(integer()),
  "blocks?": integer(),
  "attention?": list(integer({ from: 0 })),
  "middle?": integer({ from: 0 }),
  "heads?": integer(),
  "groups?": integer(),
  "timeWidth?": integer({ from: 2 }),
  "feedForward?": integer({ from: 0 }),
  "skips?": oneOf("blocks", "all", "none"),
  "text?": record({
    "width?": integer(),
    "length?": integer(),
    "layers?": integer({ from: 0 }),
    "heads?": integer(),
  }),
};

const towerFields: Record<string, Check> = {
  width: integer(),
  layers: integer(),
  heads: integer(),
  "multiple?": integer(),
  "activation?": oneOf("quick-gelu", "gelu"),
};
const modelKinds: Record<string, Record<string, Check>> = {
  unet: unetFields,
  clip: {
    features: integer(),
    text: record({ ...towerFields, length: integer({ from: 2 }) }),
    image: record({ ...towerFields, patch: integer() }),
  },
  autoencoder: {
    channels: list(integer()),
    "latent?": integer(),
    "blocks?": integer(),
    "groups?": integer(),
    "deviation?": positive,
    "weight?": number({ from: 0 }),
  },
};

const rateFields = { peak: positive, "warmup?": integer() };

const check = record({
  out: text,
  seed: integer({ from: 0 }),
  data: record({
    name: text,
    "size?": integer(),
    "styles?": list(text),
    "limit?": integer(),
    "split?": oneOf("train", "test", "all"),
    "styleWord?": truth,
  }),
  model: byKind(modelKinds),
  "latent?": text,
  "schedule?": record({ kind: oneOf("linear", "scaled-linear", "cosine", "sigmoid"), "steps?": integer() }),
  "target?": oneOf("x0", "eps", "v", "flow"),
  "loss?": oneOf("uniform", "min-snr", "p2"),
  steps: integer(),
  "batch?": integer(),
  "accumulate?": integer(),
  "workers?": integer(),
  "threads?": integer(),
  "optimizer?": byKind({
    adam: adamFields,
    adamw: adamFields,
    sgd: { "momentum?": fraction, "weightDecay?": number({ from: 0 }) },
  }),
  "rate?": numberOr(
    positive,
    byKind({
      constant: rateFields,
      cosine: { ...rateFields, "end?": number({ from: 0 }) },
      "one-cycle": { peak: positive, "rise?": fraction, "start?": positive, "end?": positive },
    }),
  ),
  "clipNorm?": positive,
  "dropCaption?": fraction,
  "ema?": fraction,
  "checkpoint?": record({ every: integer() }),
  "sample?": record({ prompts: list(text), "steps?": integer(), "guidance?": number() }),
});

/**
 * Reads a configuration.
 *
 * @throws {Error} `Cannot train from shapes.json: config.rate.peak must be a number above 0, got -1`
 */
export async function readConfig(path: string): Promise<TrainConfig> {
  const refuse = (why: string): never => {
    throw new Error(`Cannot train from ${path}: ${why}`);
  };
  const source = await readFile(path, "utf8").catch((cause) => refuse(whyUnreadable(cause)));
  let config: unknown;
  try {
    config = JSON.parse(source);
  } catch (error) {
    refuse(`it is not JSON: ${(error as Error).message}`);
  }
  try {
    check(config, "config");
  } catch (error) {
    refuse((error as Error).message);
  }
  return config as TrainConfig;
}
