import { checkInteger, checkPositive } from "../core/check.ts";
import type { HostValues } from "../core/values.ts";
import { type Activation, trace } from "../model/trace.ts";
import type { TrainStep } from "../train/train-step.ts";
import type { AttentionRecord, Recording, SampleFrame, TrainFrame } from "./recording.ts";
import type { SampleStep } from "./sample.ts";
import { type GuidedParts, watchGuidance } from "./watch.ts";

export interface RecordOptions {
  /** What the run is called beside another. Default: "run". */
  name?: string;
  /** How many pictures or points of each step to keep. Default: 4 pictures, or 500 points. */
  rows?: number;
  /** Most bytes to keep; beyond it every second step goes. Default: 32 MiB. */
  limit?: number;
  /** Keeps the cross-attention of networks too. Default: false. */
  attention?: boolean;
  /** The clock, in milliseconds: `() => performance.now()`. Without it no times are kept. */
  now?: () => number;
}

/**
 * Records a sampling or a training: x_t, x̂_0, ε̂, the parts that guidance mixes, attention, SNR, evaluations and time of
 * each step; of a training its loss, by row too, its gradient and its rate.
 *
 * Yields the recording so far after each step, one record that grows. It stays within `limit`: when it is full, every second
 * step goes, and from then on half as many are kept.
 *
 * @param steps What `sample` or `train` returned. Breaking off the loop ends it too.
 * @throws {RangeError} If rows or limit is not above 0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { cosineSchedule, last, mixture, random, record, sample } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[2, 1]], deviations: [0.1] });
 * const run = await last(record(sample(exact, { schedule: cosineSchedule(), steps: 10, count: 5, rng: random(1) })));
 * assert.deepEqual([run.frames.length, run.frames[9].evaluations], [10, 10]);
 * ```
 */
export function record<X extends HostValues>(
  steps: AsyncIterable<SampleStep<X>>,
  options?: RecordOptions,
): AsyncGenerator<Recording<SampleFrame>, void>;
export function record(
  steps: AsyncIterable<TrainStep>,
  options?: RecordOptions,
): AsyncGenerator<Recording<TrainFrame>, void>;
export async function* record(
  steps: AsyncIterable<SampleStep<HostValues> | TrainStep>,
  { name = "run", rows, limit = 32 * 2 ** 20, attention = false, now }: RecordOptions = {},
): AsyncGenerator<Recording, void> {
  if (rows !== undefined) checkInteger(rows, { doing: "record", name: "rows", from: 1 });
  checkPositive(limit, { doing: "record", name: "limit" });
  const iterator = steps[Symbol.asyncIterator]();
  const recording: Recording = { name, frames: [], steps: 0, stride: 1, bytes: 0 };
  const start = now?.();
  let index = 0;
  try {
    for (; ; index++) {
      const { result, parts, activations } = await watched(() => iterator.next(), {
        attention,
        rows: rows ?? 4,
      });
      if (result.done) return;
      const seconds = now && start !== undefined ? { seconds: (now() - start) / 1000 } : {};
      const frame = isTraining(result.value)
        ? { ...trainFrame(result.value), ...seconds }
        : { ...sampleFrame(result.value, { rows, parts, activations }), ...seconds };
      recording.steps = result.value.steps;
      keep(recording, frame, { index, limit });
      yield recording;
    }
  } finally {
    await iterator.return?.();
  }
}

interface Watched {
  result: IteratorResult<SampleStep<HostValues> | TrainStep>;
  parts: GuidedParts | undefined;
  activations: Activation[];
}

/** Takes a step, and sees the last mixing of guidance in it and its attention. */
async function watched(
  next: () => Promise<Watched["result"]>,
  { attention, rows }: { attention: boolean; rows: number },
): Promise<Watched> {
  let parts: GuidedParts | undefined;
  const see = (seen: GuidedParts) => {
    parts = seen;
  };
  if (!attention) return { result: await watchGuidance(see, next), parts, activations: [] };
  const only = (name: string) => name.endsWith("cross.map");
  const { result, activations } = await trace(() => watchGuidance(see, next), { only, rows, limit: 2 ** 20 });
  return { result, parts, activations };
}

function isTraining(step: SampleStep<HostValues> | TrainStep): step is TrainStep {
  return "loss" in step;
}

function trainFrame({ step, loss, floor, gradientNorm, rate, perRow }: TrainStep): TrainFrame {
  const kept = { t: perRow.t.slice(), loss: perRow.loss.slice() };
  return { step, loss, gradientNorm, rate, perRow: kept, ...(floor !== undefined && { floor }) };
}

function sampleFrame(
  step: SampleStep<HostValues>,
  {
    rows,
    parts,
    activations,
  }: { rows: number | undefined; parts: GuidedParts | undefined; activations: Activation[] },
): SampleFrame {
  const { index, t, sigma, snr, evaluations } = step;
  const cut = (values: HostValues) => firstRows(values, rows ?? ("height" in values ? 4 : 500));
  // A step asks several times, at x_t with the condition first: the first record of each place is what the prompt does.
  const first = activations.filter(
    ({ name }, at) => activations.findIndex((other) => other.name === name) === at,
  );
  return {
    ...{ index, t, sigma, snr, evaluations },
    ...{ x: cut(step.x), x0: cut(step.x0), eps: cut(step.eps) },
    ...(parts && { conditional: cut(parts.conditional), unconditional: cut(parts.unconditional) }),
    ...(first.length > 0 && { attention: first.flatMap(attentionOf) }),
  };
}

function attentionOf({ name, values }: Activation): AttentionRecord[] {
  return values ? [{ name, ...values }] : [];
}

/** A copy of the first rows: what a step holds belongs to the sampling. */
function firstRows(values: HostValues, most: number): HostValues {
  const count = Math.min(most, values.count);
  return {
    ...values,
    count,
    data: values.data.slice(0, (values.data.length / values.count) * count),
  } as HostValues;
}

/** Adds a frame. The newest is always the last; one that does not fall on the stride is there only until the next. */
function keep(
  recording: Recording,
  frame: SampleFrame | TrainFrame,
  { index, limit }: { index: number; limit: number },
): void {
  const { frames, stride } = recording;
  const passing = frames.length > 1 && (index - 1) % stride !== 0 ? frames.pop() : undefined;
  frames.push(frame);
  recording.bytes += sizeOf(frame) - (passing ? sizeOf(passing) : 0);
  if (recording.bytes <= limit || frames.length < 3) return;
  recording.stride *= 2;
  const kept = frames.filter((_, at) => at % 2 === 0 || at === frames.length - 1);
  recording.bytes = kept.reduce((sum, each) => sum + sizeOf(each), 0);
  frames.splice(0, frames.length, ...kept);
}

/** The bytes of all numbers in a frame. */
function sizeOf(part: unknown): number {
  if (ArrayBuffer.isView(part)) return part.byteLength;
  if (typeof part !== "object" || part === null) return 8;
  return Object.values(part).reduce((sum: number, each) => sum + sizeOf(each), 0);
}
