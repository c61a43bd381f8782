/** The exercises of lesson 16, evaluate, label, release, with the wrong ideas that their checks know by name. */
import { distanceAtInfinity } from "./distance-at-infinity.ts";
import { kappa } from "./kappa.ts";
import { kernelDistanceByHand } from "./kernel-distance-by-hand.ts";
import { readWatermark } from "./read-watermark.ts";

/** By name, in the order of the lesson. */
export const exercises = { kappa, distanceAtInfinity, kernelDistanceByHand, readWatermark };
