/** Which engine computes: chosen once, with the reasons in words. */
import { type BackendName, type EngineOptions, engines, type Started } from "./backend/engines.ts";

export type { BackendName } from "./backend/engines.ts";

/** One engine that was considered. */
export interface BackendReason {
  backend: BackendName;
  chosen: boolean;
  /** Why it was taken or left, as a sentence without a final period. */
  reason: string;
}

export interface Backend extends Omit<Started, "reason"> {
  name: BackendName;
  /** Every engine in the order of preference. */
  reasons: BackendReason[];
}

export interface SelectBackendOptions extends EngineOptions {
  /** Use this engine or fail. Default: `NOISEBOOK_BACKEND`, or the first that starts. */
  prefer?: BackendName | undefined;
  /** Where `NOISEBOOK_BACKEND` is read. Default: the process's environment. */
  env?: Record<string, string | undefined>;
}

let selected: Promise<Backend> | undefined;

/**
 * Starts the best engine that this machine has and says why it was chosen; asked again, it returns the same choice
 * unless `prefer` names another.
 *
 * The order is TensorFlow on a GPU, WebGPU on a graphics card of any vendor, WebAssembly, TensorFlow on the processor,
 * plain JavaScript. WebAssembly and JavaScript come with this package; the others are packages that you install yourself.
 *
 * @throws {RangeError} If the name is unknown, or the named engine does not start; the sentence says why.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { selectBackend } from "noisebook";
 *
 * const backend = await selectBackend({ prefer: "wasm" });
 * assert.equal(backend.name, "wasm");
 * assert.equal(backend.reasons.find(({ chosen }) => chosen)?.backend, "wasm");
 * ```
 */
export function selectBackend(options: SelectBackendOptions = {}): Promise<Backend> {
  const { prefer, env = process.env } = options;
  if (prefer === undefined && selected) return selected;
  const wish = prefer ?? (env.NOISEBOOK_BACKEND || undefined);
  const choice = select(wish, { ...options, asked: prefer === undefined ? "NOISEBOOK_BACKEND" : "prefer" });
  selected = choice;
  choice.catch(() => {
    if (selected === choice) selected = undefined;
  });
  return choice;
}

async function select(
  wish: string | undefined,
  { asked, ...options }: SelectBackendOptions & { asked: string },
): Promise<Backend> {
  const names = engines.map(({ name }) => name);
  if (wish !== undefined && !names.includes(wish as BackendName))
    throw new RangeError(
      `Cannot select a backend: ${asked} must be one of ${names.join(", ")}, got "${wish}"`,
    );
  const reasons: BackendReason[] = [];
  let chosen: { name: BackendName; started: Started } | undefined;
  for (const { name, start } of engines) {
    let result: Started | string = chosen ? `${chosen.name} comes first` : `${asked} asks for ${wish}`;
    if (!chosen && (!wish || name === wish)) result = await attempt(() => start(options));
    const isChosen = typeof result !== "string";
    reasons.push({
      backend: name,
      chosen: isChosen,
      reason: typeof result === "string" ? result : result.reason,
    });
    if (typeof result !== "string") chosen = { name, started: result };
  }
  if (chosen) {
    const { reason: _, ...facts } = chosen.started;
    return { name: chosen.name, reasons, ...facts };
  }
  const why = reasons.find(({ backend }) => wish === undefined || backend === wish);
  throw new RangeError(`Cannot select a backend: ${wish ?? "no engine"} does not start here: ${why?.reason}`);
}

async function attempt(start: () => Promise<Started>): Promise<Started | string> {
  try {
    return await start();
  } catch (error) {
    return (error as Error).message.split("\n")[0];
  }
}
