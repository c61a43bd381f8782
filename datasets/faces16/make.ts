/** Makes this folder: `node dist/datasets/faces16/make.js`. */
import { join } from "node:path";
import { createAvatar, type StyleOptions } from "@dicebear/core";
import * as pixelArt from "@dicebear/pixel-art";
import type { CaptionLine } from "../../lib/data/captions.ts";
import { packageRoot } from "../../lib/data/package-root.ts";
import type { Tiles } from "../../lib/data/sheet.ts";
import { rasterise } from "../rasterise.ts";
import { type MadeSet, writeSet } from "../write-set.ts";
import { card } from "./describe.ts";
import { beards, chances, colours, lips, moods } from "./recipe.ts";

type Options = StyleOptions<pixelArt.Options>;
type Part = "hair" | "eyes" | "glasses" | "hat" | "beard" | "earrings" | "clothes";

const size = 16;

/** `count` faces that differ from each other, from seeds face-0, face-1, … */
export async function makeFaces(count: number): Promise<MadeSet> {
  const seen = new Set<string>();
  const rows: CaptionLine[] = [];
  const data = new Uint8Array(count * size * size * 3);
  for (let seed = 0; rows.length < count; seed++) {
    const { pixels, attributes } = await face(`face-${seed}`);
    const key = Buffer.from(pixels).toString("base64");
    if (seen.has(key)) continue;
    seen.add(key);
    data.set(pixels, rows.length * pixels.length);
    rows.push(describe(`face-${seed}`, attributes));
  }
  const tiles: Tiles = { data, count, size, channels: 3 };
  const origin = { style: "pixel-art", source: "@dicebear/pixel-art@9.4.3", licence: "CC0-1.0" };
  return { card, rows, sheets: [{ path: "faces-16.png", ...origin, tiles }] };
}

/** Draws the face of a seed and says what can be seen of it; a part that cannot be made out is not worn. */
async function face(seed: string): Promise<{ pixels: Uint8Array; attributes: Record<string, string> }> {
  const chosen = choose(seed);
  for (const part of ["hat", "glasses", "beard", "earrings"] as const)
    if (!(await visible(chosen, part))) chosen[`${optionName[part]}Probability`] = 0;
  const attributes: Record<string, string> = { mood: wordFor(moods, chosen.mouth![0]) };
  attributes.skin = wordFor(colours.skin, chosen.skinColor![0]);
  for (const part of ["eyes", "hair", "beard", "earrings", "hat", "glasses", "clothes"] as const)
    if (await visible(chosen, part)) attributes[part] = name(chosen, part);
  attributes.background = wordFor(colours.background, chosen.backgroundColor![0]);
  return { pixels: await draw(chosen), attributes };
}

const optionName = {
  hair: "hair",
  eyes: "eyes",
  glasses: "glasses",
  hat: "hat",
  beard: "beard",
  earrings: "accessories",
  clothes: "clothing",
} as const;

/** Lets the style choose every shape and colour from the seed, and writes each choice down as the only one. */
function choose(seed: string): Options {
  const all = (part: keyof typeof colours) => Object.values<string[]>(colours[part]).flat();
  const { extra } = createAvatar(pixelArt, {
    seed: `${seed} of Noisebook`,
    mouth: Object.values(moods).flat() as never,
    mouthColor: lips,
    beard: beards as never,
    skinColor: all("skin"),
    eyesColor: all("eyes"),
    hairColor: all("hair"),
    hatColor: all("hat"),
    glassesColor: all("glasses"),
    clothingColor: all("clothes"),
    accessoriesColor: all("earrings"),
    backgroundColor: all("background"),
    glassesProbability: chances.glasses,
    hatProbability: chances.hat,
    beardProbability: chances.beard,
    accessoriesProbability: chances.earrings,
  }).toJson();
  const options: Record<string, unknown> = { seed, backgroundColor: [hex(extra.primaryBackgroundColor)] };
  for (const part of ["mouth", "skin", ...Object.values(optionName)]) {
    options[part] = extra[part] === undefined ? [] : [extra[part]];
    options[`${part}Probability`] = extra[part] === undefined ? 0 : 100;
    if (extra[`${part}Color`] !== undefined) options[`${part}Color`] = [hex(extra[`${part}Color`])];
  }
  return options as Options;
}

const hex = (colour: unknown) => String(colour).replace("#", "");

/** Whether the part changes at least two pixels by 32 levels or more. */
async function visible(chosen: Options, part: Part): Promise<boolean> {
  const option = optionName[part];
  const without =
    part === "eyes"
      ? { ...chosen, eyesColor: ["ffffff"] }
      : { ...chosen, [option]: [], [`${option}Probability`]: 0 };
  const [a, b] = [await draw(chosen), await draw(without as Options)];
  let changed = 0;
  for (let at = 0; at < a.length; at += 3)
    if ([0, 1, 2].some((channel) => Math.abs(a[at + channel] - b[at + channel]) >= 32)) changed++;
  return changed >= 2;
}

async function draw(options: Options): Promise<Uint8Array> {
  return (await rasterise(createAvatar(pixelArt, options).toString(), size)).data;
}

function name(chosen: Options, part: Part): string {
  const colour = chosen[`${optionName[part === "beard" ? "hair" : part]}Color`]![0];
  if (part === "beard") return "yes";
  const word = wordFor(colours[part], colour);
  return part === "hair" ? `${chosen.hair![0].slice(0, -2)} ${word}` : word;
}

function wordFor(table: Record<string, string[]>, value: string): string {
  return Object.keys(table).find((word) => table[word].includes(value))!;
}

function describe(id: string, attributes: Record<string, string>): CaptionLine {
  const { mood, skin, eyes, hair, beard, earrings, hat, glasses, clothes, background } = attributes;
  const parts = [
    `${skin} skin`,
    eyes && `${eyes} eyes`,
    hair && `${hair} hair`,
    beard && "a beard",
    earrings && `${earrings} earrings`,
    hat && `a ${hat} hat`,
    glasses && `${glasses} glasses`,
    clothes && `${clothes} clothes`,
  ].filter((part) => part !== undefined);
  const list = `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
  const caption = `a ${mood} face with ${list} on a ${background} background`;
  const tags = ["beard", "earrings", "hat", "glasses"].filter((part) => part in attributes);
  return { id, caption, tags, group: mood, attributes };
}

if (process.argv[1] === import.meta.filename)
  await writeSet(join(packageRoot(), "datasets/faces16"), await makeFaces(4096));
