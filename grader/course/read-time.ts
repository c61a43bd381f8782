/** Reads when something was handed in or is due, also by the clocks of a time zone. */

/**
 * Reads a time as milliseconds since 1970. One with an offset, Z or a zone's name after it says itself where it is meant.
 *
 * @throws {RangeError} If it is no time, its zone is not known, or none is given.
 */
export function readTime(text: string, timeZone?: string): number {
  const parts =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?(?:\.\d+)?)\s*((?:Z|UTC)\b|[+-]\d\d:?\d\d)?\s*([A-Za-z][\w+/-]*)?$/.exec(
      text.trim(),
    );
  if (!parts)
    throw new RangeError(
      `Cannot read the time ${text}: it must be like 2026-11-27T23:59 or 2026-11-27T23:59:00+01:00`,
    );
  const [, date, time = "", offset, named] = parts;
  const shortened = time.replace(/(\.\d{3})\d+$/, "$1");
  if (offset)
    return checked(Date.parse(`${date}T${shortened}${offset === "UTC" ? "Z" : withColon(offset)}`), text);
  const zone = named ?? timeZone;
  if (zone === undefined)
    throw new RangeError(
      `Cannot read the time ${text}: it has no offset; give the policy a timeZone, as Europe/Berlin`,
    );
  return fromZone(checked(Date.parse(`${date}T${shortened}Z`), text), zone);
}

const withColon = (offset: string) => offset.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2");

function checked(time: number, text: string): number {
  if (Number.isNaN(time)) throw new RangeError(`Cannot read the time ${text}: there is no such day or hour`);
  return time;
}

/** The moment at which clocks in a zone show a local time; one that occurs twice means the first, one left out the later. */
function fromZone(local: number, zone: string): number {
  const before = local - offsetAt(local - 86_400_000, zone);
  const after = local - offsetAt(local + 86_400_000, zone);
  const fits = [before, after].filter((moment) => moment + offsetAt(moment, zone) === local);
  return fits.length > 0 ? Math.min(...fits) : Math.max(before, after);
}

/** How far a zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offsetAt(moment: number, zone: string): number {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 0, day, hour, minute, second } = parts;
  const shown = Date.UTC(year, month - 1, day, hour, minute, second);
  return shown - Math.floor(moment / 1000) * 1000;
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const numeric = "numeric" as const;
  const fields = {
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  };
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", ...fields });
  } catch (cause) {
    throw new RangeError(
      `Cannot read a time: there is no time zone ${timeZone}; one is called Europe/Berlin`,
      {
        cause,
      },
    );
  }
}
