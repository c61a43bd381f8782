/** The pictures of a training, as its configuration wants them. */
import { type Autoencoder, type Dataset, type Images, loadDataset, pickImages } from "../../lib/index.ts";
import type { TrainConfig } from "./config.ts";

/** Loads the set; with `styleWord` the name of its style stands before each caption. */
export async function loadTrainingData({
  data: { name, styleWord, ...which },
}: TrainConfig): Promise<Dataset> {
  const data = await loadDataset(name, { split: "train", ...which });
  if (!styleWord) return data;
  const captions = data.rows.map(({ style, caption }) => `${style} ${caption}`);
  return { ...data, captions, vocabulary: [...new Set([...data.vocabulary, ...data.card.styles])].sort() };
}

/** The codes of all pictures, which are few numbers beside the pictures; each is the mean of its Gaussian. */
export async function codesOf(images: Images, encoder: Pick<Autoencoder, "encode">): Promise<Images> {
  const parts: Images[] = [];
  for (let at = 0; at < images.count; at += 64) {
    const rows = Array.from({ length: Math.min(64, images.count - at) }, (_, row) => at + row);
    parts.push(await encoder.encode(pickImages(images, rows)));
  }
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { ...parts[0], count: images.count, data };
}
