/** `display`: shows a value below, or in the spot where an earlier one stands. */
import { randomUUID } from "node:crypto";
import { clearTimeout, setTimeout } from "node:timers";
import type { MimeBundle } from "../interpreter.ts";
import type { Outlet } from "../runner/outlet.ts";
import { isPromise, toBundle } from "./bundle.ts";
import { type Message, redirectsOf } from "./redirect.ts";

/** Milliseconds between two updates of one spot: about 15 a second, which looks alive and floods nobody. */
const updateInterval = 66;

export interface DisplayOptions {
  /** Names the spot; the same cell's next `display` with this id draws there instead of below. */
  id?: string;
}

export type Display = (value: unknown, options?: DisplayOptions) => void;

/** A named spot in a cell's output. */
interface Spot {
  /** Its name on the wire, where one that stood twice would change the outputs of both cells. */
  id: string;
  origin: string;
  drawnAt: number;
  drawing: boolean;
  /** Keeps the cell from ending before the newest value is drawn. */
  hold: () => void;
  /** The newest value that has not been drawn yet. */
  next?: { value: unknown };
  /** Set while the outlet holds the cell's end open for the next value. */
  release?: (message: Message | Promise<Message>) => void;
  timer?: NodeJS.Timeout;
}

/** Makes `display` for one outlet. */
export function createDisplay(outlet: Outlet): Display {
  const redirects = redirectsOf(outlet);
  const spots = new Map<string, Spot>();
  return (value, { id } = {}) => {
    if (id === undefined) return send(outlet, draw("display_data", value));
    const { origin } = redirects;
    const place = `${origin}\n${id}`;
    const known = spots.get(place);
    if (known) return update(outlet, known, value);
    const spot = { id: randomUUID(), origin, hold: () => {}, drawnAt: performance.now(), drawing: false };
    spots.set(place, spot);
    send(outlet, draw("display_data", value, spot));
  };
}

/** Draws at once when it is time; else keeps the value, so that the newest is drawn and the last one always is. */
function update(outlet: Outlet, spot: Spot, value: unknown): void {
  const first = spot.next === undefined;
  spot.next = { value };
  if (first) spot.hold = outlet.bind(() => holdOpen(outlet, spot));
  if (!spot.drawing && performance.now() - spot.drawnAt >= updateInterval) flush(outlet, spot);
  // Held only once the code pauses: a loop that never awaits must not have its other outputs held back.
  else if (first) queueMicrotask(spot.hold);
}

function holdOpen(outlet: Outlet, spot: Spot): void {
  if (spot.next === undefined) return;
  if (!spot.release)
    outlet.later(
      new Promise<Message>((resolve) => {
        spot.release = resolve;
      }),
    );
  if (spot.drawing) return;
  const rest = updateInterval - (performance.now() - spot.drawnAt);
  clearTimeout(spot.timer);
  spot.timer = setTimeout(() => flush(outlet, spot), Math.max(0, rest));
}

function flush(outlet: Outlet, spot: Spot): void {
  if (spot.next === undefined || spot.drawing) return;
  const { next, release } = spot;
  clearTimeout(spot.timer);
  delete spot.next;
  delete spot.release;
  spot.drawing = true;
  const drawn = draw("update_display_data", next.value, spot);
  const done = () => {
    spot.drawing = false;
    spot.drawnAt = performance.now();
    spot.hold();
  };
  // Attached before the outlet sees the promise: a next value must hold the cell before this one lets it go.
  if (isPromise(drawn)) void drawn.then(done);
  if (release) release(drawn);
  else send(outlet, drawn);
  if (!isPromise(drawn)) done();
}

function draw(
  type: "display_data" | "update_display_data",
  value: unknown,
  spot?: Spot,
): Message | Promise<Message> {
  const bundle = toBundle(value);
  const message = (content: MimeBundle): Message => ({
    type,
    content: { ...content, transient: spot ? { display_id: spot.id } : {} },
    ...(spot && { origin: spot.origin }),
  });
  return isPromise(bundle) ? bundle.then(message) : message(bundle);
}

function send(outlet: Outlet, message: Message | Promise<Message>): void {
  if (isPromise(message)) outlet.later(message);
  else outlet.send(message);
}
