/** What cannot be measured of the shipped models: the words of their cards. */
import type { ModelCard, ShippedModels } from "../../lib/index.ts";

export type Words = Pick<ModelCard, "summary" | "licence" | "use" | "misuse" | "faults"> & {
  /** The set that it learned from. */
  data: string;
};

const emojiLicence = "Apache-2.0 AND MIT AND CC-BY-4.0";

export const about: Record<keyof ShippedModels, Words> = {
  shapes16: {
    data: "shapes",
    summary:
      "Draws one circle, square or triangle on white, 16 × 16, from a caption such as “a small red circle”.",
    licence: "MIT",
    use: "Lessons about sampling, guidance, editing and fine-tuning: what it draws can be checked by rule.",
    misuse: "Anything but shapes: it knows 17 words.",
    faults: [
      "Two objects were in no training picture, and come out badly.",
      "Without guidance about one picture in thirteen is wrong.",
    ],
  },
  faces16: {
    data: "faces16",
    summary: "Draws pixel-art faces, 16 × 16, from captions that name mood, skin, eyes, hair and clothes.",
    licence: "CC0-1.0",
    use: "Lessons about fine-tuning, editing, audits and evaluation.",
    misuse: "Pictures of real people: it has seen drawings of nobody, and no photograph.",
    faults: [
      "Pixels are softer than those of the set, which has few flat colours.",
      "Earrings are almost never drawn; the eyes are wrong in one picture of five, and so is the mood. All is right in half of them.",
    ],
  },
  "emoji-clip": {
    data: "emoji",
    summary:
      "Compares emoji of 16 × 16 with names: a CLIP that learned Noto's and Twemoji's drawings, not Fluent's.",
    licence: emojiLicence,
    use: "Lesson 11, and judging whether a drawn emoji shows what was asked for.",
    misuse: "Photographs and sentences: its words are the names of 1,585 emoji.",
    faults: [
      "It looks at the style as well as at the concept: one that it has not seen costs it most of its certainty.",
      "A word that is in one name only is known by that one picture.",
    ],
  },
  "emoji-autoencoder": {
    data: "emoji",
    summary: "Turns an emoji of 32 × 32 × 3 into a code of 8 × 8 × 4, a twelfth of the numbers, and back.",
    licence: emojiLicence,
    use: "Lesson 12, and latent diffusion on emoji.",
    misuse: "Photographs: it has seen flat drawings on white.",
    faults: ["Thin lines and eyes come back soft: it learned by squared error alone, without a critic."],
  },
  "emoji-latent": {
    data: "emoji",
    summary:
      "Draws emoji in a named style, as codes of the shipped autoencoder: “noto red heart”, “twemoji dog face”, “fluent-emoji-flat pizza”.",
    licence: emojiLicence,
    use: "Lessons 12 and 13: latent diffusion, and adapters to a fourth style.",
    misuse: "Judging how new its pictures are: it is small, and it has seen every name that it knows.",
    faults: [
      "Few concepts can be named at sight, such as a heart or a round yellow face; most come out as a patch of about the right colours.",
      "What the autoencoder loses is lost here too.",
    ],
  },
};
