/** `track`: a bar that shows how far a long loop is, how fast it goes, and when it will be done. */
import type { Display } from "./display.ts";
import { type Drawable, displaySymbol } from "./symbol.ts";

export interface TrackOptions {
  /** What is being done; "working" by default. */
  label?: string;
  /** How many items will come; by default what the items say (`steps` or `total`), or the length of a list. */
  total?: number;
}

/** Anything that a loop can go over. */
type Stream<Item> = AsyncIterable<Item> | Iterable<Item>;

/**
 * Passes on what comes from a stream, and shows a bar with the rate and the time left below the cell while it comes. The bar
 * stays, with the whole time, when the stream ends; it stops where the loop is left.
 *
 * @example
 * ```ts
 * for await (const word of track(["one", "two", "three"], { label: "reading" })) console.log(word);
 * ```
 */
export type Track = <Item>(stream: Stream<Item>, options?: TrackOptions) => AsyncGenerator<Item, void>;

let bars = 0;

/** Makes `track` for one `display`. */
export function createTrack(display: Display, now: () => number = () => performance.now()): Track {
  return async function* track<Item>(stream: Stream<Item>, options: TrackOptions = {}) {
    const { label = "working" } = options;
    const id = `track-${++bars}`;
    const start = now();
    const seconds = () => (now() - start) / 1000;
    let count = 0;
    let total = options.total ?? lengthOf(stream);
    const show = (state: State) => display(bar({ label, count, total, seconds: seconds(), state }), { id });
    let state: State = "stopped";
    show("running");
    try {
      for await (const item of stream) {
        count++;
        total ??= totalOf(item);
        show("running");
        yield item;
      }
      state = "done";
    } finally {
      show(state);
    }
  };
}

type State = "running" | "done" | "stopped";

interface Seen {
  label: string;
  count: number;
  total: number | undefined;
  seconds: number;
  state: State;
}

function lengthOf(stream: object): number | undefined {
  return "length" in stream && typeof stream.length === "number" ? stream.length : undefined;
}

/** What a step says of how many there will be. */
function totalOf(item: unknown): number | undefined {
  if (typeof item !== "object" || item === null) return undefined;
  const { steps, total } = item as { steps?: unknown; total?: unknown };
  return [steps, total].find((value) => typeof value === "number");
}

function bar(seen: Seen): Drawable {
  const { label, count, total } = seen;
  const text = words(seen);
  const safe = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  const value = total ? ` max="${total}" value="${Math.min(count, total)}"` : "";
  const shown =
    seen.state === "running" || total ? `<progress${value} aria-label="${safe}"></progress> ` : "";
  return {
    [displaySymbol]: () => ({
      "text/html": `${shown}<span>${safe}</span>`,
      "text/plain": `${text || label}`,
    }),
  };
}

/** "training 340 of 1,000 · 120 a second · 5 s left" */
function words({ label, count, total, seconds, state }: Seen): string {
  const whole = (value: number) => value.toLocaleString("en-US");
  const place = `${label} ${whole(count)}${total === undefined ? "" : ` of ${whole(total)}`}`;
  if (state !== "running")
    return `${place} · ${state === "done" ? "done in" : "stopped after"} ${duration(seconds)}`;
  if (count === 0 || seconds <= 0) return place;
  const rate = count / seconds;
  const pace = rate >= 1 ? `${Number(rate.toPrecision(3))} a second` : `${duration(1 / rate)} each`;
  const left = total === undefined ? [] : [`${duration(Math.max(0, total - count) / rate)} left`];
  return [place, pace, ...left].join(" · ");
}

/** "5 s", "2 min 5 s", "1 h 2 min" */
function duration(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
