/** A widget's state on the wire: plain JSON, with widgets as references and bytes in buffers beside it. */

/** State that can be sent; `buffer_paths` tells where each buffer belongs. */
export interface Packed {
  state: Record<string, unknown>;
  buffer_paths: (string | number)[][];
  buffers: Uint8Array[];
}

const prefix = "IPY_MODEL_";

/** How a model's state names another model. */
function referenceTo(id: string): string {
  return prefix + id;
}

/** Packs state for a comm message: bytes leave a gap in a record and null in a list, as the protocol says. */
export function pack(
  state: Record<string, unknown>,
  isWidget: (value: object) => value is { id: string },
): Packed {
  const buffer_paths: Packed["buffer_paths"] = [];
  const buffers: Uint8Array[] = [];
  const walk = (value: unknown, path: (string | number)[]): unknown => {
    if (value instanceof Uint8Array) {
      buffer_paths.push(path);
      buffers.push(value);
      return undefined;
    }
    if (typeof value !== "object" || value === null) return value;
    if (isWidget(value)) return referenceTo(value.id);
    if (Array.isArray(value)) return value.map((element, index) => walk(element, [...path, index]) ?? null);
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, element]) => [key, walk(element, [...path, key])] as const)
        .filter(([, element]) => element !== undefined),
    );
  };
  return { state: walk(state, []) as Packed["state"], buffer_paths, buffers };
}

/** The inverse of `pack`; references to unknown widgets stay text. */
export function unpack(
  packed: Packed,
  widgetOf: (id: string) => object | undefined,
): Record<string, unknown> {
  const state = structuredClone(packed.state);
  packed.buffer_paths.forEach((path, index) => {
    let at = state as Record<string | number, unknown>;
    for (const key of path.slice(0, -1)) at = at[key] as typeof at;
    at[path.at(-1)!] = packed.buffers[index];
  });
  const walk = (value: unknown): unknown => {
    if (typeof value === "string" && value.startsWith(prefix))
      return widgetOf(value.slice(prefix.length)) ?? value;
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
    if (Array.isArray(value)) return value.map(walk);
    return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, walk(element)]));
  };
  return walk(state) as Record<string, unknown>;
}
