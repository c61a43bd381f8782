/** `output`: a place in a page for whatever code shows. */
import { isPromise, toBundle } from "../display/bundle.ts";
import type { Message } from "../display/redirect.ts";
import { type Capture, createCapture } from "./capture.ts";
import { connected } from "./connection.ts";
import { widget } from "./open.ts";
import { type ControlOptions, commonState } from "./options.ts";
import type { Widget } from "./widget.ts";

export interface OutputArea extends Widget<"Output"> {
  /** Shows a value below what is there. */
  show(value: unknown): void;
  /** Runs the body; what it shows appears here, also after its awaits. Its error is thrown on. */
  run<T>(body: () => T): T;
  /** Empties it. */
  clear(): void;
}

/**
 * A place for whatever code shows: prints, figures, errors.
 *
 * @example
 * ```ts
 * const log = output();
 * button("Now", { onClick: () => log.run(() => console.log(new Date())) });
 * ```
 */
export function output(options: Pick<ControlOptions, "layout"> = {}): OutputArea {
  const opened = widget("Output", commonState(options));
  const capture: Capture = createCapture(() => opened.set({ outputs: capture.outputs() }));
  const { redirects } = connected();
  const origin = `output ${opened.id}`;
  redirects.route(origin, capture.take);
  return Object.assign(opened, {
    show: (value: unknown) => capture.take(drawing(value)),
    run: <T>(body: () => T): T => redirects.run(origin, body),
    clear: () => capture.take({ type: "clear_output", content: { wait: false } }),
  });
}

/** The message that shows a value, or the promise of it. */
export function drawing(value: unknown): Message | Promise<Message> {
  const bundle = toBundle(value);
  const message = (content: object): Message => ({ type: "display_data", content: { ...content } });
  return isPromise(bundle) ? bundle.then(message) : message(bundle);
}
