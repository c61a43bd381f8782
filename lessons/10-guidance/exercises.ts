/** The exercises of lesson 10, conditioning and guidance, with the wrong ideas that their checks know by name. */
import { dropLabels } from "./drop-labels.ts";
import { guideByScale } from "./guide-by-scale.ts";
import { guideByWeight } from "./guide-by-weight.ts";
import { rescaled } from "./rescaled.ts";

/** By name, in the order of the lesson. */
export const exercises = { dropLabels, guideByScale, guideByWeight, rescaled };
