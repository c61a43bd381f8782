/** Listeners of widgets: what they show, also their errors, appears below the cell that registered them. */
import { isPromise } from "../display/bundle.ts";
import { connected } from "./connection.ts";

/**
 * Makes a listener that runs as code of the cell that registers it and never throws.
 *
 * @returns A function that returns a promise while the listener goes on asynchronously.
 */
export function callback<A extends unknown[]>(
  listener: (...args: A) => unknown,
): (...args: A) => void | Promise<void> {
  const { outlet, redirects, describeError } = connected();
  const { origin } = redirects;
  const fail = (error: unknown) =>
    outlet.send({ type: "error", content: { ...describeError(error) }, origin });
  return (...args) => {
    try {
      const result = redirects.run(origin, () => listener(...args));
      if (isPromise(result)) return result.then(() => undefined, fail);
    } catch (error) {
      fail(error);
    }
    return undefined;
  };
}
