/** A recorded run that can be gone through: with a slider of its own, no kernel and no network. */
import { displaySymbol } from "../core/figure.ts";
import { isSampling, type Recording, type SampleFrame } from "../sample/recording.ts";
import { columns } from "./compose.ts";
import { filmStrip } from "./film-strip.ts";
import { imageGrid } from "./image-grid.ts";
import { lossCurve } from "./loss-curve.ts";
import { onPlane } from "./plane.ts";
import { playerHtml } from "./player-html.ts";
import { type PlayerPart, sampleRun, trainRun } from "./player-run.ts";
import { scatter } from "./scatter.ts";
import { relabelled, type SvgFigure } from "./svg-figure.ts";

export interface RecordingPlayerOptions {
  title?: string;
  /** What to show of each step of a sampling. Default: all that was recorded. */
  parts?: readonly PlayerPart[];
  /** Most bytes of the player; frames are thinned evenly to fit. Default: 200,000. */
  limit?: number;
}

/**
 * Draws a recording as a player with its own slider: x_t, x̂_0, ε̂, the guided parts and attention of each step beside its t,
 * σ, SNR, evaluations and time; of a training, its loss. Several recordings are shown side by side on one slider.
 *
 * The player is HTML with its pictures inside: it works in a saved notebook without a kernel. Where no script may run the last
 * step is seen.
 *
 * @param recordings One or up to four of {@link record}.
 * @throws {RangeError} If there is none or more than four, or one has no step.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { cosineSchedule, last, mixture, random, record, recordingPlayer, sample } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[2, 1]], deviations: [0.1] });
 * const run = await last(record(sample(exact, { schedule: cosineSchedule(), steps: 10, count: 5, rng: random(1) })));
 * assert.match(recordingPlayer(run).alt, /Recording of run: 10 steps/);
 * ```
 */
export function recordingPlayer(
  recordings: Recording | readonly Recording[],
  { title, parts, limit = 200_000 }: RecordingPlayerOptions = {},
): SvgFigure {
  const runs = "frames" in recordings ? [recordings] : recordings;
  if (runs.length === 0 || runs.length > 4)
    throw new RangeError(`Cannot play recordings: 1 to 4 fit side by side, got ${runs.length}`);
  const empty = runs.find(({ frames }) => frames.length === 0);
  if (empty) throw new RangeError(`Cannot play the recording ${empty.name}: it has no step`);
  const facts = runs.map(({ name, steps, frames }) => {
    const kept = frames.length < steps ? ` (${frames.length} kept)` : "";
    return `${name}: ${steps} steps${kept}`;
  });
  const alt = `${title ?? "Recording"} of ${facts.join("; ")}`;
  const still = relabelled({ svg: () => columns(...runs.map(stillOf)).svg() }, alt);
  const html = () => {
    const each = Math.floor(limit / runs.length);
    const drawn = runs.map((run) =>
      isSampling(run) ? sampleRun(run, { parts, limit: each }) : trainRun(run as never),
    );
    return playerHtml(drawn, { title, alt });
  };
  return {
    ...still,
    [displaySymbol]: async () => ({ "text/html": html(), ...(await still[displaySymbol]()) }),
  };
}

/** A recording on paper: its steps as a strip, or its loss. */
function stillOf(recording: Recording): SvgFigure {
  const { name, frames } = recording;
  if (!isSampling(recording)) return lossCurve(frames as never, { title: name });
  const list = recording.frames;
  if (list.length > 1 && "height" in list[0].x) {
    const steps = list.map(({ t, x }) => ({ t: Math.round(t * 1000) / 1000, x }) as never);
    return filmStrip(steps, { title: name });
  }
  return picture(list[list.length - 1], name);
}

function picture({ x }: SampleFrame, title: string): SvgFigure {
  return "height" in x ? imageGrid(x, { title }) : scatter(onPlane(x), { title });
}
