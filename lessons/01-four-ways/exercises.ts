/** The exercises of lesson 1, four ways to make pictures, with the wrong ideas that their checks know by name. */
import { divergence } from "./divergence.ts";
import { drawCode } from "./draw-code.ts";
import { nearest } from "./nearest.ts";
import { windowFilter } from "./window-filter.ts";

/** By name, in the order of the lesson. */
export const exercises = { drawCode, divergence, windowFilter, nearest };
