/** The parts of a pipeline that have weights, by the classes that diffusers and transformers have for them. */
import { type AutoencoderConfig, autoencoderPlan } from "../model/autoencoder-config.ts";
import { type ClipTextConfig, clipTextPlan } from "../model/clip-text.ts";
import { type MmditConfig, mmditPlan } from "../model/mmdit-config.ts";
import { type T5Config, t5Plan } from "../model/t5.ts";
import type { UnetConfig } from "../model/unet-config.ts";
import { unetPlan } from "../model/unet-plan.ts";
import { type ConfigRecord, type ConfigSource, configError } from "./config-record.ts";
import { readAutoencoderConfig, readMmditConfig } from "./latent-reading.ts";
import { readClipTextConfig, readT5Config } from "./text-reading.ts";
import { readUnetConfig } from "./unet-reading.ts";

/** A part's network in this library, and what it is made with. */
export type PartNetwork =
  | { kind: "unet"; config: UnetConfig }
  | { kind: "mmdit"; config: MmditConfig }
  | { kind: "autoencoder"; config: AutoencoderConfig; scale: number; shift: number }
  | { kind: "clip-text"; config: ClipTextConfig }
  | { kind: "t5"; config: T5Config };

const readers: Record<string, (source: ConfigSource) => PartNetwork> = {
  UNet2DConditionModel: (source) => ({ kind: "unet", config: readUnetConfig(source) }),
  FluxTransformer2DModel: (source) => ({ kind: "mmdit", config: readMmditConfig(source) }),
  AutoencoderKL: (source) => ({ kind: "autoencoder", ...readAutoencoderConfig(source) }),
  CLIPTextModel: (source) => ({ kind: "clip-text", config: readClipTextConfig(source, { projects: false }) }),
  CLIPTextModelWithProjection: (source) => ({
    kind: "clip-text",
    config: readClipTextConfig(source, { projects: true }),
  }),
  T5EncoderModel: (source) => ({ kind: "t5", config: readT5Config(source) }),
};

/** The class that a configuration is of: diffusers' files name it by itself, transformers' in a list. */
export function classOf(config: ConfigRecord): string | undefined {
  const { _class_name: own, architectures } = config;
  const [listed] = Array.isArray(architectures) ? architectures : [];
  return [own, listed].find((name): name is string => typeof name === "string");
}

/**
 * Reads a part's configuration.
 *
 * @param of The part's name: "text_encoder_2".
 * @throws {RangeError} If it is of a class that this library has no network for, or asks for what that has not.
 */
export function readPart(of: string, config: ConfigRecord): PartNetwork {
  const name = classOf(config);
  const read = name !== undefined && Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (!read)
    throw configError(
      { of },
      `it is of the class ${name ?? "that it does not name"}; known are ${Object.keys(readers).join(", ")}`,
    );
  return read({ config, of });
}

/** All parameters of a part by name and shape. */
export function partPlan(network: PartNetwork): object {
  switch (network.kind) {
    case "unet":
      return unetPlan(network.config);
    case "mmdit":
      return mmditPlan(network.config);
    case "autoencoder":
      return autoencoderPlan(network.config);
    case "clip-text":
      return clipTextPlan(network.config);
    case "t5":
      return t5Plan(network.config);
  }
}
