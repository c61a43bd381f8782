/** The exercises of lesson 13, fine-tuning, with the wrong ideas that their checks know by name. */
import { loraLayer } from "./lora-layer.ts";
import { merge } from "./merge.ts";
import { priorLoss } from "./prior-loss.ts";
import { startAdapter } from "./start-adapter.ts";

/** By name, in the order of the lesson. */
export const exercises = { loraLayer, startAdapter, merge, priorLoss };
