/** The exercises of lesson 7, DDPM and DDIM, with the wrong ideas that their checks know by name. */
import { chosenSteps } from "./chosen-steps.ts";
import { ddimStep } from "./ddim-step.ts";
import { etaStep } from "./eta-step.ts";
import { posterior } from "./posterior.ts";

/** By name, in the order of the lesson. */
export const exercises = { posterior, ddimStep, etaStep, chosenSteps };
