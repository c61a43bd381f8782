import type { Checkpoint } from "./train-options.ts";
import { saveTraining, type TrainingParts } from "./training-state.ts";

/** Is told of each step, and writes the training when it is due. */
export interface Keeper {
  begin(): void;
  end(steps: number): Promise<void>;
  close(): Promise<void>;
}

/** Writes the training where it is due. Between two steps all parts belong together; after one that failed they may not. */
export function keeper(checkpoint: Checkpoint | undefined, parts: TrainingParts): Keeper {
  const { state } = parts;
  let [whole, saved] = [true, state.made];
  const save = async () => {
    if (checkpoint && whole && saved !== state.made) await saveTraining(checkpoint.path, parts);
    saved = state.made;
  };
  return {
    begin() {
      whole = false;
    },
    async end(steps) {
      whole = true;
      if (state.made % (checkpoint?.every ?? 100) === 0 || state.made === steps) await save();
    },
    close: save,
  };
}
