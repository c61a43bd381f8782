/** What is measured of a kernel that runs. */
import { setTimeout as delay } from "node:timers/promises";
import type { Published } from "../../kernel/client/session.ts";
import type { TimedKernel } from "./timed-kernel.ts";

/** Milliseconds, or undefined where the kernel cannot do it. */
export type Measured = number | undefined;

export interface Probe {
  name: string;
  /** How often in each round; what follows the first is also measured. */
  repeats: number;
  /** Done once in each round before the measuring, and not measured. */
  warmUp?: boolean;
  measure(kernel: TimedKernel, i: number): Promise<Measured>;
}

const prints = 1000;
const letters = 5e6;

export const probes: Probe[] = [
  {
    name: "1 + i",
    repeats: 10,
    warmUp: true,
    measure: (kernel, i) => kernel.run(kernel.contestant.dialect.sum(i), shows(`${1 + i}`)),
  },
  {
    name: "60 typed lines",
    repeats: 3,
    warmUp: true,
    measure: (kernel, i) => kernel.run(kernel.contestant.dialect.typed(i), shows(`typed ${i}`)),
  },
  {
    name: "completion of a member",
    repeats: 5,
    warmUp: true,
    measure: (kernel, i) => complete(kernel, kernel.contestant.dialect.member(i)),
  },
  {
    name: "completion of a name",
    repeats: 5,
    warmUp: true,
    measure: (kernel, i) => complete(kernel, kernel.contestant.dialect.global(i)),
  },
  { name: "inspect", repeats: 5, warmUp: true, measure: inspect },
  {
    name: "1,000 prints",
    repeats: 2,
    measure: (kernel) => kernel.run(kernel.contestant.dialect.prints(prints), showsLines(prints)),
  },
  {
    name: "5 MB display",
    repeats: 2,
    measure: (kernel) => kernel.run(kernel.contestant.dialect.bigDisplay(letters), showsHtml(letters)),
  },
  { name: "comm echo", repeats: 10, warmUp: true, measure: echo },
  {
    name: "top-level loop",
    repeats: 1,
    measure: (kernel) => timeInside(kernel, kernel.contestant.dialect.loop),
  },
  {
    name: "the same loop in a function",
    repeats: 1,
    measure: (kernel) => timeInside(kernel, kernel.contestant.dialect.loopInFunction),
  },
  {
    name: "interrupt a busy loop",
    repeats: 2,
    measure: (kernel) => interrupt(kernel, kernel.contestant.dialect.busy),
  },
  {
    name: "interrupt an await",
    repeats: 2,
    measure: (kernel) => interrupt(kernel, kernel.contestant.dialect.waiting),
  },
];

export async function complete(kernel: TimedKernel, { code, match }: { code: string; match: string }) {
  return kernel.ask("complete_request", { code, cursor_pos: code.length }, ({ matches }) =>
    (matches as string[]).some((text) => text.includes(match)),
  );
}

async function inspect(kernel: TimedKernel, i: number): Promise<Measured> {
  const code = `found${i} = arr`;
  const content = { code, cursor_pos: code.length - 1, detail_level: 0 };
  return kernel.ask("inspect_request", content, ({ found }) => found === true);
}

/** A tick of a slider: the front end's new value, answered by the widget's echo. */
export async function echo(kernel: TimedKernel, i: number): Promise<Measured> {
  const { slider } = kernel.contestant.dialect;
  if (slider === undefined) return undefined;
  const id = await sliderId(kernel, slider);
  const data = { method: "update", state: { value: (i % 100) / 10 }, buffer_paths: [] };
  return id === undefined ? undefined : kernel.comm({ comm_id: id, data });
}

const sliders = new WeakMap<TimedKernel, string>();

async function sliderId(kernel: TimedKernel, code: string): Promise<string | undefined> {
  if (!sliders.has(kernel))
    await kernel.run(code, ({ content: { data } }) => {
      const view = (data as Record<string, { model_id?: string }> | undefined)?.[
        "application/vnd.jupyter.widget-view+json"
      ];
      if (view?.model_id) sliders.set(kernel, view.model_id);
      return view !== undefined;
    });
  return sliders.get(kernel);
}

/** The milliseconds that the cell itself measured. */
async function timeInside(kernel: TimedKernel, code: string): Promise<Measured> {
  let inside: Measured;
  await kernel.run(code, (message) => {
    const [, text] = /took ([\d.]+)/.exec(textOf(message)) ?? [];
    if (text !== undefined) inside = Number(text);
    return text !== undefined;
  });
  return inside;
}

/** For so long after an error one of the kernels refuses every cell. */
export const recovery = 300;

/** An interrupt after which the variables are still there. */
async function interrupt(kernel: TimedKernel, code: string): Promise<Measured> {
  const took = await kernel.interrupted(code);
  if (took === undefined) return undefined;
  await delay(recovery);
  return (await kernel.run("kept", shows("42"))) === undefined ? undefined : took;
}

function textOf({ content: { text, data } }: Published): string {
  return String(text ?? (data as Record<string, string> | undefined)?.["text/plain"] ?? "");
}

export function shows(wanted: string): (message: Published) => boolean {
  return (message) => textOf(message).includes(wanted);
}

export function showsLines(count: number): (message: Published) => boolean {
  let lines = 0;
  return (message) => {
    lines += textOf(message).split("line ").length - 1;
    return lines >= count;
  };
}

function showsHtml(length: number): (message: Published) => boolean {
  return ({ content: { data } }) =>
    (data as Record<string, string> | undefined)?.["text/html"]?.length === length;
}
