/** The exercises of lesson 12, latent diffusion, with the wrong ideas that their checks know by name. */
import { backToCode } from "./back-to-code.ts";
import { countAttention } from "./count-attention.ts";
import { countBlock } from "./count-block.ts";
import { scaleFactor } from "./scale-factor.ts";

/** By name, in the order of the lesson. */
export const exercises = { scaleFactor, backToCode, countBlock, countAttention };
