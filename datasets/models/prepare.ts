/** Writes what train.py starts from: first weights, pictures and words. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  cosineSchedule,
  type Dataset,
  namedTensors,
  readTexts,
  selectBackend,
  type TensorToSave,
  tokenize,
  wordTokenizer,
  writeSafetensors,
} from "../../lib/index.ts";
import { type Made, makeModel, readModelConfig, trainingData } from "./make-model.ts";

async function tensorsOf(parameters: object): Promise<Record<string, TensorToSave>> {
  const named = namedTensors(parameters).map(
    async ([name, tensor]) =>
      [name, { shape: tensor.shape, data: Float32Array.from(await tensor.data()) }] as const,
  );
  return Object.fromEntries(await Promise.all(named));
}

/** The words of each picture as rows of numbers, and how long each row is; a CLIP's rows end where their end token stands. */
function wordsOf(made: Made, { captions, vocabulary }: Dataset): Record<string, TensorToSave> {
  if (made.kind === "clip") {
    const { length } = made.model.config.text;
    const { ids, ends } = tokenize(captions, { tokenizer: wordTokenizer(vocabulary), length });
    return tokens(ids, { lengths: ends, length });
  }
  if (made.kind === "autoencoder") return tokens(new Int32Array(captions.length), { length: 1 });
  const { text } = made.model.config as { text: { vocabulary: string[]; length: number } };
  const rows = readTexts(captions, text);
  const ids = new Int32Array(captions.length * text.length);
  rows.forEach((row, at) => {
    ids.set(row, at * text.length);
  });
  return tokens(ids, { lengths: Int32Array.from(rows, ({ length }) => length), length: text.length });
}

function tokens(
  ids: Int32Array,
  { lengths, length }: { lengths?: Int32Array; length: number },
): Record<string, TensorToSave> {
  const count = ids.length / length;
  return {
    tokens: { shape: [count, length], data: ids },
    lengths: { shape: [count], data: lengths ?? new Int32Array(count) },
  };
}

async function prepare(name: string, folder: string): Promise<void> {
  const config = await readModelConfig(name);
  const data = await trainingData(config);
  const made = makeModel(config, data);
  const { images } = data;
  const shape = [images.count, images.height, images.width, images.channels];
  await mkdir(folder, { recursive: true });
  await writeSafetensors(join(folder, "start.safetensors"), await tensorsOf(made.model.parameters));
  await writeFile(join(folder, "model.json"), JSON.stringify(made.model.config));
  await writeSafetensors(join(folder, "data.safetensors"), {
    images: { shape, data: Uint8Array.from(images.data, (value) => Math.round((value + 1) * 127.5)) },
    alphaBar: { shape: [1000], data: Float32Array.from(cosineSchedule().alphaBar) },
    ...wordsOf(made, data),
  });
}

await selectBackend();
await prepare(process.argv[2] ?? "", process.argv[3] ?? "");
process.exit();
