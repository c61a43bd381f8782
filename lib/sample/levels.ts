/** The noise levels that a sampler walks, from the ways to name them. */
import { checkInteger } from "../core/check.ts";
import type { Target } from "../process/target.ts";
import { flowLevel, type Level, levelAt, levelOf, sigmaLevel } from "../schedule/level.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { type Spacing, timesteps } from "../schedule/timesteps.ts";

/** Which noise levels to walk: by a schedule, by σ, or one by one. */
export interface LevelOptions {
  /** The schedule that the model was trained on. */
  schedule?: Schedule;
  /** How many steps of the schedule to take. Default: all. */
  steps?: number;
  /** How these lie in the schedule; see `timesteps`. Default: "trailing". */
  spacing?: Spacing;
  /** See `timesteps`. Default: 0. */
  offset?: number;
  /** The steps of the schedule themselves, falling, in place of their number; a fraction lies between two steps. */
  timesteps?: ArrayLike<number>;
  /**
   * Noise levels, falling. With a schedule: σ = √(1 − ᾱ)/√ᾱ, and the model is told the step that fits. Without: σ of
   * x = x_0 + σ·ε, and the model is told σ; for a denoiser that predicts flow, t of x = (1 − t)·x_0 + t·ε.
   */
  sigmas?: ArrayLike<number>;
  /** The levels themselves, falling, the last one included. */
  levels?: readonly Level[];
}

/** The levels of a process by either of their names, for methods that leave the list of levels. */
export interface Process {
  levelOf(sigma: number): Level;
  levelAt(t: number): Level;
}

/** The levels to walk, and where x begins. */
export interface Path {
  levels: readonly Level[];
  process: Process;
  /** The deviation of x at the first level, where sampling starts from pure noise. */
  startScale: number;
}

/**
 * Finds the levels to walk.
 *
 * @throws {RangeError} If nothing says which, or they do not fall.
 */
export function pathOf(options: LevelOptions, predicts: Target): Path {
  const { schedule } = options;
  const levels = levelsOf(options, predicts);
  checkFalling(levels);
  const process = schedule ? scheduled(schedule) : processOf(levels[0]);
  return { levels, process, startScale: schedule ? 1 : levels[0].s };
}

function levelsOf(options: LevelOptions, predicts: Target): readonly Level[] {
  const { schedule, sigmas, levels } = options;
  if (levels) return levels;
  if (schedule && sigmas) return Array.from(sigmas, (sigma) => levelOf(schedule, sigma));
  if (schedule) return [...stepsOf(options, schedule), -1].map((t) => levelAt(schedule, t));
  if (sigmas) return Array.from(sigmas, predicts === "flow" ? flowLevel : sigmaLevel);
  throw new RangeError("Cannot sample: give schedule, sigmas or levels to say where the steps go");
}

function stepsOf(
  { steps, timesteps: given, spacing = "trailing", offset = 0 }: LevelOptions,
  schedule: Schedule,
): ArrayLike<number> & Iterable<number> {
  if (given) return Array.from(given);
  const count = steps ?? schedule.steps;
  checkInteger(count, { doing: "sample", name: "steps", from: 1, to: schedule.steps });
  return timesteps({ trainSteps: schedule.steps, steps: count, spacing, offset });
}

function checkFalling(levels: readonly Level[]): void {
  if (levels.length < 2)
    throw new RangeError(`Cannot sample: there must be 2 noise levels or more, got ${levels.length}`);
  levels.slice(1).forEach(({ sigma }, index) => {
    const before = levels[index].sigma;
    if (!(sigma < before))
      throw new RangeError(
        `Cannot sample: noise levels must fall at every step, got sigma ${before}, then ${sigma} at index ${index + 1}`,
      );
  });
}

function scheduled(schedule: Schedule): Process {
  return { levelOf: (sigma) => levelOf(schedule, sigma), levelAt: (t) => levelAt(schedule, t) };
}

/** The process that given levels belong to, by the first: σ (a = 1) or flow (a + s = 1). */
function processOf({ a, s }: Level): Process {
  if (a === 1) return { levelOf: sigmaLevel, levelAt: sigmaLevel };
  if (Math.abs(a + s - 1) < 1e-9)
    return { levelOf: (sigma) => flowLevel(sigma / (1 + sigma)), levelAt: flowLevel };
  const unknown = (): never => {
    throw new RangeError("Cannot leave the given levels: give the schedule that they belong to as well");
  };
  return { levelOf: unknown, levelAt: unknown };
}
