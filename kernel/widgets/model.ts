/** Models and their comms: the kernel's side of the ipywidgets protocol, version 2.1. */
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { isPromise } from "../display/bundle.ts";
import type { CommEvent } from "../runner/outlet.ts";
import { connected, type Model } from "./connection.ts";
import { pack, unpack } from "./wire.ts";

type State = Record<string, unknown>;

/** Opens the comm of a new model; `face` makes what cells hold of it. */
export function openModel(header: Model["header"], state: State, face: (model: Model) => object): Model {
  const { outlet, models } = connected();
  const id = randomUUID().replaceAll("-", "");
  const listeners = { observers: new Map(), messageListeners: new Set<never>() };
  const model: Model = { id, header, state, ...listeners, widget: {}, stop: () => {} };
  model.widget = face(model);
  const { buffers, ...data } = packState(fullState(model));
  models.set(id, model);
  model.stop = outlet.onComm(id, (event) => {
    if (event.type !== "comm_close") return receive(model, event);
    forget(model);
    return undefined;
  });
  outlet.send({
    type: "comm_open",
    content: { comm_id: id, target_name: "jupyter.widget", data },
    metadata: { version: "2.1.0" },
    buffers,
  });
  return model;
}

/** Ends a model here and on every page. */
export function closeModel(model: Model): void {
  if (forget(model))
    connected().outlet.send({ type: "comm_close", content: { comm_id: model.id, data: {} } });
}

function forget({ id, stop }: Model): boolean {
  stop();
  return connected().models.delete(id);
}

/** Changes a model's state here and on every page; what is the same already is not sent. */
export function setState(model: Model, changes: State): void {
  const different = Object.fromEntries(
    Object.entries(changes).filter(([key, value]) => !isDeepStrictEqual(model.state[key], value)),
  );
  if (Object.keys(different).length === 0) return;
  const { buffers, ...packed } = packState(different);
  sendData(model, { method: "update", ...packed }, buffers);
  void apply(model, different);
}

/** Sends one comm message of a model that is still open. */
export function sendData({ id }: Model, data: State, buffers: Uint8Array[] = []): void {
  const { outlet, models } = connected();
  if (models.has(id)) outlet.send({ type: "comm_msg", content: { comm_id: id, data }, buffers });
}

/** The state with the front end's classes, as a page needs it to make the widget. */
export function fullState({ header, state }: Model): State {
  return { ...header, ...state };
}

/** Packs state in which cells have put widgets. */
export function packState(state: State): ReturnType<typeof pack> {
  const { models } = connected();
  return pack(
    state,
    (value): value is { id: string } => models.get((value as { id?: string }).id ?? "")?.widget === value,
  );
}

/** @returns A promise while listeners go on, so that the front end holds back what comes next. */
function receive(model: Model, { data, buffers }: CommEvent): void | Promise<void> {
  if (data.method === "request_state") {
    const { buffers: own, ...packed } = packState(fullState(model));
    sendData(model, { method: "update", ...packed }, own);
  }
  if (data.method === "custom")
    return all(
      [...model.messageListeners].map((listener) => listener((data.content ?? {}) as State, buffers)),
    );
  if (data.method === "update") {
    const { state = {}, buffer_paths = [] } = data as { state?: State; buffer_paths?: [] };
    // Echoed before the listeners run, as ipywidgets does: what they set must come after it on every page.
    sendData(model, { method: "echo_update", state, buffer_paths }, buffers);
    const { models } = connected();
    const widgetOf = (id: string) => models.get(id)?.widget;
    return apply(model, unpack({ state, buffer_paths, buffers }, widgetOf));
  }
}

function apply(model: Model, changes: State): void | Promise<void> {
  const before = { ...model.state };
  Object.assign(model.state, changes);
  const changed = Object.keys(changes).filter((key) => !isDeepStrictEqual(before[key], model.state[key]));
  return all(
    changed.flatMap((key) =>
      [...(model.observers.get(key) ?? [])].map((listener) => listener(model.state[key])),
    ),
  );
}

function all(work: (void | Promise<void>)[]): void | Promise<void> {
  const pending = work.filter(isPromise);
  if (pending.length > 0) return Promise.all(pending).then(() => undefined);
}
