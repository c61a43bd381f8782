/**
 * Runs in the student's kernel when a notebook's own tests are to score it: what the tests stand on is kept from being
 * changed, or is seen to have changed. It is a guard against tricks, not a wall: the tests still run among the student's code.
 */
import assert from "node:assert";
import { syncBuiltinESMExports } from "node:module";

/** The MIME type of what has changed. */
export const guardType = "application/x-noisebook-guard+json";

/** Objects to which no honest notebook gives other properties; nothing inherits from them. */
const frozen = [assert, assert.strict, Math, JSON, Reflect, Object, Number, String, Array, Symbol, Promise];

const watched: Record<string, object> = {
  ...{ "Object.prototype": Object.prototype, "Array.prototype": Array.prototype },
  ...{ "Function.prototype": Function.prototype, "String.prototype": String.prototype },
  ...{ "Number.prototype": Number.prototype, "Boolean.prototype": Boolean.prototype },
  ...{ "Promise.prototype": Promise.prototype, "RegExp.prototype": RegExp.prototype },
  ...{ "Map.prototype": Map.prototype, "Set.prototype": Set.prototype, "Error.prototype": Error.prototype },
  "%TypedArray%.prototype": Object.getPrototypeOf(Float32Array.prototype),
  "%ArrayIterator%.prototype": Object.getPrototypeOf([][Symbol.iterator]()),
};

/** Names of the global object that tests use. */
const globals = ["console", "Math", "JSON", "Object", "Array", "Number", "String", "Symbol", "Promise"];

/** One property as it was before the notebook ran. */
interface Known {
  name: string;
  object: object;
  key: PropertyKey;
  value: unknown;
}

// What follows uses nothing that a notebook could have changed: no method, no iterator.
const { ownKeys, getOwnPropertyDescriptor } = Reflect;
const display = Symbol.for("Jupyter.display");
const known: Known[] = [];
const counts: { name: string; object: object; keys: number }[] = [];

/** Freezes and remembers; call it before any cell of the student. */
export function raiseGuard(): void {
  for (const object of frozen) Object.freeze(object);
  syncBuiltinESMExports();
  for (const [name, object] of Object.entries(watched)) {
    const keys = ownKeys(object);
    counts.push({ name, object, keys: keys.length });
    for (const key of keys)
      known.push({ name: `${name}.${String(key)}`, object, key, value: propertyOf(object, key) });
  }
  for (const name of globals)
    known.push({ name, object: globalThis, key: name, value: propertyOf(globalThis, name) });
}

/** What has changed since, as a value that shows itself: names with commas between them. */
export function changedSince(): object {
  let changed = known.length === 0 ? "what watches it" : "";
  const note = (name: string) => {
    changed += changed === "" ? name : `, ${name}`;
  };
  for (let at = 0; at < known.length; at++) {
    const { name, object, key, value } = known[at];
    if (propertyOf(object, key) !== value) note(name);
  }
  for (let at = 0; at < counts.length; at++) {
    const { name, object, keys } = counts[at];
    if (ownKeys(object).length !== keys) note(name);
  }
  return { [display]: () => ({ [guardType]: { changed } }) };
}

function propertyOf(object: object, key: PropertyKey): unknown {
  const descriptor = getOwnPropertyDescriptor(object, key);
  return descriptor?.value ?? descriptor?.get;
}
