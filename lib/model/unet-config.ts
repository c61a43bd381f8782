import { checkInteger, checkOneOf, show } from "../core/check.ts";
import { type TextConfig, textDefaults } from "./text-encoder.ts";
import { type TimeKind, timeKinds } from "./time.ts";

/** What else a U-Net is told of the picture, as Stable Diffusion XL's is: Podell et al. 2023, section 2.2. */
export interface AddedConfig {
  /** Channels of the vector that stands for the whole text. */
  pooled: number;
  /** How many numbers, such as the sizes before and after cropping. Default: 6. */
  numbers?: number;
  /** Sines and cosines of each number. Default: 256. */
  waves?: number;
}

export interface UnetConfig {
  /** Height, width and channels of a picture. */
  image: readonly [height: number, width: number, channels: number];
  /** Channels of each level; the picture is halved from level to level. */
  channels: readonly number[];
  /** Residual blocks of each level on the way down. Default: 1. */
  blocks?: number;
  /** Layers of attention after each residual block, for each level. Default: 1 on the lowest level, 0 above. */
  attention?: readonly number[];
  /** Layers of attention in the middle. Default: 1. */
  middle?: number;
  /** Attention heads, of all levels or of each. Default: 4. */
  heads?: number | readonly number[];
  /** Groups of the group norms. Default: 8. */
  groups?: number;
  /** Features of the time. Default: 4 times the first level's channels. */
  timeWidth?: number;
  /** Hidden units of the transformers' feed-forward part for each channel; 0 leaves it out. Default: 0. */
  feedForward?: number;
  /** Whether each transformer has a group norm and a dense layer before it, and one after it. Default: false. */
  projection?: boolean;
  /**
   * What the way up is given of the way down: what every residual block made ("blocks"), also what the convolutions
   * made, each for a block more on the way up ("all", Ho et al. 2020), or nothing ("none"). Default: "blocks".
   */
  skips?: "blocks" | "all" | "none";
  /** Makes the model read texts: their words, or these with the sizes of the encoder. */
  text?: readonly string[] | TextConfig | undefined;
  /** Makes the model know so many classes. */
  classes?: number | undefined;
  /** Makes the model look at the states of words from elsewhere, with so many channels. */
  context?: number | undefined;
  /** With `context`: makes the model be told a vector of the whole text and numbers besides. */
  added?: AddedConfig | undefined;
  /** What t is. Default: "step". */
  time?: TimeKind;
}

/** A configuration with every choice made. */
export type FullUnetConfig = Required<
  Omit<UnetConfig, "text" | "heads" | "classes" | "context" | "added">
> & {
  heads: readonly number[];
  text?: Required<TextConfig>;
  classes?: number;
  context?: number;
  added?: Required<AddedConfig>;
};

/**
 * Fills in what was left out, and checks that the parts fit each other.
 *
 * @throws {RangeError} If a size is not a whole number from 1, the picture cannot be halved so often, or groups or
 *   heads do not divide the channels.
 */
export function fullUnetConfig(config: UnetConfig): FullUnetConfig {
  const { image, channels, text, classes, context, added, heads = 4, ...rest } = config;
  const levels = channels.length;
  const full: FullUnetConfig = {
    image: [...image],
    channels: [...channels],
    blocks: 1,
    attention: channels.map((_, level) => (level === levels - 1 ? 1 : 0)),
    middle: 1,
    groups: 8,
    timeWidth: 4 * channels[0],
    feedForward: 0,
    projection: false,
    skips: "blocks",
    time: "step",
    ...rest,
    heads: typeof heads === "number" ? channels.map(() => heads) : [...heads],
    ...(text && { text: textDefaults("vocabulary" in text ? text : { vocabulary: [...text] }) }),
    ...(classes !== undefined && { classes }),
    ...(context !== undefined && { context }),
    ...(added && { added: { numbers: 6, waves: 256, ...added } }),
  };
  check(full);
  return full;
}

const doing = "make a U-Net";

function check(config: FullUnetConfig): void {
  const { image, channels, attention, heads, groups, blocks, timeWidth, skips } = config;
  checkOneOf(skips, { doing, name: "skips", names: ["blocks", "all", "none"] });
  checkOneOf(config.time, { doing, name: "time", names: timeKinds });
  for (const [name, value] of Object.entries({ blocks, groups, "half of timeWidth": timeWidth / 2 }))
    checkInteger(value, { doing, name, from: 1 });
  checkInteger(channels.length, { doing, name: "the number of levels", from: 1 });
  for (const [name, list] of Object.entries({ attention, heads }))
    if (list.length !== channels.length)
      throw new RangeError(
        `Cannot ${doing}: ${name} must have ${channels.length} numbers, one for each level, got ${show([...list])}`,
      );
  const factor = 2 ** (channels.length - 1);
  for (const side of image.slice(0, 2))
    if (!(Number.isInteger(side / factor) && side > 0))
      throw new RangeError(
        `Cannot ${doing}: image must have sides that ${channels.length} levels can halve, multiples of ${factor}, got ${side}`,
      );
  channels.forEach((count, level) => {
    const attends = attention[level] > 0 || (level === channels.length - 1 && config.middle > 0);
    for (const [name, parts] of Object.entries({ groups, ...(attends && { heads: heads[level] }) }))
      if (!Number.isInteger(count / parts) || parts < 1)
        throw new RangeError(
          `Cannot ${doing}: ${name} must divide the ${count} channels of level ${level}, got ${parts}`,
        );
  });
  if (config.added && config.context === undefined)
    throw new RangeError(`Cannot ${doing}: added needs context, the states of words that go with it`);
  const conditions = ["text", "classes", "context"].filter((name) => name in config);
  if (conditions.length > 1)
    throw new RangeError(
      `Cannot ${doing}: give one of text, classes and context, got ${conditions.join(" and ")}`,
    );
}
