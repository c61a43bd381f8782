import { checkInteger } from "../core/check.ts";
import { sizeOf } from "../core/like.ts";
import { namedTensors } from "./parameters.ts";

/** One layer of a model, or a part of it with all its layers. */
export interface SummaryRow {
  /** Its name: "down.0.blocks.0.residual.conv1". */
  layer: string;
  /** The shape of each of its tensors, by name. */
  shapes: Record<string, number[]>;
  /** How many numbers they hold. */
  parameters: number;
}

export interface Summary {
  rows: SummaryRow[];
  /** All parameters. */
  parameters: number;
  /** Their size in memory, in bytes, as float32. */
  bytes: number;
}

/**
 * Lists what a model's parameters are, layer by layer.
 *
 * @param of A model, its parameters, or a plan: that of Stable Diffusion's U-Net needs no memory for its 860 million
 *   numbers.
 * @param options
 * @param options.depth How many parts of the names make a row; 1 gives "down", "middle", "up". Default: one row for
 *   each layer.
 * @returns Rows in the order of the parameters, and totals.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { densePlan, summary } from "noisebook";
 *
 * const { rows, parameters } = summary({ first: densePlan({ inputs: 4, outputs: 3 }) });
 * assert.deepEqual(rows, [{ layer: "first", shapes: { weight: [4, 3], bias: [3] }, parameters: 15 }]);
 * assert.equal(parameters, 15);
 * ```
 */
export function summary(of: object, { depth }: { depth?: number } = {}): Summary {
  if (depth !== undefined) checkInteger(depth, { doing: "list parameters", name: "depth", from: 1 });
  const rows = new Map<string, SummaryRow>();
  for (const [name, { shape }] of namedTensors("parameters" in of ? (of.parameters as object) : of)) {
    const parts = name.split(".");
    const cut = Math.max(1, Math.min(parts.length - 1, depth ?? Infinity));
    const layer = parts.slice(0, cut).join(".");
    const row = rows.get(layer) ?? { layer, shapes: {}, parameters: 0 };
    row.shapes[parts.slice(cut).join(".")] = [...shape];
    row.parameters += sizeOf(shape);
    rows.set(layer, row);
  }
  const parameters = [...rows.values()].reduce((sum, row) => sum + row.parameters, 0);
  return { rows: [...rows.values()], parameters, bytes: 4 * parameters };
}
