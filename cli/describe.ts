import {
  type Blueprint,
  describe,
  type PublishedName,
  publishedConfig,
  publishedNames,
} from "../lib/index.ts";
import { type Command, type Options, UsageError } from "./command.ts";

export const command: Command = {
  usage: "noisebook describe FOLDER",
  about:
    "Lists what a downloaded model is made of, with exact parameter counts, without reading its weights.",
  options: {
    depth: { value: "LEVELS", help: "how deep to go; else 2: the parts, and what each is made of" },
    json: { help: "the whole tree as JSON" },
  },
  words: [1, 1],
  run,
};

async function run([of = ""]: string[], options: Options): Promise<number> {
  const depth = options["depth"] === undefined ? 2 : Number(options["depth"]);
  if (!Number.isInteger(depth) || depth < 0)
    throw new UsageError(`--depth must be a whole number from 0, got ${options["depth"]}`);
  const isName = (publishedNames as readonly string[]).includes(of);
  const blueprint = isName ? describe(publishedConfig(of as PublishedName)) : await describe(of);
  const text = options["json"] ? JSON.stringify(blueprint, undefined, 2) : asTable(blueprint, depth);
  process.stdout.write(`${text}\n`);
  return 0;
}

function asTable(blueprint: Blueprint, depth: number): string {
  const rows = rowsOf(blueprint, { depth, indent: "" });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(([name, kind, count]) =>
      `${name!.padEnd(widths[0]!)}  ${kind!.padEnd(widths[1]!)}  ${count!.padStart(widths[2]!)}`.trimEnd(),
    )
    .join("\n");
}

function rowsOf(part: Blueprint, { depth, indent }: { depth: number; indent: string }): string[][] {
  const { name, kind, parameters, shape, children } = part;
  const what = shape ? `${kind} [${shape.join(", ")}]` : kind;
  const row = [`${indent}${name}`, what, parameters.toLocaleString("en-US")];
  if (depth === 0) return [row];
  return [row, ...children.flatMap((child) => rowsOf(child, { depth: depth - 1, indent: `${indent}  ` }))];
}
