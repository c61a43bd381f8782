/** Schedules as the charts take them: one or several, checked, and thinned to what a screen can show. */

import type { Schedule } from "../schedule/schedule.ts";
import { palette } from "./theme.ts";

/** Colour and dash of each schedule, in the order given: told apart without colour too. */
export const scheduleChannels = {
  color: {
    field: "schedule",
    type: "nominal",
    sort: null,
    scale: {
      range: [palette.blue, palette.vermilion, palette.green, palette.purple, palette.orange, palette.black],
    },
    legend: { title: null, orient: "top" },
  },
  strokeDash: { field: "schedule", type: "nominal", sort: null },
};

/** One schedule or several as a list, the names made different. */
export function scheduleList(schedules: Schedule | readonly Schedule[]): Schedule[] {
  const list = isList(schedules) ? schedules : [schedules];
  if (list.length === 0 || list.length > 6)
    throw new RangeError(`Cannot draw schedules: 1 to 6 can be told apart, got ${list.length}`);
  return list.map((schedule, index) => {
    const twin = list.findIndex(({ name }) => name === schedule.name) !== index;
    return twin ? { ...schedule, name: `${schedule.name} (${index + 1})` } : schedule;
  });
}

function isList(schedules: Schedule | readonly Schedule[]): schedules is readonly Schedule[] {
  return Array.isArray(schedules);
}

/** At most 61 steps spread evenly, the first and the last among them: a curve of 250 pixels needs no more. */
export function thinnedSteps(steps: number): number[] {
  const count = Math.min(steps, 61);
  return Array.from({ length: count }, (_, index) =>
    count === 1 ? 0 : Math.round((index * (steps - 1)) / (count - 1)),
  );
}
