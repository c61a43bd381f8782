/** What all trained models have in common. */
import { toImages, toPoints, toTensor } from "../core/convert.ts";
import type { AnyTensor, Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import type { HostValues } from "../core/values.ts";
import type { Denoiser } from "../process/denoiser.ts";
import type { Target } from "../process/target.ts";
import type { Level } from "../schedule/level.ts";
import { disposeParameters } from "./parameters.ts";

/** Besides x, what a model is told. */
export interface ApplyOptions<Condition = unknown> {
  /** The time of each row, as in {@link Level}. */
  t: Tensor<"batch">;
  /** What to predict, a row for each row of x, on the host; without it, data of all kinds. */
  condition?: Condition | undefined;
}

/**
 * A denoiser with parameters: `apply` is a pure function of them, and the record keeps the ones that are in use.
 *
 * Training puts new tensors into `parameters`; what works on a tree of tensors (a running mean, low-rank adapters, a
 * file) needs to know nothing of the architecture.
 */
export interface Model<P extends object = object, X extends HostValues = HostValues, Condition = unknown>
  extends Denoiser<X, Condition> {
  /** The architecture: "mlp", "unet". */
  readonly kind: string;
  /** What the architecture was made with; plain data, enough to make it again. */
  readonly config: object;
  readonly shape: readonly number[];
  /** The model owns these tensors. */
  parameters: P;
  /** What it was trained to predict. */
  predicts: Target;
  /**
   * The network: a prediction for each row, [batch, ...shape]; the caller owns it. Gradients flow to x and to the
   * parameters, which are borrowed.
   */
  apply(parameters: P, x: Tensor, options: ApplyOptions<Condition>): AnyTensor;
  /** Frees the parameters. */
  dispose(): void;
}

type Parts<P extends object, X extends HostValues, Condition> = Pick<
  Model<P, X, Condition>,
  "kind" | "config" | "shape" | "parameters" | "apply" | "embed"
> & { predicts?: Target };

/**
 * Makes a model of its parts: adds `predict`, from host records to host records, and `dispose`.
 */
export function modelOf<P extends object, X extends HostValues, Condition>(
  parts: Parts<P, X, Condition>,
): Model<P, X, Condition> {
  return {
    predicts: "eps",
    ...parts,
    async predict(x: X, level: Level, condition?: Condition): Promise<X> {
      const y = tf.tidy(() =>
        this.apply(this.parameters, toTensor(x), { t: tf.fill([x.count], level.t), condition }),
      );
      try {
        return (await ("height" in x ? toImages(y) : toPoints(y))) as X;
      } finally {
        y.dispose();
      }
    },
    dispose() {
      disposeParameters(this.parameters);
    },
  };
}
