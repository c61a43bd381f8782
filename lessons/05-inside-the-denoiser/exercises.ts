/** The exercises of lesson 5, inside the denoiser, with the wrong ideas that their checks know by name. */
import { attend } from "./attend.ts";
import { embedTime } from "./embed-time.ts";
import { residual } from "./residual.ts";
import { residualCount } from "./residual-count.ts";
import { siluSlope } from "./silu-slope.ts";

/** By name, in the order of the lesson. */
export const exercises = { embedTime, residual, siluSlope, attend, residualCount };
