import { toBundle } from "../display/index.ts";
import type { Channel } from "./channel.ts";
import type { RunResult } from "./frames.ts";
import type { Run } from "./requests.ts";

/** Shows the value of a cell's last expression and keeps it in `_`, or returns its MIME bundle, as the run asks. */
export async function present(
  value: unknown,
  { value: use, count }: Run,
  channel: Channel,
): Promise<RunResult> {
  if (use === "drop") return {};
  if (use === "return") return { ...(await toBundle(value)) };
  Object.assign(globalThis, { _: value });
  if (value === undefined) return {};
  const bundle = toBundle(value);
  const message = (content: object) => ({
    type: "execute_result" as const,
    content: { execution_count: count, ...content },
  });
  if (bundle instanceof Promise) channel.later(bundle.then(message));
  else channel.send(message(bundle));
  return {};
}
