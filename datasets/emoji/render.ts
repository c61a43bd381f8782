import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CaptionLine } from "../../lib/data/captions.ts";
import type { Tiles } from "../../lib/data/sheet.ts";
import { npmPackage } from "../packages.ts";
import { rasterise } from "../rasterise.ts";

/** The four drawings of every concept: name of the style → package, version and licence. */
export const styles = {
  noto: { package: "@iconify-json/noto", version: "1.2.9", licence: "Apache-2.0" },
  "fluent-emoji-flat": { package: "@iconify-json/fluent-emoji-flat", version: "1.2.6", licence: "MIT" },
  twemoji: { package: "@iconify-json/twemoji", version: "1.2.5", licence: "CC-BY-4.0" },
  openmoji: { package: "@iconify-json/openmoji", version: "1.2.29", licence: "CC-BY-SA-4.0" },
};
export type StyleName = keyof typeof styles;

const size = 32;
const drawnAt = 128;

/** Icons that the renderer cannot draw. */
const denied = new Set(["package", "rainbow-flag"]);

interface Icon {
  body: string;
  left?: number;
  top?: number;
  width?: number;
  height?: number;
}
interface IconSet {
  icons: Record<string, Icon>;
  width: number;
  height: number;
  chars: Record<string, string>;
}

/** The concepts that all four styles draw, flags left out: captions are Unicode's English names by way of emojibase. */
export async function concepts(): Promise<CaptionLine[]> {
  const folder = await npmPackage("emojibase-data", "17.0.0");
  const emoji = await readJson<Emoji[]>(join(folder, "en/data.json"));
  const { groups, subgroups } = await readJson<Meta>(join(folder, "meta/groups.json"));
  const sets = await Promise.all((Object.keys(styles) as StyleName[]).map(iconSet));
  return emoji.flatMap(({ label, hexcode, tags = [], group, subgroup }) => {
    const id = keyOf(hexcode);
    if (group === undefined || ["component", "flags"].includes(groups[group])) return [];
    if (sets.some((set) => !set.chars[id] || denied.has(set.chars[id]))) return [];
    const attributes = { subgroup: subgroups[subgroup!] };
    const concept = ungendered(id);
    return [
      {
        id,
        ...(concept !== id && { concept }),
        caption: label.toLowerCase(),
        tags,
        group: groups[group],
        attributes,
      },
    ];
  });
}

/** The person's code points for the man's and the woman's: some styles draw the three alike, pixel by pixel. */
function ungendered(id: string): string {
  return id.replace(/-200d-264[02]/, "").replace(/^1f46[89](?=-|$)/, "1f9d1");
}

interface Emoji {
  label: string;
  hexcode: string;
  tags?: string[];
  group?: number;
  subgroup?: number;
}
interface Meta {
  groups: Record<string, string>;
  subgroups: Record<string, string>;
}

/** Draws these concepts in one style: at 128 pixels, then the mean of every block of 4×4. */
export async function draw(style: StyleName, lines: CaptionLine[]): Promise<Tiles> {
  const set = await iconSet(style);
  const data = new Uint8Array(lines.length * size * size * 3);
  for (const [tile, { id }] of lines.entries()) {
    const large = await rasterise(toSvg(set, set.chars[id]), drawnAt);
    data.set(shrink(large.data), tile * size * size * 3);
  }
  return { data, count: lines.length, size, channels: 3 };
}

async function iconSet(style: StyleName): Promise<IconSet> {
  const folder = await npmPackage(styles[style].package, styles[style].version);
  const icons = await readJson<Omit<IconSet, "chars">>(join(folder, "icons.json"));
  const chars = await readJson<Record<string, string>>(join(folder, "chars.json"));
  return {
    ...icons,
    chars: Object.fromEntries(Object.entries(chars).map(([code, name]) => [keyOf(code), name])),
  };
}

/** Code points in lower case, without the sign that asks for a coloured picture and without leading zeros. */
function keyOf(hexcode: string): string {
  const points = hexcode.toLowerCase().split("-");
  return points
    .filter((point) => point !== "fe0f")
    .map((point) => point.replace(/^0+/, ""))
    .join("-");
}

/** An icon as a square SVG file; one that is not square is padded on its short sides. */
function toSvg(set: IconSet, name: string): string {
  const { body, left = 0, top = 0, width = set.width, height = set.height } = set.icons[name];
  const side = Math.max(width, height);
  const box = [left - (side - width) / 2, top - (side - height) / 2, side, side].join(" ");
  const drawing = body.replaceAll("currentColor", "#000");
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="${box}">${drawing}</svg>`;
}

/** The mean of every block, rounded: over white, so no colour bleeds from where nothing is drawn. */
function shrink(large: Uint8Array): Uint8Array {
  const block = drawnAt / size;
  const sums = new Uint32Array(size * size * 3);
  large.forEach((value, at) => {
    const pixel = Math.floor(at / 3);
    const y = Math.floor(pixel / drawnAt / block);
    const x = Math.floor((pixel % drawnAt) / block);
    sums[(y * size + x) * 3 + (at % 3)] += value;
  });
  return Uint8Array.from(sums, (sum) => Math.round(sum / block ** 2));
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, "utf8"));
}
