/** What a part's tensors are called in files, and how they lie there. */
import { namedTensors } from "../model/parameters.ts";
import { type PartNetwork, partPlan } from "./part.ts";

/** Where the values of one of our tensors are. */
export interface Place {
  /** Its names in files, the usual one first; older files have others. */
  names: readonly string[];
  /** Of a tensor that holds several of ours one after the other: which of how many equal parts. */
  part?: readonly [index: number, count: number];
  /** Whether the file has a dense weight as [inputs, outputs], as here; PyTorch's layers have it the other way. */
  straight?: boolean;
}

/** The names in the files of diffusers and transformers for each of a part's tensors. */
export function diffusersPlaces(network: PartNetwork): Map<string, Place> {
  const rename = renames[network.kind];
  return placesOf(network, (name) => ({ names: rename(name) }));
}

/** A place for each tensor of a part. */
export function placesOf(network: PartNetwork, place: (name: string) => Place): Map<string, Place> {
  return new Map(namedTensors(partPlan(network)).map(([name]) => [name, place(name)]));
}

type Rule = readonly [pattern: RegExp, replacement: string];

/** Applies every rule once, in order. */
export function renamed(name: string, rules: readonly Rule[]): string {
  return rules.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), name);
}

/** What layers' tensors are called in PyTorch. */
const leaves: readonly Rule[] = [
  [/\.(gamma|table)$/, ".weight"],
  [/\.beta$/, ".bias"],
];

const dense: readonly Rule[] = [[/dense(\d)/, "linear_$1"]];

const residual: readonly Rule[] = [
  [/^(encoder\.|decoder\.|)(down|up)\.(\d+)\.blocks\.(\d+)\.residual/, "$1$2_blocks.$3.resnets.$4"],
  [/^(encoder|decoder)\.(down|up)\.(\d+)\.blocks\.(\d+)/, "$1.$2_blocks.$3.resnets.$4"],
  [/^(encoder\.|decoder\.|)(down|up)\.(\d+)\.(down|up)sample/, "$1$2_blocks.$3.$4samplers.0.conv"],
  [/(^|\.)middle\.block1/, "$1mid_block.resnets.0"],
  [/(^|\.)middle\.block2/, "$1mid_block.resnets.1"],
  [/(resnets\.\d+)\.time\./, "$1.time_emb_proj."],
  [/(resnets\.\d+)\.skip\./, "$1.conv_shortcut."],
];

/** What is inside of the transformers of a U-Net. */
export const transformerRules: readonly Rule[] = [
  [/\.transformer\.input\./, ".transformer.proj_in."],
  [/\.transformer\.output\./, ".transformer.proj_out."],
  [/\.layers\.(\d+)\./, ".transformer_blocks.$1."],
  [/\.self\.(q|k|v|out)\./, ".attn1.to_$1."],
  [/\.cross\.(q|k|v|out)\./, ".attn2.to_$1."],
  [/\.to_out\./, ".to_out.0."],
  [/\.feedForward\.input\./, ".ff.net.0.proj."],
  [/\.feedForward\.output\./, ".ff.net.2."],
];

const unet: readonly Rule[] = [
  ...leaves,
  ...residual,
  ...transformerRules,
  [/^time\./, "time_embedding."],
  [/^added\./, "add_embedding."],
  ...dense,
  [/^(down|up)\.(\d+)\.blocks\.(\d+)\.transformer/, "$1_blocks.$2.attentions.$3"],
  [/^middle\.transformer/, "mid_block.attentions.0"],
  [/^input\./, "conv_in."],
  [/^norm\./, "conv_norm_out."],
  [/^output\./, "conv_out."],
];

const autoencoder: readonly Rule[] = [
  ...leaves,
  ...residual,
  [/middle\.norm\./, "mid_block.attentions.0.group_norm."],
  [/middle\.attention\.(q|k|v|out)\./, "mid_block.attentions.0.to_$1."],
  [/\.to_out\./, ".to_out.0."],
  [/^(encoder|decoder)\.(in|out)put\./, "$1.conv_$2."],
  [/^(encoder|decoder)\.norm\./, "$1.conv_norm_out."],
  [/^encoder\.moments\./, "quant_conv."],
  [/^decoder\.code\./, "post_quant_conv."],
];

/** The names of attention before diffusers 0.15, which the files of Stable Diffusion 1.5 still have. */
const olderAttention: readonly Rule[] = [
  [/\.to_q\./, ".query."],
  [/\.to_k\./, ".key."],
  [/\.to_v\./, ".value."],
  [/\.to_out\.0\./, ".proj_attn."],
];

export const clipRules: readonly Rule[] = [
  ...leaves,
  [/^(token|position)s\./, "embeddings.$1_embedding."],
  [/^norm\./, "final_layer_norm."],
  [/^layers\./, "encoder.layers."],
  [/\.norm(\d)\./, ".layer_norm$1."],
  [/\.attention\.(q|k|v|out)\./, ".self_attn.$1_proj."],
  [/\.input\./, ".mlp.fc1."],
  [/\.output\./, ".mlp.fc2."],
];

const t5: readonly Rule[] = [
  ...leaves,
  [/^tokens\./, "shared."],
  [/^distances\./, "encoder.block.0.layer.0.SelfAttention.relative_attention_bias."],
  [/^norm\./, "encoder.final_layer_norm."],
  [/^layers\.(\d+)\.norm1\./, "encoder.block.$1.layer.0.layer_norm."],
  [/^layers\.(\d+)\.norm2\./, "encoder.block.$1.layer.1.layer_norm."],
  [/^layers\.(\d+)\.attention\.(q|k|v)\./, "encoder.block.$1.layer.0.SelfAttention.$2."],
  [/^layers\.(\d+)\.attention\.out\./, "encoder.block.$1.layer.0.SelfAttention.o."],
  [/^layers\.(\d+)\.gate\./, "encoder.block.$1.layer.1.DenseReluDense.wi_0."],
  [/^layers\.(\d+)\.input\./, "encoder.block.$1.layer.1.DenseReluDense.wi_1."],
  [/^layers\.(\d+)\.output\./, "encoder.block.$1.layer.1.DenseReluDense.wo."],
];

const mmdit: readonly Rule[] = [
  ...leaves,
  [/^image\./, "x_embedder."],
  [/^text\./, "context_embedder."],
  [/^time\./, "time_text_embed.timestep_embedder."],
  [/^guidance\./, "time_text_embed.guidance_embedder."],
  [/^pooled\./, "time_text_embed.text_embedder."],
  ...dense,
  [/^modulation\./, "norm_out.linear."],
  [/^output\./, "proj_out."],
  [/^single\.(\d+)\.modulation\./, "single.$1.norm.linear."],
  [/^single\.(\d+)\.(q|k|v)\./, "single.$1.attn.to_$2."],
  [/^single\.(\d+)\.(q|k)Norm\./, "single.$1.attn.norm_$2."],
  [/^single\.(\d+)\.input\./, "single.$1.proj_mlp."],
  [/^single\.(\d+)\.output\./, "single.$1.proj_out."],
  [/^single\./, "single_transformer_blocks."],
  [/^double\.(\d+)\.image\.modulation\./, "double.$1.norm1.linear."],
  [/^double\.(\d+)\.text\.modulation\./, "double.$1.norm1_context.linear."],
  [/^double\.(\d+)\.image\.(q|k|v)\./, "double.$1.attn.to_$2."],
  [/^double\.(\d+)\.text\.(q|k|v)\./, "double.$1.attn.add_$2_proj."],
  [/^double\.(\d+)\.image\.(q|k)Norm\./, "double.$1.attn.norm_$2."],
  [/^double\.(\d+)\.text\.(q|k)Norm\./, "double.$1.attn.norm_added_$2."],
  [/^double\.(\d+)\.image\.out\./, "double.$1.attn.to_out.0."],
  [/^double\.(\d+)\.text\.out\./, "double.$1.attn.to_add_out."],
  [/^double\.(\d+)\.image\.input\./, "double.$1.ff.net.0.proj."],
  [/^double\.(\d+)\.image\.output\./, "double.$1.ff.net.2."],
  [/^double\.(\d+)\.text\.input\./, "double.$1.ff_context.net.0.proj."],
  [/^double\.(\d+)\.text\.output\./, "double.$1.ff_context.net.2."],
  [/^double\./, "transformer_blocks."],
];

const renames: Record<PartNetwork["kind"], (name: string) => string[]> = {
  unet: (name) => [renamed(name, unet)],
  mmdit: (name) => [renamed(name, mmdit)],
  autoencoder: (name) => {
    const usual = renamed(name, autoencoder);
    return [usual, renamed(usual, olderAttention)];
  },
  "clip-text": (name) => {
    const own = renamed(name, clipRules);
    // transformers 5 leaves the first part out where there is no projection.
    return own.startsWith("projection.") ? [`text_${own}`] : [`text_model.${own}`, own];
  },
  t5: (name) => {
    const usual = renamed(name, t5);
    return usual === "shared.weight" ? [usual, "encoder.embed_tokens.weight"] : [usual];
  },
};
