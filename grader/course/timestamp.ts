/** When something was handed in, as nbgrader writes it into `timestamp.txt`. */

const form =
  /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?\s*(Z|[+-]\d\d:?\d\d|[A-Za-z][\w+/-]*)?$/;

/**
 * Reads a timestamp of nbgrader's: a date, a time, and a zone by its name or distance; UTC where there is none.
 *
 * @returns The moment in ISO form and UTC, to the millisecond; undefined if it is no timestamp.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(readTimestamp("2015-02-02 14:58:23.948203 America/Los_Angeles"), "2015-02-02T22:58:23.948Z");
 * assert.equal(readTimestamp("2015-02-02 14:58:23 +0100"), "2015-02-02T13:58:23.000Z");
 * assert.equal(readTimestamp("yesterday"), undefined);
 * ```
 */
export function readTimestamp(text: string): string | undefined {
  const [, year, month, day, hour, minute, second = "0", fraction = "", zone = "UTC"] =
    form.exec(text.trim()) ?? [];
  if (year === undefined) return undefined;
  const parts = [Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)];
  const local = Date.UTC(...(parts as [number, number])) + Number(fraction.padEnd(3, "0").slice(0, 3));
  const offset = offsetOf(zone, local);
  return offset === undefined || Number.isNaN(local) ? undefined : new Date(local - offset).toISOString();
}

/** Writes a moment as nbgrader does, in UTC. */
export function writeTimestamp(moment: Date): string {
  return `${moment.toISOString().replace("T", " ").replace("Z", "")}000 UTC`;
}

/** How far a zone is ahead of UTC, in milliseconds, at a local time. */
function offsetOf(zone: string, local: number): number | undefined {
  if (zone === "Z" || zone === "UTC" || zone === "GMT") return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  if (sign) return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  try {
    // The zone's distance depends on the moment, which depends on the distance: twice is enough but for an hour a year.
    const first = namedOffset(zone, local);
    return namedOffset(zone, local - first);
  } catch {
    return undefined;
  }
}

function namedOffset(zone: string, moment: number): number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  const name = format.formatToParts(moment).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours = "0", minutes = "0"] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
