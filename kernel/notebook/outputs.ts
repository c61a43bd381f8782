/** What a front end does with a kernel's outputs: streams merged, displays updated by id, areas cleared. */
import type { NotebookOutput } from "./nbformat.ts";
import { joinText, splitText } from "./nbformat.ts";

/** A message that shows something; `type` is Jupyter's message type. */
export interface OutputMessage {
  type: string;
  content: Record<string, unknown>;
}

/** The outputs below one cell. Streams are kept as one string here; `forFile` splits them. */
export interface OutputArea {
  outputs: NotebookOutput[];
  /** True after `clear_output` with `wait`: the next output takes the place of those that are there. */
  clearNext: boolean;
}

export function emptyArea(): OutputArea {
  return { outputs: [], clearNext: false };
}

/** All the displays of a notebook that have an id: an update changes every one of them, in whichever cell it is. */
export type Displays = Map<string, Extract<NotebookOutput, { data: unknown }>[]>;

type Bundle = Record<string, unknown>;

/** Takes one message into the area of the cell that it came from. Messages that show nothing are passed over. */
export function addOutput(area: OutputArea, message: OutputMessage, displays: Displays): void {
  const { content } = message;
  if (message.type === "update_display_data") updateDisplays(content, displays);
  if (message.type === "clear_output") {
    if (content["wait"]) area.clearNext = true;
    else area.outputs = [];
  }
  const output = outputOf(message);
  if (!output) return;
  if (area.clearNext) area.outputs = [];
  area.clearNext = false;
  const last = area.outputs.at(-1);
  if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name)
    last.text = `${last.text as string}${output.text as string}`;
  else area.outputs.push(output);
  const id = (content["transient"] as Bundle | undefined)?.["display_id"];
  if (typeof id === "string" && "data" in output) displays.set(id, [...(displays.get(id) ?? []), output]);
}

/** The outputs as nbformat keeps them: text as lists of lines. */
export function forFile(outputs: readonly NotebookOutput[]): NotebookOutput[] {
  return outputs.map((output) => {
    if (output.output_type === "stream") return { ...output, text: splitText(joinText(output.text)) };
    if (output.output_type === "error") return output;
    const data = Object.entries(output.data).map(([type, value]) => [
      type,
      typeof value === "string" && isText(type) ? splitText(value) : value,
    ]);
    return { ...output, data: Object.fromEntries(data) };
  });
}

function isText(type: string): boolean {
  return type.startsWith("text/") || type === "image/svg+xml" || type === "application/javascript";
}

function updateDisplays(content: Bundle, displays: Displays): void {
  const id = (content["transient"] as Bundle | undefined)?.["display_id"];
  for (const output of displays.get(String(id)) ?? [])
    Object.assign(output, { data: content["data"] ?? {}, metadata: content["metadata"] ?? {} });
}

function outputOf({ type, content }: OutputMessage): NotebookOutput | undefined {
  const bundle = { data: (content["data"] ?? {}) as Bundle, metadata: (content["metadata"] ?? {}) as Bundle };
  switch (type) {
    case "stream":
      return { output_type: type, name: String(content["name"]), text: String(content["text"]) };
    case "display_data":
      return { output_type: type, ...bundle };
    case "execute_result":
      return { output_type: type, execution_count: content["execution_count"] as number | null, ...bundle };
    case "error":
      return {
        output_type: type,
        ename: String(content["ename"]),
        evalue: String(content["evalue"]),
        traceback: (content["traceback"] ?? []) as string[],
      };
    default:
      return undefined;
  }
}
