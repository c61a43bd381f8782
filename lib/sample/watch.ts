/** Lets a recorder see what guidance mixes, without a sampler knowing of it. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { HostValues } from "../core/values.ts";

/** The two predictions that guidance mixes, of the denoiser's own kind. */
export interface GuidedParts {
  conditional: HostValues;
  unconditional: HostValues;
}

const watching = new AsyncLocalStorage<(parts: GuidedParts) => void>();

/** Says what is mixed; does nothing unless somebody watches. */
export function noteGuidance(parts: GuidedParts): void {
  watching.getStore()?.(parts);
}

/** Runs something; `see` gets the parts of every guided prediction in it. */
export function watchGuidance<Result>(see: (parts: GuidedParts) => void, run: () => Result): Result {
  return watching.run(see, run);
}
