/** What a flight recorder keeps: plain data, bounded in size. */
import type { HostValues } from "../core/values.ts";

/** Attention of one place of a model, as a recorder keeps it. */
export interface AttentionRecord {
  /** The place: "down.1.blocks.0.transformer.layers.0.cross.map". */
  name: string;
  /** [picture, head, position, token] */
  shape: number[];
  data: Float32Array;
}

/** A step of a sampling, its first rows alone. */
export interface SampleFrame {
  /** 0 for the first step. */
  index: number;
  t: number;
  sigma: number;
  snr: number;
  evaluations: number;
  x: HostValues;
  x0: HostValues;
  eps: HostValues;
  /** What the denoiser said with the condition and without, where guidance mixed both; of the denoiser's own kind. */
  conditional?: HostValues;
  unconditional?: HostValues;
  /** Where each token was attended to, where attention was asked for. */
  attention?: AttentionRecord[];
  /** Seconds since the first step was begun; only where `now` was given. */
  seconds?: number;
}

/** A step of a training. */
export interface TrainFrame {
  /** Steps made so far, from 1. */
  step: number;
  loss: number;
  floor?: number;
  gradientNorm: number;
  rate: number;
  /** The time and the loss of each row. */
  perRow: { t: Float64Array; loss: Float32Array };
  seconds?: number;
}

/** A run as it was: of a long one every k-th step. */
export interface Recording<Frame extends SampleFrame | TrainFrame = SampleFrame | TrainFrame> {
  name: string;
  frames: Frame[];
  /** How many steps the run has in all. */
  steps: number;
  /** Every how many steps one is kept; the last is always there. */
  stride: number;
  /** About how many bytes the frames take. */
  bytes: number;
}

/** A recording of a sampling, not of a training. */
export function isSampling(recording: Recording): recording is Recording<SampleFrame> {
  return recording.frames.length > 0 && "x" in recording.frames[0];
}
