/** `interact`: a figure that follows its controls. */
import { setTimeout } from "node:timers";
import { isPromise } from "../display/bundle.ts";
import { type Drawing, displaySymbol } from "../display/index.ts";
import { column } from "./boxes.ts";
import { type Capture, createCapture } from "./capture.ts";
import { connected } from "./connection.ts";
import { latest } from "./latest.ts";
import { widget } from "./open.ts";
import { drawing } from "./output.ts";
import type { Control, Widget } from "./widget.ts";

/** The values of controls, by name. */
export type ValuesOf<Controls> = {
  [Name in keyof Controls]: Controls[Name] extends { value: infer Value } ? Value : never;
};

type Controls = Readonly<Record<string, Control<unknown>>>;

/** Milliseconds between two views of work that is still going on. */
const viewInterval = 66;
/** On the box and on its Output, for style sheets and for programs that read the page; `busy` while it computes. */
export const interactClasses = {
  box: "noisebook-interact",
  output: "noisebook-interact-output",
  busy: "noisebook-interact-busy",
} as const;

/**
 * Shows controls and, below them, what the function returns and prints for their values: once now, and again whenever a
 * control moves. Moves that come while it computes are passed over, but for the newest. Errors are shown in the same
 * place.
 *
 * @param controls Widgets by the argument's name, which is also their label when they have none.
 * @param draw Gets the controls' values by name; it may be asynchronous, and show what it has on the way.
 *
 * @example
 * ```ts
 * interact({ t: slider(0, 999), seed: slider(1, 9) }, ({ t, seed }) => `step ${t} with seed ${seed}`);
 * ```
 */
export function interact<const C extends Controls>(
  controls: C,
  draw: (values: ValuesOf<C>) => unknown,
): void {
  const { outlet, redirects } = connected();
  // Bound first: while an asynchronous function runs, what this code shows would be taken for its output.
  const show = redirects.bind((message: ReturnType<typeof drawing>) => {
    if (isPromise(message)) outlet.later(message);
    else outlet.send(message);
  });
  show(drawing(interactive(controls, draw)));
}

/** Like `interact`, but returns the box instead of showing it, to place it in a row or a tab. */
export function interactive<const C extends Controls>(
  controls: C,
  draw: (values: ValuesOf<C>) => unknown,
): Widget<"VBox"> {
  nameControls(controls);
  const { redirects } = connected();
  const area = widget("Output", { _dom_classes: [interactClasses.output] });
  const origin = originOf(area);
  redirects.route(origin, () => {});
  const values = () =>
    Object.fromEntries(Object.entries(controls).map(([name, { value }]) => [name, value])) as ValuesOf<C>;
  const job = redirects.run(origin, () => redirects.bind(() => computeInto(area, () => draw(values()))));
  const start = latest(job, () => area.set({ _dom_classes: [interactClasses.output, interactClasses.busy] }));
  const update = () => redirects.run(origin, start);
  for (const control of Object.values(controls)) control.onChange(update);
  const first = update();
  const box = column([...Object.values(controls), area]);
  box.set({ _dom_classes: [interactClasses.box] });
  const show = box[displaySymbol].bind(box) as () => Drawing;
  return Object.assign(box, { [displaySymbol]: () => (isPromise(first) ? first.then(show) : show()) });
}

/** Labels the controls that have no label, and makes all labels equally wide. */
function nameControls(controls: Controls): void {
  const entries = Object.entries(controls).map(([name, control]) => {
    const { description, style } = control.state as { description?: string; style?: Widget<"SliderStyle"> };
    const label = description || name;
    if (description === "") control.set({ description: label } as never);
    return { label, style };
  });
  const longest = Math.max(...entries.map(({ label }) => label.length));
  for (const { style } of entries)
    if (style && "description_width" in style.state) style.set({ description_width: `${longest + 1}ch` });
}

/** Stands for the code that draws into an area. */
function originOf(area: Widget<"Output">): string {
  return `interact ${area.id}`;
}

/** Runs the body; the area shows what it showed and returned, from the first output on that it makes. */
function computeInto(area: Widget<"Output">, body: () => unknown): void | Promise<void> {
  const { redirects, describeError } = connected();
  let waiting = false;
  let isDone = false;
  const view = redirects.bind(() => {
    waiting = false;
    if (!isDone) area.set({ outputs: capture.outputs() });
  });
  const capture: Capture = createCapture(() => {
    if (!waiting) setTimeout(view, viewInterval);
    waiting = true;
  });
  const finish = redirects.bind(() => {
    isDone = true;
    area.set({ outputs: capture.outputs(), _dom_classes: [interactClasses.output] });
  });
  const origin = originOf(area);
  redirects.route(origin, capture.take);
  const succeed = (result: unknown) => {
    if (result !== undefined) capture.take(drawing(result));
    const drawn = capture.settled();
    return drawn ? drawn.then(finish) : finish();
  };
  const fail = (error: unknown) => {
    capture.take({ type: "error", content: { ...describeError(error) } });
    return succeed(undefined);
  };
  try {
    const result = redirects.run(origin, body);
    const ended = isPromise(result) ? result.then(succeed, fail) : succeed(result);
    if (isPromise(ended)) area.set({ _dom_classes: [interactClasses.output, interactClasses.busy] });
    return ended;
  } catch (error) {
    return fail(error);
  }
}
