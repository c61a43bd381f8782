/** What is left of a training when it is done: the model, pictures, figures and a card. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  checkShapes,
  countParameters,
  type Images,
  lossCurve,
  pickImages,
  saveModel,
  type TrainRecord,
} from "../../lib/index.ts";
import type { TrainConfig } from "./config.ts";
import { pngOf } from "./png-of.ts";
import { writeSamples } from "./samples.ts";
import type { SetUp } from "./set-up.ts";

/** How the training went. */
export interface Outcome {
  history: readonly TrainRecord[];
  seconds: number;
  /** The engine that computed. */
  engine: string;
}

/**
 * Writes model.safetensors, loss.png, samples.png, samples/, report.json and README.md, and returns the report. Every sample
 * says that a model made it, and how: `remake` draws it again.
 */
export async function writeReport(
  config: TrainConfig,
  { setup, outcome }: { setup: SetUp; outcome: Outcome },
) {
  const { model, average, data } = setup;
  const learned = { ...model, parameters: average?.parameters ?? model.parameters };
  const at = (name: string) => join(config.out, name);
  await saveModel(at("model.safetensors"), learned, { data: data.name, seed: String(config.seed) });
  await writeFile(at("loss.png"), await pngOf(lossCurve(outcome.history, { title: "Training loss" })));
  const pictures = config.sample && (await writeSamples(config, { setup, learned }));
  const report = {
    parameters: countParameters(model.parameters),
    steps: outcome.history.length,
    loss: meanOfLast(outcome.history, 50),
    seconds: Math.round(outcome.seconds),
    engine: outcome.engine,
    ...(pictures && data.name === "shapes" && { correct: correctShare(pictures, config.sample!.prompts) }),
    config,
  };
  await writeFile(at("report.json"), `${JSON.stringify(report, undefined, 2)}\n`);
  await writeFile(at("README.md"), card(config, { setup, report }));
  return report;
}

function correctShare(pictures: Images, prompts: readonly string[]): number {
  const correct = prompts.filter(
    (prompt, index) => checkShapes(pickImages(pictures, [index]), prompt).correct,
  );
  return correct.length / prompts.length;
}

function meanOfLast(history: readonly TrainRecord[], count: number): number {
  const last = history.slice(-count);
  return last.reduce((sum, { loss }) => sum + loss, 0) / last.length;
}

function card(
  config: TrainConfig,
  { setup, report }: { setup: SetUp; report: { parameters: number; steps: number; loss: number } },
): string {
  const { model, data } = setup;
  const licences = [...new Set(data.rows.map(({ licence }) => licence))].join(", ");
  const pictures = config.sample ? "\n![Samples](samples.png)\n" : "";
  return `# ${config.model.kind} trained on ${data.name}

A diffusion model of ${report.parameters.toLocaleString("en")} parameters that predicts ${model.predicts}, trained for
${report.steps.toLocaleString("en")} steps on ${data.images.count.toLocaleString("en")} pictures of the set ${data.name} (licence: ${licences}).
The loss was ${report.loss.toFixed(4)} at the end. \`report.json\` has the configuration that makes it again, with seed ${config.seed}.
${pictures}
![Loss](loss.png)

It knows these words alone: ${data.vocabulary.join(", ")}.
`;
}
