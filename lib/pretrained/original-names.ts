/** What tensors are called in single-file checkpoints of Stable Diffusion, whose names are those of the first programs. */
import type { AutoencoderConfig } from "../model/autoencoder-config.ts";
import { type FullUnetConfig, fullUnetConfig } from "../model/unet-config.ts";
import { clipRules, type Place, placesOf, renamed, transformerRules } from "./names.ts";
import type { PartNetwork } from "./part.ts";

export interface OriginalOptions {
  /** Where the part's names begin: "model.diffusion_model.". */
  prefix: string;
  /** Whether the text tower is OpenCLIP's, with names of its own. */
  isOpenClip?: boolean;
}

/**
 * The names in a single-file checkpoint for each of a part's tensors.
 *
 * @throws {RangeError} If single files of this kind of part are not known.
 */
export function originalPlaces(
  network: PartNetwork,
  { prefix, isOpenClip }: OriginalOptions,
): Map<string, Place> {
  const place = placer(network, isOpenClip === true);
  return placesOf(network, (name) => {
    const { names, ...rest } = place(name);
    return { names: names.map((own) => prefix + own), ...rest };
  });
}

function placer(network: PartNetwork, isOpenClip: boolean): (name: string) => Place {
  switch (network.kind) {
    case "unet":
      return unetPlace(fullUnetConfig(network.config));
    case "autoencoder":
      return autoencoderPlace(network.config);
    case "clip-text":
      return isOpenClip ? openClipPlace : (name) => ({ names: [`text_model.${renamed(name, clipRules)}`] });
    default:
      throw new RangeError(`Cannot open the file: a ${network.kind} is only read from diffusers' layout`);
  }
}

const leaves = [
  [/\.(gamma|table)$/, ".weight"],
  [/\.beta$/, ".bias"],
] as const;

const residual = [
  [/\.norm1\./, ".in_layers.0."],
  [/\.conv1\./, ".in_layers.2."],
  [/\.time\./, ".emb_layers.1."],
  [/\.norm2\./, ".out_layers.0."],
  [/\.conv2\./, ".out_layers.3."],
  [/\.skip\./, ".skip_connection."],
] as const;

const ends = [
  [/^time\.dense1\./, "time_embed.0."],
  [/^time\.dense2\./, "time_embed.2."],
  [/^added\.dense1\./, "label_emb.0.0."],
  [/^added\.dense2\./, "label_emb.0.2."],
  [/^input\./, "input_blocks.0.0."],
  [/^norm\./, "out.0."],
  [/^output\./, "out.2."],
  [/^middle\.block1\./, "middle_block.0."],
  [/^middle\.transformer\./, "middle_block.1."],
  [/^middle\.block2\./, "middle_block.2."],
] as const;

/** All blocks are counted through, on the way down with the input and what halves, on the way up with what doubles. */
function unetPlace({ channels, blocks, attention }: FullUnetConfig): (name: string) => Place {
  const count = channels.length;
  const inputs = (level: number, block: number) => 1 + level * (blocks + 1) + block;
  const outputs = (level: number, block: number) => level * (blocks + 1) + block;
  return (name) => {
    const isResidual = /residual|^middle\.block/.test(name);
    const inner = renamed(renamed(name, leaves), isResidual ? residual : transformerRules);
    const [way, rest] = [inner.slice(0, inner.indexOf(".")), inner.slice(inner.indexOf(".") + 1)];
    if (way !== "down" && way !== "up") return { names: [renamed(inner, ends)] };
    const [level, part, ...more] = rest.split(".");
    const stack = way === "down" ? "input_blocks" : "output_blocks";
    if (part === "downsample")
      return { names: [`${stack}.${inputs(+level, blocks)}.0.op.${more.join(".")}`] };
    if (part === "upsample") {
      const own = attention[count - 1 - +level] > 0 ? 2 : 1;
      return { names: [`${stack}.${outputs(+level, blocks)}.${own}.conv.${more.join(".")}`] };
    }
    const [block, kind, ...tensor] = more;
    const at = way === "down" ? inputs(+level, +block) : outputs(+level, +block);
    return { names: [`${stack}.${at}.${kind === "residual" ? 0 : 1}.${tensor.join(".")}`] };
  };
}

const autoencoder = [
  ...leaves,
  [/^encoder\.moments\./, "quant_conv."],
  [/^decoder\.code\./, "post_quant_conv."],
  [/^(encoder|decoder)\.(in|out)put\./, "$1.conv_$2."],
  [/^(encoder|decoder)\.norm\./, "$1.norm_out."],
  [/middle\.block(\d)\./, "mid.block_$1."],
  [/middle\.norm\./, "mid.attn_1.norm."],
  [/middle\.attention\.(q|k|v)\./, "mid.attn_1.$1."],
  [/middle\.attention\.out\./, "mid.attn_1.proj_out."],
  [/\.(down|up)\.(\d+)\.blocks\.(\d+)\./, ".$1.$2.block.$3."],
  [/\.skip\./, ".nin_shortcut."],
] as const;

/** On the way up the levels are counted from the largest picture. */
function autoencoderPlace({ channels }: AutoencoderConfig): (name: string) => Place {
  const last = channels.length - 1;
  return (name) => {
    const down = name.replace(/^(encoder\.down\.\d+\.downsample)\./, "$1.conv.");
    const up = down.replace(
      /^decoder\.up\.(\d+)\.(upsample\.|)/,
      (_, level, part) => `decoder.up.${last - Number(level)}.${part ? "upsample.conv." : ""}`,
    );
    return { names: [renamed(up, autoencoder)] };
  };
}

const openClip = [
  ...leaves,
  [/^tokens\./, "token_embedding."],
  [/^positions\.weight$/, "positional_embedding"],
  [/^norm\./, "ln_final."],
  [/^projection\.weight$/, "text_projection"],
  [/^layers\./, "transformer.resblocks."],
  [/\.norm(\d)\./, ".ln_$1."],
  [/\.input\./, ".mlp.c_fc."],
  [/\.output\./, ".mlp.c_proj."],
  [/\.attention\.out\./, ".attn.out_proj."],
  [/\.attention\.[qkv]\./, ".attn.in_proj_"],
] as const;

/** Queries, keys and values lie in one tensor. */
function openClipPlace(name: string): Place {
  const own = renamed(name, openClip);
  const part = /\.attention\.([qkv])\./.exec(name)?.[1];
  if (part) return { names: [own], part: ["qkv".indexOf(part), 3] };
  return own === "text_projection" ? { names: [own], straight: true } : { names: [own] };
}
