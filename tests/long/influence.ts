/**
 * The experiment on influence: 128 small denoisers are trained on halves of 400 digits, and every estimator is judged by
 * what they did. Run as a program, it prints the table.
 */
import {
  collect,
  cosineSchedule,
  type Dataset,
  denoiserGradients,
  denoiserLosses,
  type FitStep,
  fitDenoiser,
  type Gradients,
  halfSubsets,
  linearDatamodellingScore,
  loadDataset,
  noisePairs,
  type Points,
  type Random,
  type Retrained,
  random,
  retrain,
  similarity,
  tracIn,
  trak,
} from "../../lib/index.ts";

const schedule = cosineSchedule();
const setup = { schedule, steps: 600, rate: 0.01 };

async function digits(split: "train" | "test", { limit, rng }: { limit: number; rng: Random }) {
  const data = await loadDataset("digits8", { split });
  return data.pick(rng.shuffle(data.rows.map((_, at) => at)).slice(0, limit));
}

/** Trains on all halves and judges each score; a line of the table for each. */
export async function influenceTable(say: (line: string) => void) {
  const rng = random(15);
  const training = await digits("train", { limit: 400, rng });
  const targets = await digits("test", { limit: 100, rng });
  const pairs = noisePairs(schedule, { count: 60, values: 64, rng });
  const questions = { schedule, pairs };
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(0)} s`;

  const learn = async (subset: readonly number[], own: Random) => {
    const { denoiser } = await trained(training, { rng: own, subset });
    return denoiserLosses(denoiser, targets.images, questions);
  };
  const retrained: Retrained[] = [];
  const subsets = halfSubsets(400, { subsets: 64, rng });
  for await (const result of retrain(subsets, { learn, seeds: 2, rng })) {
    retrained.push(result);
    if (retrained.length % 8 === 0) say(`${2 * retrained.length} of 128 models after ${seconds()}`);
  }

  const scores = await allScores(training, { targets, questions, rng });
  say(`scores after ${seconds()}`);
  return Object.fromEntries(
    Object.entries(scores).map(([name, score]) => [name, linearDatamodellingScore(score, retrained)]),
  );
}

/** The last report of a training. */
async function trained(training: Dataset, options: { rng: Random; subset?: readonly number[] }) {
  return (await collect(fitDenoiser(training.images, { ...setup, ...options }))).at(-1)!;
}

interface Setting {
  targets: Dataset;
  questions: Parameters<typeof denoiserLosses>[2];
  rng: Random;
}

/** By name, a row for each target. */
async function allScores(training: Dataset, { targets, questions, rng }: Setting) {
  const gradients = async ({ denoiser }: FitStep, of: "loss" | "norm" = "loss"): Promise<Gradients> => ({
    training: await denoiserGradients(denoiser, training.images, { ...questions, of }),
    targets: await denoiserGradients(denoiser, targets.images, { ...questions, of }),
  });
  const steps = await collect(fitDenoiser(training.images, { ...setup, rng }));
  const last = await gradients(steps.at(-1)!);
  const norm = await gradients(steps.at(-1)!, "norm");
  const path = [];
  for (const step of steps.slice(0, -1)) path.push({ ...(await gradients(step)), rate: step.rate });
  path.push({ ...last, rate: steps.at(-1)!.rate });
  const [x, z] = [rowsOf(targets), rowsOf(training)];
  return {
    random: { data: rng.normal(x.count * z.count), count: x.count, dim: z.count },
    "same label": sameLabel(targets, training),
    "pixels, dot": similarity(x, z, "dot"),
    "pixels, cosine": similarity(x, z, "cosine"),
    "pixels, −distance": similarity(x, z, "distance"),
    "TracIn, last checkpoint, dot": tracIn([last]),
    "TracIn, last checkpoint, cosine": tracIn([last], "cosine"),
    "TracIn, 10 checkpoints, dot": tracIn(path),
    "TracIn, 10 checkpoints, cosine": tracIn(path, "cosine"),
    TRAK: trak([last]),
    "D-TRAK": trak([norm]),
  };
}

const rowsOf = ({ images }: Dataset): Points => ({
  data: images.data,
  count: images.count,
  dim: images.data.length / images.count,
});

function sameLabel(targets: Dataset, training: Dataset): Points {
  const data = targets.attributes.flatMap((target) =>
    training.attributes.map(({ digit }) => Number(digit === target["digit"])),
  );
  return { data: Float64Array.from(data), count: targets.rows.length, dim: training.rows.length };
}

/** The table as text. */
export function lines(table: Awaited<ReturnType<typeof influenceTable>>): string[] {
  const percent = (share: number) => (100 * share).toFixed(1);
  return Object.entries(table).map(
    ([name, { mean, error }]) => `${name.padEnd(32)} ${percent(mean).padStart(6)} % ± ${percent(error)}`,
  );
}

if (process.argv[1] === import.meta.filename)
  console.log(lines(await influenceTable(console.log)).join("\n"));
