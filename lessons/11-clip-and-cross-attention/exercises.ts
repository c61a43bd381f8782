/** The exercises of lesson 11, CLIP and cross-attention, with the wrong ideas that their checks know by name. */
import { crossAttention } from "./cross-attention.ts";
import { infoNce } from "./info-nce.ts";
import { infoNceGradient } from "./info-nce-gradient.ts";
import { swapWord } from "./swap-word.ts";

/** By name, in the order of the lesson. */
export const exercises = { infoNce, infoNceGradient, crossAttention, swapWord };
