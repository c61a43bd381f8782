/** The exercises of lesson 9, flow matching, with the wrong ideas that their checks know by name. */
import { ends } from "./ends.ts";
import { flowBatch } from "./flow-batch.ts";
import { flowStep } from "./flow-step.ts";
import { shiftedTimes } from "./shifted-times.ts";

/** By name, in the order of the lesson. */
export const exercises = { flowBatch, ends, flowStep, shiftedTimes };
