/** The exercises of lesson 15, data matters, with the wrong ideas that their checks know by name. */
import { averageHash } from "./average-hash.ts";
import { influenceOf } from "./influence-of.ts";
import { recallAndPrecision } from "./recall-and-precision.ts";
import { rowWeights } from "./row-weights.ts";

/** By name, in the order of the lesson. */
export const exercises = { recallAndPrecision, averageHash, rowWeights, influenceOf };
