/** What a guide tells its reader to type: the commands and cells of its fences, each with its line. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../root.ts";

/** Something to run: a line for the shell, or a cell for a notebook. */
export interface Step {
  /** Its path in the project. */
  page: string;
  line: number;
  kind: "sh" | "ts";
  text: string;
}

/** The steps of a guide, in the order in which they are read. */
export function stepsOf(page: string): Step[] {
  return fences(readFileSync(join(root, page), "utf8")).flatMap(({ language, line, text }): Step[] => {
    if (language === "ts") return [{ page, line, kind: "ts", text }];
    if (language !== "sh") return [];
    return commands(text).map((command) => ({
      page,
      kind: "sh",
      line: line + command.at,
      text: command.text,
    }));
  });
}

/** The text of a guide's first fence in a language. */
export function firstFence(page: string, language: string): string {
  const found = fences(readFileSync(join(root, page), "utf8")).find((fence) => fence.language === language);
  if (!found) throw new Error(`${page} has no fence of ${language}`);
  return found.text;
}

interface Fence {
  language: string;
  /** Where its text begins. */
  line: number;
  text: string;
}

function fences(text: string): Fence[] {
  return [...text.matchAll(/^```(\w+)[^\n]*\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1]!,
    line: text.slice(0, match.index).split("\n").length + 1,
    text: match[2]!,
  }));
}

/** The commands of a block: a line each, or several that a backslash joins; a line that is only a comment is none. */
function commands(block: string): { at: number; text: string }[] {
  const found: { at: number; text: string }[] = [];
  let open = false;
  for (const [at, line] of block.split("\n").entries()) {
    if (open) found.at(-1)!.text += `\n${line}`;
    else if (line.trim() && !line.trim().startsWith("#")) found.push({ at, text: line });
    open = line.endsWith("\\");
  }
  return found;
}
