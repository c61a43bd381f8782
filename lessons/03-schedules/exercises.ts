/** The exercises of lesson 3, schedules, with the wrong ideas that their checks know by name. */
import { cosine } from "./cosine.ts";
import { rescale } from "./rescale.ts";
import { snrAfterRescale } from "./snr-after-rescale.ts";
import { trailing } from "./trailing.ts";

/** By name, in the order of the lesson. */
export const exercises = { cosine, rescale, trailing, snrAfterRescale };
