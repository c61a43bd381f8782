import type { Random } from "../core/random.ts";
import type { Split } from "./split.ts";

export interface LoadOptions {
  /** Which side of the split; "all" by default. */
  split?: Split;
  /** Side of the pictures in pixels; the stored side by default. */
  size?: number;
  /** Styles to load, of those on the card; all by default. */
  styles?: string[];
  /** At most so many pictures; of the set "shapes" exactly so many, 8,192 by default. */
  limit?: number;
  /** Draws the order; without it the order is that of the files. Of the set "shapes" it draws the pictures. */
  rng?: Random;
}
