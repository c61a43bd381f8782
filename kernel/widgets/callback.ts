/** Listeners of widgets: what they show, also their errors, appears below the cell that registered them. */
import { isPromise } from "../display/bundle.ts";
import type { Place } from "../display/redirect.ts";
import { connected } from "./connection.ts";

/** Makes a listener that never throws and whose output goes to the place of the code that registers it. */
export function callback<A extends unknown[]>(listener: (...args: A) => unknown): (...args: A) => void {
  const { redirects, describeError } = connected();
  const { origin } = redirects;
  const place: Place = {
    origin,
    take: (message) =>
      isPromise(message)
        ? redirects.later(message.then((ready) => ({ ...ready, origin })))
        : redirects.send({ ...message, origin }),
  };
  const fail = (error: unknown) => {
    redirects.send({ type: "error", content: { ...describeError(error) }, origin });
  };
  return (...args) => {
    try {
      const result = redirects.run(place, () => listener(...args));
      if (isPromise(result)) void Promise.resolve(result).catch(fail);
    } catch (error) {
      fail(error);
    }
  };
}
