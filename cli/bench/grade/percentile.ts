/** The time within which 95 of 100 have their feedback. */
export const p95 = (waited: readonly number[]) =>
  [...waited].sort((a, b) => a - b)[Math.ceil(waited.length * 0.95) - 1] ?? Number.NaN;
