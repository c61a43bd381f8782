/** Moves the controls of a widget one by one and keeps what it shows at each value. */
import { setTimeout as delay } from "node:timers/promises";
import type { KernelClient } from "../client/client.ts";
import { interactClasses } from "../widgets/interact.ts";
import { type Control, controlsOf } from "./controls.ts";
import type { Recording } from "./html/widget.ts";
import type { NotebookOutput } from "./nbformat.ts";
import { updateModels, type WidgetModels, type WidgetState, widgetTree } from "./widget-models.ts";

/** What a recording may take. */
const limits = {
  /** Of different frames together, in characters. */
  size: 4e6,
  /** For all frames together, in milliseconds. */
  time: 30_000,
  /** Combinations of all controls: up to this many are all looked at; of more, only those with one control moved. */
  combinations: 60,
};

type Frame = Recording["frames"][number];

/**
 * Records a widget that draws into an Output widget, as `interact` makes it, and leaves it as it was. Where the limits
 * are met early, the values that were looked at still lie evenly over each control's range.
 *
 * @returns Undefined when the widget has no controls or no output.
 */
export async function recordWidget(
  kernel: KernelClient,
  { models, root }: { models: WidgetModels; root: string },
): Promise<Recording | undefined> {
  const output = widgetTree(models, root).find((id) => models.get(id)!["_model_name"] === "OutputModel");
  const controls = controlsOf(models, root);
  if (!output || controls.length === 0) return undefined;
  const start = controls.map((control) => control.start);
  const outputsNow = () => (models.get(output)!["outputs"] ?? []) as NotebookOutput[];
  const frames: Frame[] = [{ at: start, outputs: outputsNow() }];
  const deadline = Date.now() + limits.time;
  let size = JSON.stringify(frames).length;
  let here = start;
  const sizes = new Set<string>();
  for (const at of route(controls)) {
    if (size > limits.size || Date.now() > deadline) break;
    await move(kernel, models, { controls, output, from: here, to: at, deadline });
    here = at;
    frames.push({ at, outputs: outputsNow() });
    const text = JSON.stringify(outputsNow());
    if (!sizes.has(text)) size += text.length;
    sizes.add(text);
  }
  await move(kernel, models, { controls, output, from: here, to: start, deadline: deadline + limits.time });
  return compact({ output, controls, frames });
}

/** Where to look: first each control alone, coarse before fine and the controls in turn; then the combinations. */
function route(controls: Control[]): number[][] {
  const start = controls.map((control) => control.start);
  const alone: number[][] = [];
  const orders = controls.map(({ stations, start }) =>
    coarseToFine(stations.length).filter((i) => i !== start),
  );
  for (let turn = 0; orders.some((order) => turn < order.length); turn++)
    for (const [index, order] of orders.entries())
      if (turn < order.length) alone.push(start.with(index, order[turn]!));
  const count = controls.reduce((product, { stations }) => product * stations.length, 1);
  if (controls.length === 1 || count > limits.combinations) return alone;
  const all = controls.reduce<number[][]>(
    (combinations, { stations }) => combinations.flatMap((at) => stations.map((_, i) => [...at, i])),
    [[]],
  );
  return [...alone, ...all.filter((at) => at.filter((place, i) => place !== start[i]).length > 1)];
}

/** The numbers below `count`, so that however few are taken, they are spread: 0, last, middle, quarters… */
export function coarseToFine(count: number): number[] {
  const order = new Set<number>([0, count - 1]);
  for (let parts = 2; order.size < count; parts *= 2)
    for (let part = 1; part < parts; part += 2) order.add(Math.round((part * (count - 1)) / parts));
  return [...order];
}

interface Move {
  controls: Control[];
  output: string;
  from: number[];
  to: number[];
  deadline: number;
}

/** Moves the controls and waits until what they draw is there; at the deadline, what still draws is interrupted. */
async function move(kernel: KernelClient, models: WidgetModels, options: Move): Promise<void> {
  const { controls, output, from, to, deadline } = options;
  const timer = setTimeout(() => void kernel.interrupt().catch(() => {}), Math.max(0, deadline - Date.now()));
  const tell = async (id: string, data: Record<string, unknown>) => {
    for await (const message of kernel.sendComm({ comm_id: id, data })) updateModels(models, message);
  };
  try {
    for (const [index, { model, stations }] of controls.entries()) {
      if (from[index] === to[index]) continue;
      const state = stations[to[index]!]!.patch;
      models.set(model, { ...models.get(model), ...state });
      await tell(model, { method: "update", state, buffer_paths: [] });
    }
    // Forgotten and asked for anew: the answer comes after all that the moves have set off.
    const known = models.get(output)!;
    models.set(output, {});
    await tell(output, { method: "request_state" });
    while (!isSettled(models.get(output)!) && Date.now() < deadline + afterInterrupt) await delay(2);
    models.set(output, { ...known, ...models.get(output) });
  } finally {
    clearTimeout(timer);
  }
}

/** How long an interrupted drawing may take to end, in milliseconds. */
const afterInterrupt = 2000;

function isSettled(state: WidgetState): boolean {
  const classes = (state["_dom_classes"] ?? []) as string[];
  return "_model_name" in state && !classes.includes(interactClasses.busy);
}

/** Leaves out the values that were not looked at, and numbers the others afresh. */
function compact(recorded: { output: string; controls: Control[]; frames: Frame[] }): Recording {
  const { output, controls, frames } = recorded;
  const kept = controls.map((_, i) => [...new Set(frames.map(({ at }) => at[i]!))].sort((a, b) => a - b));
  return {
    output,
    controls: controls.map(({ model, kind, stations, start }, i) => ({
      model,
      kind,
      labels: kept[i]!.map((place) => stations[place]!.label),
      start: kept[i]!.indexOf(start),
    })),
    frames: frames.map(({ at, outputs }) => ({ at: at.map((place, i) => kept[i]!.indexOf(place)), outputs })),
  };
}
