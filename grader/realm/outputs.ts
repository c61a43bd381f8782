/** What a jailed notebook showed, read as data that nobody vouches for. */
import type { NotebookOutput } from "../../kernel/notebook/nbformat.ts";

/** Kinds of content that are kept, none of which is a program once it is shown as text or as a picture. */
export const keptTypes = [
  ...["text/plain", "text/html", "text/markdown", "text/latex"],
  ...["image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"],
];

/** A cell that shows more than this many things, or longer ones, is cut off there; what decides about it is kept. */
const mostOutputs = 100;
const mostCharacters = 4 * 2 ** 20;

/** Reads outputs from a realm: what is not an output is left out, and what is one has only the parts that are known. */
export function readOutputs(said: unknown): NotebookOutput[] {
  if (!Array.isArray(said)) return [];
  const rest = said.slice(mostOutputs);
  // However much a cell shows before them.
  const deciding = [rest.find(isOfType("error")), rest.findLast(isOfType("execute_result"))];
  return [...said.slice(0, mostOutputs), ...deciding].flatMap((item) => readOutput(item) ?? []);
}

const isOfType = (type: string) => (item: { output_type?: unknown } | null) => item?.output_type === type;

function readOutput(said: unknown): NotebookOutput | undefined {
  if (typeof said !== "object" || said === null) return undefined;
  const output = said as Record<string, unknown>;
  switch (output["output_type"]) {
    case "stream": {
      const name = output["name"] === "stderr" ? "stderr" : "stdout";
      return { output_type: "stream", name, text: textOf(output["text"]) };
    }
    case "error": {
      const traceback = Array.isArray(output["traceback"]) ? output["traceback"].map(textOf) : [];
      const [ename, evalue] = [textOf(output["ename"]), textOf(output["evalue"])];
      return { output_type: "error", ename, evalue, traceback: traceback.slice(0, mostOutputs) };
    }
    case "display_data":
      return { output_type: "display_data", data: bundleOf(output["data"]), metadata: {} };
    case "execute_result": {
      const count = Number.isSafeInteger(output["execution_count"])
        ? (output["execution_count"] as number)
        : null;
      const data = bundleOf(output["data"]);
      return { output_type: "execute_result", execution_count: count, data, metadata: {} };
    }
    default:
      return undefined;
  }
}

function bundleOf(said: unknown): Record<string, unknown> {
  if (typeof said !== "object" || said === null) return {};
  return Object.fromEntries(
    keptTypes
      .filter((type) => Object.hasOwn(said, type))
      .map((type) => [type, textOf((said as never)[type])]),
  );
}

function textOf(said: unknown): string {
  const text = Array.isArray(said) ? said.filter((line) => typeof line === "string").join("") : said;
  return typeof text === "string" ? text.slice(0, mostCharacters) : "";
}
