/** What is kept of each step. */
export interface TrainRecord {
  /** Steps made so far, from 1. */
  step: number;
  /** The mean over the batch of weight times squared error. */
  loss: number;
  /** The least loss that was possible on this batch; only where the data are a `mixture`. */
  floor?: number;
  /** The length of the gradient before it was clipped. */
  gradientNorm: number;
  /** The learning rate. */
  rate: number;
}

/** One step of a training, as plain host data. */
export interface TrainStep extends TrainRecord {
  /** How many steps there will be. */
  steps: number;
  /** How often the data were gone through, this time included; 0 if they never end. */
  epoch: number;
  /** The time of each row, and its mean squared error without a weight. */
  perRow: { t: Float64Array; loss: Float32Array };
  /** Rows that went through the model in a second; only where `now` was given, as all times. */
  examplesPerSecond?: number;
  /** Seconds until the last step, at the speed so far. */
  secondsLeft?: number;
  /** Tensors that live now, and their bytes. */
  memory: { numTensors: number; numBytes: number };
  /** All steps so far, this one included: one list that grows. */
  history: readonly TrainRecord[];
}
