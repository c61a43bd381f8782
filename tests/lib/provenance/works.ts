/** What the tests of this folder share: a model that needs no training, a recipe, a label, a signer. */
import {
  contentHash,
  drawRecipe,
  type Images,
  idealDenoiser,
  type LoadModel,
  loadDataset,
  makeAuthority,
  makeSigner,
  type PictureLabel,
  usedDataset,
  watermarkOf,
  writePicture,
} from "../../../lib/index.ts";

export const years = { from: new Date("2026-01-01"), to: new Date("2036-01-01") };

export async function authorityAndSigner(name = "Example school") {
  const authority = await makeAuthority(name, years);
  return { authority, signer: await makeSigner("Ada", { ...years, authority }) };
}

/** The ideal denoiser of a hundred faces, whose prompts choose a background. */
export const load: LoadModel = async () => {
  const { images, attributes } = await loadDataset("faces16", { limit: 100 });
  const colours = [...new Set(attributes.map(({ background }) => background))].sort();
  const labels = attributes.map(({ background }) => colours.indexOf(background));
  const denoiser = {
    ...idealDenoiser(images, { labels }),
    embed: (prompts: readonly string[]) =>
      prompts.map((prompt) => colours.findIndex((one) => prompt.includes(one))),
  };
  return { denoiser: denoiser as never, hash: contentHash({ images: images.data }) };
};

export async function labelled(): Promise<{ picture: Images; label: PictureLabel }> {
  const { card, attributes } = await loadDataset("faces16", { limit: 100 });
  const { hash } = await load({ name: "ideal", hash: "" }, []);
  const prompt = `a face on a ${attributes[0].background} background`;
  const label: PictureLabel = {
    made: "by a trained model",
    software: { name: "noisebook", version: "0.1.0" },
    prompt,
    negativePrompt: "a hat",
    seed: 2026,
    sampler: "heun",
    steps: 12,
    schedule: { name: "cosine", steps: 1000 },
    model: { name: "ideal of 100 faces", hash },
    adapters: [{ name: "style & <more>", hash: "a".repeat(64), scale: 0.5 }],
    datasets: [usedDataset(card)],
    count: 2,
    index: 1,
    licence: "CC0-1.0",
    author: "Zoë",
    created: "2026-05-04",
    watermark: { message: watermarkOf(prompt), strength: 20 },
  };
  const { negativePrompt: _, ...plain } = label;
  return { picture: await drawRecipe(plain, { load }), label: plain };
}

/** A labelled picture, and the file of it that Ada has signed. */
export async function signed() {
  const work = { ...(await labelled()), ...(await authorityAndSigner()) };
  return { ...work, file: await writePicture(work.picture, work.label, { signer: work.signer }) };
}

export type SignedWork = Awaited<ReturnType<typeof signed>>;
