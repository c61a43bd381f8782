/** What may be drawn and what each choice is called: shapes and colours of the style, under the words of the captions. */

/** Word → the style's mouths that truly look so; the style's own "happy" and "sad" are wider. */
export const moods: Record<string, string[]> = {
  smiling: ["happy06", "happy07", "happy08", "happy09", "happy10", "happy11"],
  sad: ["sad01", "sad02", "sad03", "sad08", "sad09", "sad10"],
  surprised: ["happy01", "happy12", "happy13", "happy01", "happy12", "happy13"],
};

/** Part → word → colours that the word stands for. */
export const colours = {
  skin: {
    light: ["ffdbac", "f5cfa0"],
    "medium-light": ["eac393", "e0b687"],
    medium: ["cb9e6e", "b68655"],
    "medium-dark": ["a26d3d", "95602f"],
    dark: ["7d4a1e", "623712"],
  },
  eyes: { blue: ["3a7bd5"], green: ["3aa35a"], brown: ["7b4a21"] },
  hair: {
    blond: ["e3c068", "cab188"],
    brown: ["83623b", "603a14"],
    black: ["28150a", "1d1b1b"],
    red: ["bd1700", "a8321a"],
    grey: ["a9a9a9", "8c8c8c"],
    blue: ["009bbd"],
    green: ["5fae1c"],
  },
  earrings: { gold: ["daa520", "ffd700"], silver: ["d3d3d3", "bfc4c9"] },
  hat: {
    red: ["a62116"],
    blue: ["2663a3"],
    green: ["3d8a6b"],
    purple: ["614f8a"],
    pink: ["cc6192"],
    grey: ["898989"],
  },
  glasses: { black: ["191919", "323232"], red: ["d11a1a"], blue: ["2456b8"], white: ["f4f4f4"] },
  clothes: {
    blue: ["428bca", "03396c"],
    green: ["44c585", "00b159"],
    red: ["d11141", "ae0001"],
    yellow: ["ffd969", "ffc425"],
    purple: ["7d4fb0"],
    orange: ["ff8c2b"],
  },
  background: {
    white: ["ffffff"],
    grey: ["9aa0a6"],
    pink: ["f7a8c4"],
    blue: ["7fb8f0"],
    yellow: ["f7e07a"],
    green: ["8fd694"],
    purple: ["b39ddb"],
    orange: ["f5a65b"],
  },
} satisfies Record<string, Record<string, string[]>>;

/** Reds that stand out from every skin. */
export const lips = ["de0f0d", "a80f2f", "e0405a"];

/** Chance of each part that a face may lack, in percent. */
export const chances = { glasses: 35, hat: 15, beard: 20, earrings: 15 };

/** The fuller beards: the other shapes of the style are drawn on the neck. */
export const beards = ["variant01", "variant05", "variant06", "variant07", "variant08"];
