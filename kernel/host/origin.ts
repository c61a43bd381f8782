/**
 * The token that travels with a cell or comm message and comes back with its outputs.
 *
 * It holds the request's header itself, so that an output finds its parent however late it comes and nothing needs to be
 * remembered.
 */
import type { Header, Message } from "./wire.ts";

/** What an origin says of the request. */
export interface Origin {
  parent: Header | undefined;
  /** True when only its comm messages are to be published. */
  silent: boolean;
}

export function toOrigin(request: Pick<Message, "header">, silent = false): string {
  return JSON.stringify({ parent: request.header, silent });
}

/** Reads a token; an output that belongs to no request has the empty one. */
export function fromOrigin(origin: string): Origin {
  return origin === "" ? { parent: undefined, silent: false } : JSON.parse(origin);
}
