/** The exercises of lesson 14, editing, with the wrong ideas that their checks know by name. */
import { firstStep } from "./first-step.ts";
import { inversionStep } from "./inversion-step.ts";
import { keepRest } from "./keep-rest.ts";
import { onSphere } from "./on-sphere.ts";

/** By name, in the order of the lesson. */
export const exercises = { firstStep, keepRest, inversionStep, onSphere };
