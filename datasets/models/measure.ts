/** How good each shipped model is, measured. */

import { shapeColours, shapeKinds, shapeSizes } from "../../lib/data/shapes.ts";
import {
  attributeRelevance,
  classify,
  type Dataset,
  fitClassifier,
  heldOut,
  type Images,
  loadDataset,
  loadShippedModel,
  type Points,
  pickImages,
  random,
  retrieval,
  type ShippedModels,
  shapeRelevance,
  tokenize,
  wordTokenizer,
} from "../../lib/index.ts";
import { draw, halved } from "./draw.ts";

export interface Figure {
  name: string;
  value: string;
  how: string;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Measures a model that has been written to its folder. */
export const measures: { [Name in keyof ShippedModels]: () => Promise<Figure[]> } = {
  shapes16: measureShapes,
  faces16: measureFaces,
  "emoji-clip": measureClip,
  "emoji-autoencoder": measureAutoencoder,
  "emoji-latent": measureLatent,
};

async function measureShapes(): Promise<Figure[]> {
  const model = await loadShippedModel("shapes16");
  const looks = shapeSizes.flatMap((size) =>
    shapeColours.flatMap((colour) => shapeKinds.map((kind) => `${size} ${colour} ${kind}`)),
  );
  const seen = looks.filter((look) => !heldOut.includes(look)).flatMap((look) => Array<string>(3).fill(look));
  const figures: Figure[] = [];
  for (const [name, wanted] of [
    ["looks that were trained", seen],
    ["looks held out", heldOut.flatMap((look) => Array<string>(12).fill(look))],
  ] as const)
    for (const guidance of [1, 3]) {
      const prompts = wanted.map((look) => `a ${look}`);
      const { all } = shapeRelevance(await draw(model, prompts, guidance), prompts).parts;
      figures.push({
        name: `pictures with all parts right, ${name}, guidance ${guidance}`,
        value: percent(all.share),
        how: `checkShapes on ${all.of} pictures, DDIM, 25 steps`,
      });
    }
  model.dispose();
  return figures;
}

async function measureFaces(): Promise<Figure[]> {
  const [train, test] = [
    await loadDataset("faces16", { split: "train" }),
    await loadDataset("faces16", { split: "test" }),
  ];
  const model = await loadShippedModel("faces16");
  const asked = test.pick(range(192));
  const drawn = await draw(model, asked.captions, 2);
  model.dispose();
  const wanted = asked.attributes;
  for await (const { step, steps, classifier } of fitClassifier(train.images, train.attributes, {
    steps: 800,
    rng: random(1),
  }))
    if (step === steps) {
      const judge = await classifier();
      const right = async (images: Images) =>
        attributeRelevance((await classify(judge, images)).attributes, wanted);
      const [ofDrawn, ofReal] = [await right(drawn), await right(asked.images)];
      return Object.keys(ofDrawn).map((name) => ({
        name: name === "all" ? "all attributes right" : `${name} right`,
        value: `${percent(ofDrawn[name].share)}; real pictures ${percent(ofReal[name].share)}`,
        how: `a classifier on ${ofDrawn[name].of} pictures with captions of the test, guidance 2, DDIM, 25 steps`,
      }));
    }
  return [];
}

/** Embeddings of all names, by the tokens that the shipped CLIP learned. */
async function namesOf(
  model: ShippedModels["emoji-clip"],
  { vocabulary, captions }: Dataset,
): Promise<Points> {
  const tokenizer = wordTokenizer(vocabulary);
  return model.embedTexts(tokenize(captions, { tokenizer, length: model.config.text.length }));
}

async function measureClip(): Promise<Figure[]> {
  const model = await loadShippedModel("emoji-clip");
  const figures: Figure[] = [];
  for (const [set, style, what] of [
    ["emoji", "noto", "a style that was trained"],
    ["emoji", "fluent-emoji-flat", "a style held out"],
    ["emoji-openmoji", "openmoji", "another style held out"],
  ] as const) {
    const data = await loadDataset(set, { size: 16, styles: [style] });
    const found = retrieval(await model.embedImages(data.images), await namesOf(model, data), {
      own: range(data.images.count),
    });
    figures.push({
      name: `a picture finds its name among 1,585, ${style}`,
      value: `${percent(found.at1)} at 1, ${percent(found.at5)} at 5, median place ${found.medianRank}`,
      how: `${what}; by chance ${percent(found.chance)}`,
    });
  }
  model.dispose();
  return figures;
}

async function measureAutoencoder(): Promise<Figure[]> {
  const model = await loadShippedModel("emoji-autoencoder");
  const figures: Figure[] = [];
  for (const [set, what] of [
    ["emoji", "the three styles, concepts held out"],
    ["emoji-openmoji", "a style held out"],
  ] as const) {
    const { images } = await loadDataset(set, { size: 32, split: "test", rng: random(1), limit: 256 });
    const codes = await model.encode(images);
    const back = await model.decode(codes);
    const square =
      back.data.reduce((sum, value, at) => sum + (value - images.data[at]) ** 2, 0) / back.data.length;
    const deviation = Math.sqrt(codes.data.reduce((sum, value) => sum + value ** 2, 0) / codes.data.length);
    figures.push(
      {
        name: `root mean square error, ${set}`,
        value: `${Math.sqrt(square).toFixed(3)} in [−1, 1], ${(10 * Math.log10(4 / square)).toFixed(1)} dB`,
        how: `${images.count} pictures, ${what}`,
      },
      {
        name: `root mean square of scaled codes, ${set}`,
        value: deviation.toFixed(2),
        how: "scale from training pictures",
      },
    );
  }
  model.dispose();
  return figures;
}

async function measureLatent(): Promise<Figure[]> {
  const [model, decoder, judge] = [
    await loadShippedModel("emoji-latent"),
    await loadShippedModel("emoji-autoencoder"),
    await loadShippedModel("emoji-clip"),
  ];
  const figures: Figure[] = [];
  for (const style of ["noto", "twemoji", "fluent-emoji-flat"]) {
    const data = await loadDataset("emoji", { size: 32, styles: [style] });
    const own = range(128).map((at) => 12 * at);
    const prompts = own.map((at) => `${style} ${data.captions[at]}`);
    const drawn = await decoder.decode(await draw(model, prompts, 3));
    const names = await namesOf(judge, data);
    const find = async (images: Images) => retrieval(await judge.embedImages(halved(images)), names, { own });
    const [found, real] = [await find(drawn), await find(pickImages(data.images, own))];
    figures.push({
      name: `a drawn picture finds its name among 1,585, ${style}`,
      value: `${percent(found.at1)} at 1, ${percent(found.at5)} at 5; real pictures ${percent(real.at1)}, ${percent(real.at5)}`,
      how: "the shipped CLIP on 128 pictures, guidance 3, DDIM, 25 steps",
    });
  }
  for (const one of [model, decoder, judge]) one.dispose();
  return figures;
}
