/** The configurations of the two kinds of text encoder. */
import type { ClipTextConfig } from "../model/clip-text.ts";
import type { T5Config } from "../model/t5.ts";
import { type ConfigSource, configError, countIn, refuseOthers, sizeIn } from "./config-record.ts";

/**
 * Reads the configuration of transformers' CLIPTextModel, or CLIPTextModelWithProjection.
 *
 * @throws {RangeError} If it asks for something that this library's tower has not.
 */
export function readClipTextConfig(
  source: ConfigSource,
  { projects }: { projects: boolean },
): ClipTextConfig {
  refuseOthers(source, { hidden_act: ["quick_gelu", "gelu"], layer_norm_eps: [1e-5] });
  const width = sizeIn(source, "hidden_size", 512);
  const hidden = sizeIn(source, "intermediate_size", 2048);
  if (hidden % width !== 0)
    throw configError(source, `intermediate_size must be a multiple of hidden_size, got ${hidden}`);
  return {
    vocabulary: sizeIn(source, "vocab_size", 49408),
    length: sizeIn(source, "max_position_embeddings", 77),
    width,
    layers: countIn(source, "num_hidden_layers", 12),
    heads: sizeIn(source, "num_attention_heads", 8),
    multiple: hidden / width,
    activation: source.config["hidden_act"] === "gelu" ? "gelu" : "quick-gelu",
    ...(projects && { projection: sizeIn(source, "projection_dim", 512) }),
  };
}

/**
 * Reads the configuration of transformers' T5EncoderModel.
 *
 * @throws {RangeError} If it is not a T5 of version 1.1.
 */
export function readT5Config(source: ConfigSource): T5Config {
  refuseOthers(source, { feed_forward_proj: ["gated-gelu"], layer_norm_epsilon: [1e-6] });
  if (source.config["feed_forward_proj"] !== "gated-gelu")
    throw configError(source, 'feed_forward_proj must be "gated-gelu", as in T5 v1.1; it is left out');
  return {
    vocabulary: sizeIn(source, "vocab_size", 32128),
    width: sizeIn(source, "d_model", 512),
    layers: countIn(source, "num_layers", 6),
    heads: sizeIn(source, "num_heads", 8),
    headWidth: sizeIn(source, "d_kv", 64),
    hidden: sizeIn(source, "d_ff", 2048),
    distances: sizeIn(source, "relative_attention_num_buckets", 32),
    farthest: sizeIn(source, "relative_attention_max_distance", 128),
  };
}
