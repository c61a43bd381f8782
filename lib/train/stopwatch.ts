import type { TrainStep } from "./train-step.ts";

/** Says how fast the steps come, from the first one on. */
export function stopwatch(
  now: (() => number) | undefined,
): (rows: number, left: number) => Pick<TrainStep, "examplesPerSecond" | "secondsLeft"> {
  if (!now) return () => ({});
  const start = now();
  let [made, done] = [0, 0];
  return (rows, left) => {
    made++;
    done += rows;
    const seconds = Math.max((now() - start) / 1000, 1e-9);
    return { examplesPerSecond: done / seconds, secondsLeft: (left * seconds) / made };
  };
}
