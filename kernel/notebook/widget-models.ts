/** The widgets of a notebook as its front end knows them: each model's state, kept up to date by comm messages. */

/** The state of one widget; bytes stand where the front end puts them. */
export type WidgetState = Record<string, unknown>;

/** Model id → state. */
export type WidgetModels = Map<string, WidgetState>;

/** A comm message from the kernel. */
export interface CommOutput {
  type: string;
  content: Record<string, unknown>;
  buffers?: readonly Uint8Array[];
}

export const widgetViewType = "application/vnd.jupyter.widget-view+json";
export const widgetStateType = "application/vnd.jupyter.widget-state+json";

/** Takes a comm message into the models. Messages that are not of a widget are passed over. */
export function updateModels(models: WidgetModels, { type, content, buffers = [] }: CommOutput): void {
  const id = String(content["comm_id"]);
  const data = (content["data"] ?? {}) as Record<string, unknown>;
  if (type === "comm_close") models.delete(id);
  const opens = type === "comm_open" && content["target_name"] === "jupyter.widget";
  const updates = type === "comm_msg" && models.has(id) && data["method"] === "update";
  if (!opens && !updates) return;
  const state = structuredClone(data["state"] ?? {}) as WidgetState;
  const paths = (data["buffer_paths"] ?? []) as (string | number)[][];
  for (const [index, path] of paths.entries()) putAt(state, path, buffers[index]);
  models.set(id, { ...models.get(id), ...state });
}

/** The widgets as a notebook keeps them, so that they are shown when it is opened without a kernel. */
export function widgetStateForFile(models: WidgetModels): Record<string, unknown> {
  const entries = [...models].map(([id, state]) => {
    const buffers: object[] = [];
    const plain = takeBuffers(state, [], buffers) as WidgetState;
    const entry = {
      model_name: state["_model_name"],
      model_module: state["_model_module"],
      model_module_version: state["_model_module_version"],
      state: plain,
    };
    return [id, buffers.length > 0 ? { ...entry, buffers } : entry];
  });
  return { version_major: 2, version_minor: 0, state: Object.fromEntries(entries) };
}

/** The ids of the widgets that a widget holds: itself first, then its children, theirs, and so on. */
export function widgetTree(models: WidgetModels, id: string, seen = new Set<string>()): string[] {
  if (seen.has(id) || !models.has(id)) return [...seen];
  seen.add(id);
  for (const child of childrenOf(models.get(id)!)) widgetTree(models, child, seen);
  return [...seen];
}

/** The ids of a widget's own children. */
export function childrenOf(state: WidgetState): string[] {
  const children = Array.isArray(state["children"]) ? state["children"] : [];
  return children.map((child) => String(child).replace(/^IPY_MODEL_/, ""));
}

function putAt(state: WidgetState, path: (string | number)[], bytes: Uint8Array | undefined): void {
  let place: Record<string | number, unknown> = state;
  for (const step of path.slice(0, -1)) place = place[step] as Record<string | number, unknown>;
  place[path.at(-1)!] = bytes;
}

/** A copy without bytes; they are added to `buffers` with their paths. */
function takeBuffers(value: unknown, path: (string | number)[], buffers: object[]): unknown {
  if (value instanceof Uint8Array) {
    buffers.push({ encoding: "base64", path, data: Buffer.from(value).toString("base64") });
    return null;
  }
  if (Array.isArray(value)) return value.map((item, index) => takeBuffers(item, [...path, index], buffers));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const plain = takeBuffers(item, [...path, key], buffers);
      return item instanceof Uint8Array ? [] : [[key, plain]];
    }),
  );
}
