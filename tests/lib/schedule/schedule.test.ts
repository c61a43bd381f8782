import assert from "node:assert/strict";
import fc from "fast-check";
import { cosineSchedule } from "../../../lib/schedule/cosine.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { scaledLinearSchedule } from "../../../lib/schedule/scaled-linear.ts";
import type { Schedule } from "../../../lib/schedule/schedule.ts";
import { sigmoidSchedule } from "../../../lib/schedule/sigmoid.ts";
import { snr } from "../../../lib/schedule/snr.ts";
import { zeroTerminalSnr } from "../../../lib/schedule/zero-terminal-snr.ts";
import { assertClose, golden } from "../golden.ts";

const makers: Record<string, (options: { steps: number }) => Schedule> = {
  linear: linearSchedule,
  "scaled linear": scaledLinearSchedule,
  cosine: cosineSchedule,
  sigmoid: sigmoidSchedule,
  "zero terminal SNR": (options) => zeroTerminalSnr(scaledLinearSchedule(options)),
};

/** ᾱ at t = 0, 100, 500, 999, and the sum over t; float32. */
const table: Record<string, number[]> = {
  linear: [0.9998999834, 0.8951413631, 0.0777966529, 0.0000403583, 275.513195],
  "scaled linear": [0.9991499782, 0.8942231536, 0.2763324678, 0.0046600951, 373.376471],
  cosine: [0.999958694, 0.9715756178, 0.492285043, 2.4e-9, 495.577484],
  sigmoid: [0.9998508096, 0.9804919362, 0.2988875806, 0.0000396818, 428.536746],
  "zero terminal SNR": [0.9991499782, 0.8867608905, 0.2410185486, 0, 352.179198],
};

describe("schedules", () => {
  const diffusers = golden<Record<string, number[]>>("schedules.json");

  for (const [name, make] of Object.entries(makers)) {
    it(`${name} has the ᾱ of the table`, () => {
      const { alphaBar } = make({ steps: 1000 });
      const sum = alphaBar.reduce((total, value) => total + value, 0);
      const actual = [alphaBar[0], alphaBar[100], alphaBar[500], alphaBar[999], sum];
      assertClose(actual, table[name], { relative: 1e-5, absolute: 3e-11 });
    });

    it(`${name} has the ᾱ of diffusers at every 37th step`, () => {
      const { alphaBar } = make({ steps: 1000 });
      assertClose(
        alphaBar.filter((_, t) => t % 37 === 0),
        diffusers[name],
        { relative: 1e-5, absolute: 1e-9 },
      );
    });

    it(`${name} has ᾱ that falls strictly in (0, 1], and β in (0, 1], for any number of steps`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 2, max: 2000 }), (steps) => {
          const { alphaBar, beta } = make({ steps });
          assert.equal(alphaBar.length, steps);
          const last = name === "zero terminal SNR" ? alphaBar[steps - 1] === 0 : alphaBar[steps - 1] > 0;
          return (
            last &&
            alphaBar[0] < 1 &&
            alphaBar.every((value, t) => t === 0 || value < alphaBar[t - 1]) &&
            beta.every((value) => value > 0 && value <= 1)
          );
        }),
        { numRuns: 30 },
      );
    });
  }

  it("ᾱ is the product of all 1 − β, also after the rescaling", () => {
    for (const make of Object.values(makers)) {
      const { alphaBar, beta } = make({ steps: 300 });
      let product = 1;
      assertClose(
        beta.map((b) => {
          product *= 1 - b;
          return product;
        }),
        alphaBar,
        { relative: 1e-12, absolute: 1e-18 },
      );
    }
  });

  it("keep their ends when these are given", () => {
    const { beta } = scaledLinearSchedule({ steps: 50, betaStart: 0.01, betaEnd: 0.09 });
    assertClose([beta[0], beta[49]], [0.01, 0.09], { relative: 1e-14 });
    assert.equal(linearSchedule({ steps: 1 }).beta.length, 1);
  });

  it("say what an option must be", () => {
    assert.throws(
      () => linearSchedule({ steps: 0 }),
      /^RangeError: Cannot make a linear schedule: steps must be an integer from 1, got 0$/,
    );
    assert.throws(
      () => sigmoidSchedule({ betaStart: 0 }),
      /Cannot make a sigmoid schedule: betaStart must be a number above 0 and below 1, got 0/,
    );
    assert.throws(
      () => scaledLinearSchedule({ betaStart: 0.5, betaEnd: 0.1 }),
      /betaEnd must be a number from 0.5, got 0.1/,
    );
    assert.throws(() => cosineSchedule({ offset: Number.NaN }), /offset must be a number from 0, got NaN/);
    assert.throws(() => zeroTerminalSnr(linearSchedule({ steps: 1 })), RangeError);
  });
});

describe("snr()", () => {
  it("is ᾱ / (1 − ᾱ): Stable Diffusion does not end in pure noise, unless it is rescaled", () => {
    assert.equal(snr(scaledLinearSchedule(), 999).toFixed(5), "0.00468");
    assert.equal(snr(zeroTerminalSnr(scaledLinearSchedule()), 999), 0);
  });

  it("refuses a step outside the schedule", () => {
    assert.throws(
      () => snr(linearSchedule(), 1000),
      /^RangeError: Cannot compute the SNR: t must be an integer from 0 to 999, got 1000$/,
    );
  });
});
