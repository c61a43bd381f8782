/** A model and its data from the configuration in its folder, before any training. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { datasetsFolder } from "../../lib/data/shipped.ts";
import {
  type Autoencoder,
  type AutoencoderConfig,
  autoencoder,
  type ClipConfig,
  type ClipModel,
  clip,
  type Dataset,
  type Images,
  type LoadOptions,
  loadDataset,
  type Model,
  random,
  type UnetConfig,
  unet,
  wordTokenizer,
} from "../../lib/index.ts";

/** What is needed here of the file that `noisebook train` reads. */
export interface ModelConfig {
  seed: number;
  data: LoadOptions & { name: string; styleWord?: boolean };
  latent?: string;
  model: { kind: string };
}

export type Made =
  | { kind: "unet"; model: Model<object, Images> }
  | { kind: "clip"; model: ClipModel }
  | { kind: "autoencoder"; model: Autoencoder };

export async function readModelConfig(name: string): Promise<ModelConfig> {
  return JSON.parse(await readFile(join(datasetsFolder(), "models", name, "config.json"), "utf8"));
}

/** The pictures, with captions that name the style if the configuration wants it. */
export async function trainingData({ data }: ModelConfig): Promise<Dataset> {
  const { name, styleWord, ...which } = data;
  const set = await loadDataset(name, { split: "train", ...which });
  if (!styleWord) return set;
  const captions = set.rows.map(({ style, caption }) => `${style} ${caption}`);
  return { ...set, captions, vocabulary: [...new Set([...set.vocabulary, ...set.card.styles])].sort() };
}

export function makeModel(
  { model, seed, latent }: ModelConfig,
  { images, vocabulary }: Pick<Dataset, "images" | "vocabulary">,
): Made {
  const rng = random(seed);
  const { height, width, channels } = images;
  const { kind, ...sizes } = model;
  if (kind === "clip") {
    const { text, image, features } = sizes as unknown as ClipConfig;
    const full = {
      text: { ...text, vocabulary: wordTokenizer(vocabulary).size },
      image: { ...image, size: height, channels },
      features,
    };
    return { kind, model: clip({ ...full, rng }) };
  }
  if (kind === "autoencoder")
    return {
      kind,
      model: autoencoder({
        ...(sizes as unknown as AutoencoderConfig),
        image: [height, width, channels],
        rng,
      }),
    };
  const { text, ...rest } = sizes as unknown as UnetConfig & { text: object };
  // The shipped autoencoder's codes: four channels, a quarter of the side.
  const image = latent ? ([height / 4, width / 4, 4] as const) : ([height, width, channels] as const);
  const own = unet({ ...rest, image, text: { vocabulary, ...text }, rng });
  return { kind: "unet", model: own as unknown as Model<object, Images> };
}
