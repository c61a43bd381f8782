import { checkPositive } from "../core/check.ts";
import { combine } from "../core/combine.ts";
import type { HostValues } from "../core/values.ts";
import type { Denoiser } from "./denoiser.ts";

/** The factors that keep a network's input and output at unit variance at every σ. */
export interface Preconditioning {
  /** How much of x the denoiser keeps. */
  skip: number;
  /** The factor of the network's output. */
  out: number;
  /** The factor of the network's input. */
  in: number;
  /** What the network is told in place of σ. */
  noise: number;
}

/**
 * Returns the preconditioning of EDM: D(x, σ) = c_skip·x + c_out·F(c_in·x, c_noise), F the bare network.
 *
 * c_skip = σ_d²/(σ² + σ_d²), c_out = σ·σ_d/√(σ² + σ_d²), c_in = 1/√(σ² + σ_d²), c_noise = ln(σ)/4
 *
 * Karras et al. 2022, "Elucidating the Design Space of Diffusion-Based Generative Models", table 1.
 *
 * @param sigma The noise level, above 0.
 * @param options
 * @param options.sigmaData σ_d, the deviation of the data. Default: 0.5.
 * @throws {RangeError} If a number is not above 0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { edmPreconditioning } from "noisebook";
 *
 * const { skip, out } = edmPreconditioning(0.5, { sigmaData: 0.5 });
 * assert.deepEqual([skip, out.toFixed(6)], [0.5, "0.353553"]);
 * ```
 */
export function edmPreconditioning(
  sigma: number,
  { sigmaData = 0.5 }: { sigmaData?: number } = {},
): Preconditioning {
  const doing = "compute EDM's preconditioning";
  checkPositive(sigma, { doing, name: "sigma" });
  checkPositive(sigmaData, { doing, name: "sigmaData" });
  const norm = Math.hypot(sigma, sigmaData);
  return {
    skip: sigmaData ** 2 / (sigma ** 2 + sigmaData ** 2),
    out: (sigma * sigmaData) / norm,
    in: 1 / norm,
    noise: Math.log(sigma) / 4,
  };
}

/** A bare network: of the scaled input and the number that stands for its noise. */
export type Network<X extends HostValues, Condition = unknown> = (
  x: X,
  noise: number,
  condition?: Condition,
) => X | Promise<X>;

/**
 * Makes a denoiser from a bare network, as EDM does; see `edmPreconditioning`.
 *
 * @example A network that returns 0 leaves the part of x that is worth keeping
 * ```ts
 * import assert from "node:assert/strict";
 * import { combine, edmDenoiser, sigmaLevel } from "noisebook";
 *
 * const denoiser = edmDenoiser((x) => combine([0, x]), { sigmaData: 1 });
 * const x = { data: Float64Array.of(4), count: 1, dim: 1 };
 * assert.equal((await denoiser.predict(x, sigmaLevel(1))).data[0].toFixed(9), "2.000000000");
 * ```
 */
export function edmDenoiser<X extends HostValues, Condition>(
  network: Network<X, Condition>,
  options: { sigmaData?: number } = {},
): Denoiser<X, Condition> {
  return {
    predicts: "x0",
    async predict(x, { a, sigma }, condition) {
      const c = edmPreconditioning(sigma, options);
      const output = await network(combine([c.in / a, x]), c.noise, condition);
      return combine([c.skip / a, x], [c.out, output]);
    },
  };
}
