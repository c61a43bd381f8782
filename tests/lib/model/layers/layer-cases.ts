/** The layers of layers.py, by the names they have there. */
import type { tf } from "../../../../lib/core/tf.ts";
import {
  attentionPlan,
  conv,
  convPlan,
  dense,
  densePlan,
  embedding,
  embeddingPlan,
  feedForward,
  feedForwardPlan,
  gelu,
  groupNorm,
  layerNorm,
  multiHeadAttention,
  normPlan,
  residualBlock,
  residualBlockPlan,
  rotary,
  silu,
  timeEmbedding,
  transformer,
  transformerPlan,
} from "../../../../lib/index.ts";

export interface LayerCase {
  plan: object;
  run: (parameters: never, ...inputs: tf.Tensor[]) => tf.Tensor;
}

const layerCase = <P extends object>(
  plan: object,
  run: (parameters: P, ...inputs: tf.Tensor[]) => tf.Tensor,
): LayerCase => ({ plan, run: run as LayerCase["run"] });

export const layerCases: Record<string, LayerCase> = {
  dense: layerCase(densePlan({ inputs: 4, outputs: 3 }), dense),
  "dense without bias": layerCase(densePlan({ inputs: 4, outputs: 3, bias: false }), dense),
  conv: layerCase(convPlan({ inputs: 3, outputs: 4 }), (p: Parameters<typeof conv>[0], x) => conv(p, x)),
  "conv with stride 2": layerCase(convPlan({ inputs: 3, outputs: 4 }), (p: Parameters<typeof conv>[0], x) =>
    conv(p, x, { stride: 2 }),
  ),
  "conv of size 1": layerCase(
    convPlan({ inputs: 3, outputs: 4, size: 1 }),
    (p: Parameters<typeof conv>[0], x) => conv(p, x),
  ),
  groupNorm: layerCase(normPlan({ channels: 8 }), (p: Parameters<typeof groupNorm>[0], x) =>
    groupNorm(p, x, { groups: 4 }),
  ),
  "groupNorm and silu": layerCase(normPlan({ channels: 8 }), (p: Parameters<typeof groupNorm>[0], x) =>
    groupNorm(p, x, { groups: 2, activation: "silu" }),
  ),
  layerNorm: layerCase(normPlan({ channels: 8 }), (p: Parameters<typeof layerNorm>[0], x) => layerNorm(p, x)),
  silu: layerCase({}, (_, x) => silu(x.mul(3))),
  gelu: layerCase({}, (_, x) => gelu(x.mul(3))),
  embedding: layerCase(embeddingPlan({ items: 6, width: 3 }), (p: Parameters<typeof embedding>[0]) =>
    embedding(p, [2, 0, 2, 5]),
  ),
  timeEmbedding: layerCase({}, (_, t) => timeEmbedding(t.add(1).mul(4), { width: 16 })),
  "self-attention, 1 head": layerCase(
    attentionPlan({ channels: 8 }),
    (p: Parameters<typeof multiHeadAttention>[0], x) => multiHeadAttention(p, x, { heads: 1 }),
  ),
  "self-attention, 4 heads": layerCase(
    attentionPlan({ channels: 8 }),
    (p: Parameters<typeof multiHeadAttention>[0], x) => multiHeadAttention(p, x, { heads: 4 }),
  ),
  "cross-attention": layerCase(
    attentionPlan({ channels: 8, context: 5 }),
    (p: Parameters<typeof multiHeadAttention>[0], x, context) =>
      multiHeadAttention(p, x, { heads: 2, context }),
  ),
  feedForward: layerCase(feedForwardPlan({ channels: 8 }), (p: Parameters<typeof feedForward>[0], x) =>
    feedForward(p, x),
  ),
  rotary: layerCase({}, (_, x) => rotary(x)),
  residualBlock: layerCase(
    residualBlockPlan({ inputs: 8, outputs: 8, time: 6 }),
    (p: Parameters<typeof residualBlock>[0], x, time) => residualBlock(p, x, { groups: 4, time }),
  ),
  "residualBlock to other channels": layerCase(
    residualBlockPlan({ inputs: 8, outputs: 12, time: 6 }),
    (p: Parameters<typeof residualBlock>[0], x, time) => residualBlock(p, x, { groups: 4, time }),
  ),
  transformer: layerCase(
    transformerPlan({ channels: 8, depth: 1, context: 5, feedForward: 4, projection: true }),
    (p: Parameters<typeof transformer>[0], x, context) => transformer(p, x, { heads: 2, groups: 4, context }),
  ),
};
