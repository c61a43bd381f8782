import assert from "node:assert/strict";
import {
  checkFinite,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkPositive,
} from "../../../lib/core/check.ts";

describe("checks on entry", () => {
  const doing = "noise x0";

  it("say what was tried, the argument, what would be right, and the value", () => {
    const sentences: [() => unknown, string][] = [
      [
        () => checkInteger(1000, { doing, name: "t", from: 0, to: 999 }),
        "Cannot noise x0: t must be an integer from 0 to 999, got 1000",
      ],
      [() => checkInteger(1.5, { doing, name: "t" }), "Cannot noise x0: t must be an integer, got 1.5"],
      [
        () => checkNumber(Number.NaN, { doing, name: "shift", from: 0 }),
        "Cannot noise x0: shift must be a number from 0, got NaN",
      ],
      [
        () => checkNumber("3" as never, { doing, name: "shift", to: 1 }),
        'Cannot noise x0: shift must be a number up to 1, got "3"',
      ],
      [
        () => checkPositive(0, { doing, name: "sigma" }),
        "Cannot noise x0: sigma must be a number above 0, got 0",
      ],
      [
        () => checkFinite([1, Infinity], { doing, name: "x0" }),
        "Cannot noise x0: x0 must hold finite numbers, got Infinity at index 1",
      ],
      [
        () => checkOneOf("b", { doing, name: "kind", names: ["a", "c", "d"] }),
        'Cannot noise x0: kind must be "a", "c" or "d", got "b"',
      ],
      [
        () => checkOneOf(undefined, { doing, name: "kind", names: ["a"] }),
        'Cannot noise x0: kind must be "a", got undefined',
      ],
      [
        () => checkNumber([1, 2] as never, { doing, name: "t" }),
        "Cannot noise x0: t must be a number, got [1, 2]",
      ],
    ];
    for (const [check, message] of sentences) assert.throws(check, new RangeError(message));
  });

  it("hand back what is right", () => {
    assert.equal(checkInteger(999, { doing, name: "t", from: 0, to: 999 }), 999);
    assert.equal(checkNumber(0.5, { doing, name: "t", from: 0, to: 1 }), 0.5);
    assert.equal(checkOneOf("a", { doing, name: "kind", names: ["a", "b"] }), "a");
  });
});
