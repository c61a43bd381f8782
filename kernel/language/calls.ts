/** What goes over the channel between the host and the language's process. */
import type { Language } from "./language.ts";

export interface Call {
  id: number;
  method: keyof Language;
  values: unknown[];
}

export interface Reply {
  id: number;
  value?: unknown;
  /** The stack of what the call threw. */
  failure?: string;
}
