/** A trained network that is no denoiser as a file: CLIP, the autoencoders and the GAN. */
import { selectBackend } from "../core/backend.ts";
import { show } from "../core/check.ts";
import { random } from "../core/random.ts";
import { openSafetensors, type TensorToSave, writeSafetensors } from "../core/safetensors.ts";
import { tf } from "../core/tf.ts";
import { type Autoencoder, autoencoder } from "./autoencoder.ts";
import type { SavedFormat } from "./checkpoint.ts";
import { type ClipModel, clip } from "./clip.ts";
import { type DrawModel, draw } from "./draw.ts";
import { type Gan, gan } from "./gan.ts";
import { mapTensors, namedTensors } from "./parameters.ts";
import { type Vae, vae } from "./vae.ts";

/** What can be saved, by its kind. */
export interface Networks {
  autoencoder: Autoencoder;
  clip: ClipModel;
  draw: DrawModel;
  gan: Gan;
  vae: Vae;
}

const makers = { autoencoder, clip, draw, gan, vae } as const;

/**
 * Saves a network: its parameters and what it was made with, in one safetensors file.
 *
 * @param path Where to; the file appears complete or not at all.
 * @param metadata More texts about it, such as how it was trained.
 * @param options
 * @param options.format "F16" rounds the numbers to 16 bits. Default: "F32".
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtemp, rm } from "node:fs/promises";
 * import { loadNetwork, random, saveNetwork, vae } from "noisebook";
 *
 * const folder = await mkdtemp("/tmp/example-");
 * const model = vae({ shape: [2], rng: random(1) });
 * await saveNetwork(`${folder}/vae.safetensors`, model);
 * const same = await loadNetwork("vae", `${folder}/vae.safetensors`);
 * assert.deepEqual(same.config, model.config);
 * model.dispose();
 * same.dispose();
 * await rm(folder, { recursive: true });
 * ```
 */
export async function saveNetwork(
  path: string,
  network: Networks[keyof Networks],
  metadata: Record<string, string> = {},
  { format = "F32" }: { format?: SavedFormat } = {},
): Promise<void> {
  const tensors: Record<string, TensorToSave> = {};
  for (const [name, tensor] of namedTensors(network.parameters))
    tensors[name] = {
      shape: tensor.shape,
      data: async () => Float32Array.from(await tensor.data()),
      dtype: format,
    };
  const { kind, config } = network;
  const codes = kind === "autoencoder" && { scale: String(network.scale), shift: String(network.shift) };
  await writeSafetensors(path, tensors, { ...metadata, ...codes, kind, config: JSON.stringify(config) });
}

/**
 * Loads a network that {@link saveNetwork} has saved; its parameters are the same bit by bit. Where no engine computes yet,
 * the best one is started.
 *
 * @returns The network; the caller disposes it.
 * @throws {SyntaxError} If the file is broken, holds another kind, or not the tensors that its configuration needs.
 *
 * @example See `saveNetwork`.
 */
export async function loadNetwork<Kind extends keyof Networks>(
  kind: Kind,
  path: string,
): Promise<Networks[Kind]> {
  await selectBackend();
  const file = await openSafetensors(path);
  const fail = (why: string): never => {
    throw new SyntaxError(`Cannot load ${path}: ${why}`);
  };
  let network: Networks[keyof Networks] | undefined;
  try {
    const { metadata } = file;
    if (metadata["kind"] !== kind) fail(`it holds ${show(metadata["kind"])}, not ${show(kind)}`);
    const config = JSON.parse(metadata["config"] ?? fail("it has no configuration"));
    network = makers[kind]({ ...config, rng: random(0) });
    const names = namedTensors(network.parameters).map(([name]) => name);
    if (names.length !== file.tensors.size)
      fail(`it must hold ${names.length} tensors, got ${file.tensors.size}`);
    for (const [name, tensor] of namedTensors(network.parameters)) {
      const { shape, dtype } = file.tensors.get(name) ?? fail(`tensor ${show(name)} is missing`);
      if (!["F32", "F16"].includes(dtype) || show(shape) !== show(tensor.shape))
        fail(`${name} must be F32 or F16 ${show(tensor.shape)}, got ${dtype} ${show(shape)}`);
      const { data } = await file.read(name);
      replace(network, name, data as Float32Array);
    }
    if (network.kind === "autoencoder")
      Object.assign(network, { scale: Number(metadata["scale"]), shift: Number(metadata["shift"]) });
    return network as Networks[Kind];
  } catch (error) {
    network?.dispose();
    throw error;
  } finally {
    await file.close();
  }
}

function replace(network: { parameters: object }, wanted: string, data: Float32Array): void {
  network.parameters = mapTensors(network.parameters, (tensor, name) => {
    if (name !== wanted) return tensor;
    tensor.dispose();
    return tf.keep(tf.tensor(data, tensor.shape));
  });
}
