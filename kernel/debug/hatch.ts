/** What the debugger finds in the process that runs the cells: the notebook's variables, and how values are shown. */
import { describe, toBundle } from "../display/index.ts";

export interface Hatch {
  scope: Record<string, unknown>;
  /** A value's MIME bundle as JSON; of one that draws itself later its description, where nothing can be waited for. */
  show(value: unknown, isPaused: boolean): string | Promise<string>;
  /**
   * Makes the notebook's variables globals, as code that is evaluated expects them, and gives the way back. Such code may
   * begin before other such code has ended, as when it has met a breakpoint: the last one's way back is that of all.
   */
  lend(): () => void;
  /** A value in a breakpoint's message. */
  text(value: unknown): string;
  /** How often a breakpoint has been hit, this time included. */
  hit(breakpoint: string): number;
}

/** The expression that finds it. */
export const hatchExpression = 'globalThis[Symbol.for("Noisebook.hatch")]';

/** Puts the hatch to a scope where the debugger looks; nobody else sees it. Gives the scope. */
export function openHatch(scope: Hatch["scope"]): Hatch["scope"] {
  const hits = new Map<string, number>();
  const lend = createLender(scope);
  const hatch: Hatch = {
    scope,
    show,
    lend,
    text: (value) => (typeof value === "string" ? value : describe(value)),
    hit(breakpoint) {
      hits.set(breakpoint, (hits.get(breakpoint) ?? 0) + 1);
      return hits.get(breakpoint) as number;
    },
  };
  Object.defineProperty(globalThis, Symbol.for("Noisebook.hatch"), { value: hatch });
  return scope;
}

function show(value: unknown, isPaused: boolean): string | Promise<string> {
  const bundle = toBundle(value);
  if (!(bundle instanceof Promise)) return JSON.stringify(bundle);
  if (isPaused) return JSON.stringify({ data: { "text/plain": describe(value) }, metadata: {} });
  return bundle.then((drawn) => JSON.stringify(drawn));
}

function createLender(scope: Record<string, unknown>): () => () => void {
  /** What stood in the places of the variables that are lent now. */
  const before = new Map<string, PropertyDescriptor | undefined>();
  let loans = 0;
  const lendOne = (name: string) => {
    const own = Object.getOwnPropertyDescriptor(globalThis, name);
    before.set(name, own);
    if (own?.configurable === false) return;
    Object.defineProperty(globalThis, name, {
      configurable: true,
      get: () => scope[name],
      set(value) {
        scope[name] = value;
      },
    });
  };
  const giveBack = () => {
    loans -= 1;
    if (loans > 0) return;
    for (const [name, own] of before)
      if (own) Object.defineProperty(globalThis, name, own);
      else Reflect.deleteProperty(globalThis, name);
    before.clear();
  };
  return () => {
    loans += 1;
    for (const name of Object.keys(scope)) if (!before.has(name)) lendOne(name);
    return giveBack;
  };
}
