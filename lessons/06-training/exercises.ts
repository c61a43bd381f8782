/** The exercises of lesson 6, training, with the wrong ideas that their checks know by name. */
import { chooseRate } from "./choose-rate.ts";
import { descend } from "./descend.ts";
import { runningMean } from "./running-mean.ts";
import { trainingBatch } from "./training-batch.ts";

/** By name, in the order of the lesson. */
export const exercises = { trainingBatch, descend, runningMean, chooseRate };
