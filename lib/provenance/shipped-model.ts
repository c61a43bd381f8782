/** Small trained models that come with this package, each with a card. */
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { show } from "../core/check.ts";
import type { Images } from "../core/images.ts";
import { datasetsFolder } from "../data/shipped.ts";
import type { Autoencoder } from "../model/autoencoder.ts";
import { loadModel } from "../model/checkpoint.ts";
import type { ClipModel } from "../model/clip.ts";
import type { TextCondition } from "../model/condition.ts";
import type { Model } from "../model/model.ts";
import { loadNetwork } from "../model/network-file.ts";
import { namedTensors } from "../model/parameters.ts";
import type { UnetParameters } from "../model/unet-plan.ts";
import { contentHash } from "./content-hash.ts";
import { type ModelCard, modelCardProblems } from "./model-card.ts";

export type TextToImage = Model<UnetParameters, Images, TextCondition>;

/** What each name loads. */
export interface ShippedModels {
  /** Draws one shape on white, 16 × 16. */
  shapes16: TextToImage;
  /** Draws pixel-art faces, 16 × 16. */
  faces16: TextToImage;
  /** Compares emoji with words. */
  "emoji-clip": ClipModel;
  /** Between emoji of 32 × 32 and codes of 8 × 8 × 4. */
  "emoji-autoencoder": Autoencoder;
  /** Draws codes of emoji in one of three styles. */
  "emoji-latent": TextToImage;
}

const loaders: { [Name in keyof ShippedModels]: (path: string) => Promise<ShippedModels[Name]> } = {
  shapes16: (path) => loadModel(path) as unknown as Promise<TextToImage>,
  faces16: (path) => loadModel(path) as unknown as Promise<TextToImage>,
  "emoji-clip": (path) => loadNetwork("clip", path),
  "emoji-autoencoder": (path) => loadNetwork("autoencoder", path),
  "emoji-latent": (path) => loadModel(path) as unknown as Promise<TextToImage>,
};

const folderOf = (name: string): string => join(datasetsFolder(), "models", name);

/** Names of the models that come with this package. */
export function shippedModelNames(): (keyof ShippedModels)[] {
  return readdirSync(join(datasetsFolder(), "models"))
    .filter((name): name is keyof ShippedModels => existsSync(join(folderOf(name), "card.json")))
    .sort();
}

/**
 * Loads a model that comes with this package. How it was trained and how good it is says {@link shippedModelCard}; the
 * folder has the configuration that trains it again.
 *
 * @returns The model; the caller disposes it.
 * @throws {RangeError} If there is no such model.
 * @throws {Error} If its weights are not those of its card.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { countParameters, loadShippedModel } from "noisebook";
 *
 * const model = await loadShippedModel("shapes16");
 * assert.deepEqual(model.shape, [16, 16, 3]);
 * assert.equal(countParameters(model.parameters), 591_107);
 * model.dispose();
 * ```
 */
export async function loadShippedModel<Name extends keyof ShippedModels>(
  name: Name,
): Promise<ShippedModels[Name]> {
  const { hash } = await shippedModelCard(name);
  const path = join(folderOf(name), "model.safetensors");
  const model = await loaders[name](path);
  const found = await weightsHash(model);
  if (found === hash) return model;
  model.dispose();
  throw new Error(
    `Cannot use ${path}: its weights are not those of its card (sha256 ${found.slice(0, 12)}…, expected ${hash.slice(0, 12)}…)`,
  );
}

/**
 * Reads the card of a model that comes with this package.
 *
 * @throws {RangeError} If there is no such model.
 * @throws {SyntaxError} If a field of the card is missing or wrong.
 */
export async function shippedModelCard(name: keyof ShippedModels): Promise<ModelCard> {
  const names = shippedModelNames();
  if (!names.includes(name))
    throw new RangeError(`Cannot load model ${show(name)}: the names are ${names.join(", ")}`);
  const path = join(folderOf(name), "card.json");
  const card: unknown = JSON.parse(await readFile(path, "utf8"));
  const problems = modelCardProblems(card);
  if (problems.length > 0) throw new SyntaxError(`Cannot use ${path}: ${problems.join("; ")}`);
  return card as ModelCard;
}

/** {@link contentHash} of a model's weights, which names it in labels and cards. */
export async function weightsHash(model: { parameters: object }): Promise<string> {
  const named = namedTensors(model.parameters).map(
    async ([name, tensor]) => [name, await tensor.data()] as const,
  );
  return contentHash(Object.fromEntries(await Promise.all(named)));
}
