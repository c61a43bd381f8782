/** The exercises of lesson 8, solvers, with the wrong ideas that their checks know by name. */
import { heunStep } from "./heun-step.ts";
import { order } from "./order.ts";
import { sigmaList } from "./sigma-list.ts";
import { twoStep } from "./two-step.ts";

/** By name, in the order of the lesson. */
export const exercises = { heunStep, order, twoStep, sigmaList };
