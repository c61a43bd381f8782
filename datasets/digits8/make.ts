/** Makes this folder: `node dist/datasets/digits8/make.js`. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { packageRoot } from "../../lib/data/package-root.ts";
import { pythonPackage } from "../packages.ts";
import { type MadeSet, writeSet } from "../write-set.ts";

const version = "1.9.1";
const names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

export async function makeDigits(): Promise<MadeSet> {
  const packed = await readFile(
    join(await pythonPackage("scikit-learn", version), "sklearn/datasets/data/digits.csv.gz"),
  );
  const table = gunzipSync(packed)
    .toString("utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(",").map(Number));
  const rows = table.map((values, index) => {
    const digit = String(values[64]);
    const id = `digit-${index}`;
    return {
      id,
      caption: `the digit ${names[values[64]]}`,
      tags: [digit],
      group: digit,
      attributes: { digit },
    };
  });
  const data = Uint8Array.from(
    table.flatMap((values) => values.slice(0, 64)),
    (value) => Math.round((value * 255) / 16),
  );
  const tiles = { data, count: rows.length, size: 8, channels: 1 };
  const origin = { style: "handwriting", source: `scikit-learn@${version}`, licence: "CC-BY-4.0" };
  return { card, rows, sheets: [{ path: "digits-8.png", ...origin, tiles }] };
}

const card: MadeSet["card"] = {
  name: "digits8",
  version: "1.0.0",
  summary:
    "1,797 handwritten digits, 8×8 and grey: small enough for a first minute, a test, or 128 retrained models.",
  licence: "CC-BY-4.0",
  licenceFile: "LICENSE",
  credit:
    "Optical Recognition of Handwritten Digits by E. Alpaydin and C. Kaynak, UCI Machine Learning Repository (CC BY 4.0)",
  sources: [
    {
      name: "scikit-learn",
      version,
      licence: "BSD-3-Clause",
      what: "its copy of the 1,797 test digits of the UCI set, digits.csv.gz",
    },
  ],
  made: "make.ts takes the table from scikit-learn's wheel; ink from 0 to 16 becomes a byte, round(255 v / 16). White is ink.",
  size: 8,
  sizes: [8, 16, 32],
  channels: 1,
  styles: ["handwriting"],
  split:
    "by picture, each being a concept of its own: the first byte of SHA-256 of its id, below 26 of 256, puts it in the test",
  faults: [
    "All are by the same 13 writers, on both sides of the split: scores on the test say nothing of new handwriting.",
    "8×8 pixels: some threes, eights and nines cannot be told apart by eye.",
    "The file in the wheel has no licence of its own; the repository that it comes from lists CC BY 4.0.",
  ],
};

if (process.argv[1] === import.meta.filename)
  await writeSet(join(packageRoot(), "datasets/digits8"), await makeDigits());
