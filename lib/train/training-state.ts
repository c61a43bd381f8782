/** All that a training has to know to go on where it was, as one file. */
import type { Random, RandomState } from "../core/random.ts";
import {
  openSafetensors,
  type SafetensorsFile,
  type SavedTensor,
  type TensorToSave,
  writeSafetensors,
} from "../core/safetensors.ts";
import type { Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import type { Ema } from "../model/ema.ts";
import type { Model } from "../model/model.ts";
import { mapTensors, namedTensors } from "../model/parameters.ts";
import type { Optimizer } from "./optimizer.ts";
import type { Source, SourceState } from "./source.ts";
import type { TrainRecord } from "./train-step.ts";

/** What changes from step to step. */
export interface TrainingState {
  /** Steps made so far. */
  made: number;
  /** What the optimizer remembers, in the order of `namedTensors`. */
  slots: (readonly Tensor[])[];
  history: TrainRecord[];
}

/** The parts of a training that a file keeps. */
export interface TrainingParts {
  model: Model;
  state: TrainingState;
  optimizer: Optimizer;
  sources: readonly Source[];
  rng: Random;
  /** The running mean, if there is one. */
  ema?: Ema<object> | undefined;
}

/** What the file's metadata say of the training. */
interface Saved {
  made: number;
  optimizer: string;
  rng: RandomState;
  /** Updates of the running mean. */
  averaged?: number | undefined;
  sources: SourceState[];
}

const historyName = "training.history";
const slotName = (slot: string, name: string): string => `training.${slot}.${name}`;
const emaName = (name: string): string => `training.ema.${name}`;
const historyFields = ["step", "loss", "floor", "gradientNorm", "rate"] as const;

/**
 * Writes a training to a file, which appears complete or not at all: the model's parameters by their names, what the
 * optimizer remembers of each, and in the metadata where chance and the data are.
 */
export async function saveTraining(path: string, parts: TrainingParts): Promise<void> {
  const { model, state, optimizer, sources, rng, ema } = parts;
  const training: Saved = {
    made: state.made,
    optimizer: optimizer.name,
    rng: rng.state(),
    averaged: ema?.updates,
    sources: sources.map((source) => source.state()),
  };
  await writeSafetensors(
    path,
    { ...tensorsOf(parts), [historyName]: historyTensor(state.history) },
    { kind: "training", model: model.kind, training: JSON.stringify(training) },
  );
}

function tensorsOf({ model, state, optimizer, ema }: TrainingParts): Record<string, TensorToSave> {
  const named = namedTensors(model.parameters);
  return Object.fromEntries([
    ...named.map(([name, tensor]) => [name, toSave(tensor)]),
    ...named.flatMap(([name], index) =>
      optimizer.slots.map((slot, at) => [slotName(slot, name), toSave(state.slots[index][at])]),
    ),
    ...(ema ? namedTensors(ema.parameters) : []).map(([name, mean]) => [emaName(name), toSave(mean)]),
  ]);
}

const toSave = (tensor: Tensor): TensorToSave => ({
  shape: tensor.shape,
  data: async () => Float32Array.from(await tensor.data()),
});

function historyTensor(history: readonly TrainRecord[]): TensorToSave {
  const data = history.flatMap((record) => historyFields.map((field) => record[field] ?? Number.NaN));
  return { shape: [history.length, historyFields.length], data: Float64Array.from(data) };
}

/**
 * Puts a saved training in the place of a new one: parameters, the optimizer's memory, the history, and the streams of
 * chance and data.
 *
 * @throws {RangeError} If the file holds no training, or that of another model or optimizer, or without a running mean where one is kept; nothing is changed then.
 */
export async function restoreTraining(path: string, parts: TrainingParts): Promise<void> {
  const file = await openSafetensors(path);
  try {
    const saved = checkSaved(path, file, parts);
    const read = new Map<string, SavedTensor>();
    for (const name of [...Object.keys(tensorsOf(parts)), historyName]) read.set(name, await file.read(name));
    replace(parts, { saved, read });
  } finally {
    await file.close();
  }
}

function checkSaved(path: string, file: SafetensorsFile, parts: TrainingParts): Saved {
  const refuse = (why: string): never => {
    throw new RangeError(`Cannot go on from ${path}: ${why}`);
  };
  const { training } = file.metadata;
  const saved = training ? (JSON.parse(training) as Saved) : refuse("it holds no training, only a model");
  if (saved.optimizer !== parts.optimizer.name)
    refuse(`it was trained with the optimizer ${saved.optimizer}, not with ${parts.optimizer.name}`);
  if (saved.sources.length !== parts.sources.length) refuse("it was trained on other data");
  for (const [name, { shape }] of Object.entries(tensorsOf(parts))) {
    const found = file.tensors.get(name)?.shape ?? refuse(`it has no tensor ${name}`);
    if (found.join() !== shape.join())
      refuse(`${name} has the shape [${found.join(", ")}] there and [${shape.join(", ")}] in this model`);
  }
  return saved;
}

function replace(
  { model, state, optimizer, sources, rng, ema }: TrainingParts,
  { saved, read }: { saved: Saved; read: Map<string, SavedTensor> },
): void {
  const fresh = (name: string, old: Tensor): Tensor => {
    const next = tf.keep(tf.tensor(read.get(name)!.data as Float32Array, old.shape));
    old.dispose();
    return next;
  };
  state.slots = namedTensors(model.parameters).map(([name], index) =>
    optimizer.slots.map((slot, at) => fresh(slotName(slot, name), state.slots[index][at])),
  );
  model.parameters = mapTensors(model.parameters, (tensor, name) => fresh(name, tensor));
  if (ema) {
    ema.parameters = mapTensors(ema.parameters, (mean, name) => fresh(emaName(name), mean));
    ema.updates = saved.averaged ?? 0;
  }
  state.made = saved.made;
  state.history.splice(0, Infinity, ...recordsOf(read.get(historyName)!.data as Float64Array));
  rng.restore(saved.rng);
  sources.forEach((source, index) => {
    source.restore(saved.sources[index]);
  });
}

function recordsOf(values: Float64Array): TrainRecord[] {
  const width = historyFields.length;
  return Array.from({ length: values.length / width }, (_, row) => {
    const fields = historyFields.map((field, at) => [field, values[row * width + at]] as const);
    return Object.fromEntries(fields.filter(([, value]) => !Number.isNaN(value))) as unknown as TrainRecord;
  });
}
