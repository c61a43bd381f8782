/** The exercises of lesson 4, what to predict, with the wrong ideas that their checks know by name. */
import { clipBoth } from "./clip-both.ts";
import { denoise } from "./denoise.ts";
import { excessLoss } from "./excess-loss.ts";
import { minSnr } from "./min-snr.ts";

import { triangle } from "./triangle.ts";

/** By name, in the order of the lesson. */
export const exercises = { triangle, clipBoth, denoise, excessLoss, minSnr };
