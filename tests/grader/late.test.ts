import assert from "node:assert/strict";
import { readTime } from "../../grader/course/read-time.ts";
import { lateness, latePenalty } from "../../grader/late.ts";

const iso = (text: string, zone?: string) => new Date(readTime(text, zone)).toISOString();

describe("readTime()", () => {
  it("reads offsets, nbgrader's zones and the course's zone", () => {
    assert.equal(iso("2026-11-27T23:59:00+01:00"), "2026-11-27T22:59:00.000Z");
    assert.equal(iso("2026-11-27 23:59 UTC"), "2026-11-27T23:59:00.000Z");
    assert.equal(iso("2015-02-02 14:58:23.948203 America/Los_Angeles"), "2015-02-02T22:58:23.948Z");
    assert.equal(iso("2026-11-27T23:59", "Asia/Kathmandu"), "2026-11-27T18:14:00.000Z");
  });

  it("knows summer time: a local time that occurs twice is the first, one that is left out the later", () => {
    assert.equal(iso("2026-07-01T12:00", "Europe/Berlin"), "2026-07-01T10:00:00.000Z");
    assert.equal(iso("2026-10-25T02:30", "Europe/Berlin"), "2026-10-25T00:30:00.000Z");
    assert.equal(iso("2026-03-29T02:30", "Europe/Berlin"), "2026-03-29T01:30:00.000Z");
  });

  it("says what cannot be read", () => {
    assert.throws(() => readTime("tomorrow"), /Cannot read the time tomorrow/);
    assert.throws(() => readTime("2026-11-27T23:59"), /give the policy a timeZone/);
    assert.throws(() => readTime("2026-11-27T23:59", "Mars/Olympus"), /no time zone Mars\/Olympus/);
    assert.throws(() => readTime("2026-13-41T00:00Z"), /no such day/);
  });
});

describe("lateness()", () => {
  const due = "2026-11-27T23:59:00+01:00";
  const hoursLate = (hours: number) => new Date(Date.parse(due) + hours * 3_600_000).toISOString();

  it("costs nothing without a rule, however late", () => {
    assert.deepEqual(
      [-5, 0, 100].map((hours) => lateness(hoursLate(hours), { due }).percent),
      [0, 0, 0],
    );
  });

  it("costs a share for each day begun, up to the most, after the grace time", () => {
    const policy = { due, percentPerDay: 20, graceMinutes: 30, mostPercent: 50 };
    const percents = [0, 0.5, 0.51, 24, 24.01, 60, 1000].map(
      (hours) => lateness(hoursLate(hours), policy).percent,
    );
    assert.deepEqual(percents, [0, 0, 20, 20, 40, 50, 50]);
  });

  it("takes everything after the hard deadline, also without a rule by the day", () => {
    const policy = { due, hardDeadline: hoursLate(48) };
    assert.equal(lateness(hoursLate(48), policy).percent, 0);
    assert.equal(lateness(hoursLate(48.001), policy).percent, 100);
  });

  it("refuses a rule that makes no sense", () => {
    assert.throws(
      () => lateness(due, { due, percentPerDay: -10 }),
      /percentPerDay must be from 0 to 100, got -10/,
    );
    assert.throws(
      () => lateness(due, { percentPerDay: 10 } as never),
      /^RangeError: Cannot apply the late policy: due must say when .*, got undefined$/,
    );
  });
});

describe("latePenalty()", () => {
  it("is a share of what was reached, to a hundredth, and never a gift", () => {
    assert.equal(latePenalty(8.5, { percent: 20 }), 1.7);
    assert.equal(latePenalty(11, { percent: 100 }), 11);
    assert.equal(latePenalty(-1, { percent: 50 }), 0);
  });
});
