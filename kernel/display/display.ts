/** `display`: shows a value now, or in the place where an earlier one stands. */
import { clearTimeout, setTimeout } from "node:timers";
import type { MimeBundle, Output } from "../interpreter.ts";
import type { Outlet } from "../runner/outlet.ts";
import { isPromise, toBundle } from "./bundle.ts";

/** Milliseconds between two updates of one place: about 15 a second, which looks alive and floods nobody. */
const updateInterval = 66;

export interface DisplayOptions {
  /** Names the place; the same cell's next `display` with this id draws there instead of below. */
  id?: string;
}

export type Display = (value: unknown, options?: DisplayOptions) => void;

type Message = Omit<Output, "origin"> & { origin?: string };

/** A named place in a cell's output. */
interface Place {
  id: string;
  origin: string;
  drawnAt: number;
  drawing: boolean;
  /** The newest value that has not been drawn yet. */
  next?: { value: unknown };
  /** Set while the outlet holds the cell's end open for the next value. */
  release?: (message: Message | Promise<Message>) => void;
  timer?: NodeJS.Timeout;
}

/** Makes `display` for one outlet. */
export function createDisplay(outlet: Outlet): Display {
  const places = new Map<string, Place>();
  return (value, { id } = {}) => {
    if (id === undefined) return send(outlet, draw("display_data", value));
    const place = places.get(id);
    if (place?.origin === outlet.origin) return update(outlet, place, value);
    const fresh: Place = { id, origin: outlet.origin, drawnAt: performance.now(), drawing: false };
    places.set(id, fresh);
    send(outlet, draw("display_data", value, fresh));
  };
}

/** Draws at once when it is time; else keeps the value, so that the newest is drawn and the last one always is. */
function update(outlet: Outlet, place: Place, value: unknown): void {
  const first = place.next === undefined;
  place.next = { value };
  if (!place.drawing && performance.now() - place.drawnAt >= updateInterval) flush(outlet, place);
  // Held only once the code pauses: a loop that never awaits must not have its other outputs held back.
  else if (first) queueMicrotask(() => hold(outlet, place));
}

/** Keeps the cell from ending before the newest value is drawn. */
function hold(outlet: Outlet, place: Place): void {
  if (place.next === undefined || place.release) return;
  outlet.later(
    new Promise<Message>((resolve) => {
      place.release = resolve;
    }),
  );
  const rest = updateInterval - (performance.now() - place.drawnAt);
  place.timer = setTimeout(() => flush(outlet, place), Math.max(0, rest));
}

function flush(outlet: Outlet, place: Place): void {
  if (place.next === undefined || place.drawing) return;
  const { next, release } = place;
  clearTimeout(place.timer);
  delete place.next;
  delete place.release;
  place.drawing = true;
  const drawn = draw("update_display_data", next.value, place);
  const done = () => {
    place.drawing = false;
    place.drawnAt = performance.now();
    if (place.next !== undefined) hold(outlet, place);
  };
  if (release) release(drawn);
  else send(outlet, drawn);
  if (isPromise(drawn)) void drawn.then(done);
  else done();
}

function draw(
  type: "display_data" | "update_display_data",
  value: unknown,
  place?: Place,
): Message | Promise<Message> {
  const bundle = toBundle(value);
  const message = (content: MimeBundle): Message => ({
    type,
    content: { ...content, transient: place ? { display_id: place.id } : {} },
    ...(place && { origin: place.origin }),
  });
  return isPromise(bundle) ? bundle.then(message) : message(bundle);
}

function send(outlet: Outlet, message: Message | Promise<Message>): void {
  if (isPromise(message)) outlet.later(message);
  else outlet.send(message);
}
