import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Card } from "./card.ts";
import { datasetsFolder, readCard, readData, refuseOther } from "./shipped.ts";

/**
 * Reads the 48,894 merges of CLIP's byte-pair encoding, first merged first: pairs of pieces, "</w>" ends a word.
 *
 * Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision", section 2.4.
 *
 * @throws {Error} If the file is missing or its content is not what the card says.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { loadMerges } from "noisebook";
 *
 * const merges = await loadMerges();
 * assert.deepEqual([merges.length, merges[0]], [48894, ["i", "n"]]);
 * ```
 */
export async function loadMerges(): Promise<[string, string][]> {
  const folder = join(datasetsFolder(), "text");
  const text = (await readTable(folder, await readCard(folder), "clip-merges.txt.gz")).toString("utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" ") as [string, string]);
}

/** Vectors of words: row i of `data` belongs to words[i]. */
export interface WordVectors {
  words: string[];
  data: Float32Array;
  dim: number;
}

/**
 * Reads the 100-dimensional GloVe vectors of 4,096 words: those of the shipped captions, and the most frequent others.
 *
 * They are stored as bytes q with one scale s a word, v = s q, so each number is within s / 2 of the original.
 *
 * Pennington et al. 2014, "GloVe: Global Vectors for Word Representation".
 *
 * @throws {Error} If a file is missing or its content is not what the card says.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { loadWordVectors } from "noisebook";
 *
 * const { words, data, dim } = await loadWordVectors();
 * assert.equal(data.length, words.length * dim);
 * ```
 */
export async function loadWordVectors(): Promise<WordVectors> {
  const folder = join(datasetsFolder(), "text");
  const card = await readCard(folder);
  const lines = (await readTable(folder, card, "glove-words.txt")).toString("utf8").trimEnd().split("\n");
  const bytes = await readTable(folder, card, "glove-100d.int8.bin");
  const dim = bytes.length / lines.length;
  const words: string[] = [];
  const data = new Float32Array(bytes.length);
  for (const [row, line] of lines.entries()) {
    const [word, scale] = line.split(" ");
    words.push(word);
    for (let at = row * dim; at < (row + 1) * dim; at++) data[at] = bytes.readInt8(at) * Number(scale);
  }
  return { words, data, dim };
}

async function readTable(folder: string, card: Card, path: string): Promise<Buffer> {
  const file = card.files.find((entry) => entry.path === path)!;
  const packed = await readData(folder, file);
  const content = path.endsWith(".gz") ? gunzipSync(packed) : packed;
  refuseOther(folder, file, content);
  return content;
}
