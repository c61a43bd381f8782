/** What handing in late costs. */
import { readTime } from "./course/read-time.ts";

/** A course's rule, as JSON. Times of a day are in the course's own time zone. */
export interface LatePolicy {
  /** When the work is due: with an offset, as 2026-11-27T23:59:00+01:00, or as local time in `timeZone`. */
  due: string;
  /** An IANA name, as Europe/Berlin. Needed if a time has no offset. */
  timeZone?: string;
  /** Minutes after the due time that cost nothing. Default: 0. */
  graceMinutes?: number;
  /** Percent of the score that each day begun costs, of what was reached. Default: 0, lateness costs nothing. */
  percentPerDay?: number;
  /** The most that lateness may cost, in percent. Default: 100. */
  mostPercent?: number;
  /** What comes after it scores nothing: written as `due` is. */
  hardDeadline?: string;
}

/** How late a submission is, and what it costs. */
export interface Lateness {
  /** Seconds after the due time; 0 for one in time. */
  seconds: number;
  /** Days begun after the grace time, in the calendar of hours: each 24 hours. */
  days: number;
  /** From 0 to 100. */
  percent: number;
  /** One sentence for the student. */
  reason: string;
}

/**
 * Judges when a submission came.
 *
 * A day is 24 hours from the due time. Where clocks are changed, the due time is still the local time that was announced.
 *
 * @param handedIn With an offset, or local time in the policy's zone, as nbgrader's `timestamp.txt` has it.
 * @throws {RangeError} If a time or the zone cannot be read.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const policy = { due: "2026-03-28T23:59", timeZone: "Europe/Berlin", graceMinutes: 15, percentPerDay: 10 };
 * assert.equal(lateness("2026-03-28T23:10:00Z", policy).percent, 0); // 00:10 there: within the grace time
 * assert.equal(lateness("2026-03-28T23:20:00Z", policy).percent, 10);
 * ```
 */
export function lateness(handedIn: string, policy: LatePolicy): Lateness {
  const { graceMinutes = 0, percentPerDay = 0, mostPercent = 100, hardDeadline } = policy;
  refuseFaulty(policy);
  const at = readTime(handedIn, policy.timeZone);
  const seconds = Math.max(0, (at - readTime(policy.due, policy.timeZone)) / 1000);
  if (hardDeadline !== undefined && at > readTime(hardDeadline, policy.timeZone))
    return { seconds, days: daysOf(seconds), percent: 100, reason: "It came after the last deadline." };
  if (seconds <= graceMinutes * 60) return { seconds, days: 0, percent: 0, reason: "It came in time." };
  const days = daysOf(seconds);
  const percent = Math.min(mostPercent, days * percentPerDay);
  const late = days === 1 ? "It came up to a day late" : `It came up to ${days} days late`;
  return { seconds, days, percent, reason: percent === 0 ? `${late}.` : `${late}: −${percent} %.` };
}

const daysOf = (seconds: number) => Math.ceil(seconds / 86_400);

/** Points that lateness takes from a score, to a hundredth. Extra credit is lost in the same share. */
export function latePenalty(score: number, { percent }: Pick<Lateness, "percent">): number {
  return Math.round(Math.max(0, score) * percent) / 100;
}

function refuseFaulty({ due, graceMinutes = 0, percentPerDay = 0, mostPercent = 100 }: LatePolicy): void {
  if (typeof due !== "string")
    throw new RangeError(
      `Cannot apply the late policy: due must say when the work is due, as "2026-11-27T23:59:00+01:00", got ${due}`,
    );
  const fields = { graceMinutes, percentPerDay, mostPercent };
  for (const [name, value] of Object.entries(fields))
    if (!(value >= 0) || (name !== "graceMinutes" && value > 100))
      throw new RangeError(`Cannot apply the late policy: ${name} must be from 0 to 100, got ${value}`);
}
