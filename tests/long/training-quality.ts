/**
 * Trains what the lessons train and measures it. As a program it writes docs/training.md, its figures and its pictures:
 *
 *     node dist/tests/long/training-quality.js mixture shapes faces tuning
 *
 * Each name is one experiment of minutes; those that are left out keep their last figures. Trained models are kept in
 * .noisebook/training, where `tuning` finds the one of `shapes`.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { selectBackend } from "../../lib/index.ts";

import { facesExperiment } from "./training/faces.ts";
import { mixtureExperiment } from "./training/mixture.ts";
import { page, type Results } from "./training/page.ts";
import { docs, models } from "./training/pictures.ts";
import { shapesExperiment } from "./training/shapes.ts";
import { tuningExperiment } from "./training/tuning.ts";

async function main(names: string[]): Promise<void> {
  await selectBackend();
  await mkdir(models, { recursive: true });
  const file = join(models, "results.json");
  const results: Results = existsSync(file) ? JSON.parse(await readFile(file, "utf8")) : {};
  const say = (line: string) => console.log(line);
  const run = async <Name extends keyof Results>(name: Name, make: () => Promise<Results[Name]>) => {
    if (!names.includes(name)) return;
    results[name] = await make();
    await writeFile(file, JSON.stringify(results));
    await writeFile(join(docs, "training.md"), page(results));
  };
  await run("mixture", async () => [
    await mixtureExperiment(say, { steps: 1000 }),
    await mixtureExperiment(say, { steps: 3000 }),
  ]);
  await run("shapes", () => shapesExperiment(say));
  await run("faces", () => facesExperiment(say));
  await run("tuning", () => tuningExperiment(say));
  process.exit();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(process.argv.slice(2));
