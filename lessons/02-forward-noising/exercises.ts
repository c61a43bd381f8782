/** The exercises of lesson 2, forward noising, with the wrong ideas that their checks know by name. */
import { halfway } from "./halfway.ts";
import { noise } from "./noise.ts";
import { noisePicture } from "./noise-picture.ts";
import { whichNoise } from "./which-noise.ts";

/** By name, in the order of the lesson. */
export const exercises = { noise, noisePicture, whichNoise, halfway };
