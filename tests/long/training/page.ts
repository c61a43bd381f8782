/** The page of what training reaches. */

import type { facesExperiment } from "./faces.ts";
import type { mixtureExperiment } from "./mixture.ts";
import { percent } from "./pictures.ts";
import type { shapesExperiment } from "./shapes.ts";
import type { tuningExperiment } from "./tuning.ts";

export type Results = Partial<{
  mixture: Awaited<ReturnType<typeof mixtureExperiment>>[];
  shapes: Awaited<ReturnType<typeof shapesExperiment>>;
  faces: Awaited<ReturnType<typeof facesExperiment>>;
  tuning: Awaited<ReturnType<typeof tuningExperiment>>;
}>;

/** The page: a section for each experiment that was made. */
export function page({ mixture, shapes, faces, tuning }: Results): string {
  const sections = [
    "# What training reaches",
    "Written by `node dist/tests/long/training-quality.js`, figures and pictures included; every number is measured.",
    ...(mixture ? mixtureSection(mixture) : []),
    ...(shapes ? shapesSection(shapes) : []),
    ...(faces ? facesSection(faces) : []),
    ...(tuning ? tuningSection(tuning) : []),
  ];
  return `${sections.join("\n\n")}\n`;
}

function mixtureSection(mixture: NonNullable<Results["mixture"]>): string[] {
  return [
    "## Points: an MLP on the exact mixture",
    "The excess is the mean square between the predicted noise and that of the exact denoiser, over all steps of the linear schedule: what the loss has above its floor. Batches of 256, one-cycle rate with peak 0.006, target v.",
    table(
      ["parameters", "steps", "excess"],
      mixture.map(({ parameters, steps, excess }) => [parameters, steps, excess.toFixed(4)]),
    ),
  ];
}

function shapesSection(shapes: NonNullable<Results["shapes"]>): string[] {
  return [
    "## Text to image: shapes of 16 × 16",
    `A U-Net of ${shapes.parameters} parameters after ${shapes.steps} steps of ${shapes.batch}: target v, cosine schedule, AdamW (β₂ = 0.99), one-cycle rate with peak 0.003, running mean with decay 0.99, 10 % of the captions dropped. Four of the 36 looks are in no training picture. A picture is right if \`checkShapes\` finds the size, the colour, the shape and nothing else.`,
    table(
      ["guidance", "sampler", "steps", "right, looks that were trained", "right, looks held out"],
      shapes.figures.map(({ guidance, sampler, steps, seen, pictures, held, heldPictures }) => [
        guidance,
        sampler,
        steps,
        `${percent(seen)} of ${pictures}`,
        `${percent(held)} of ${heldPictures}`,
      ]),
    ),
    "![Shapes](training-shapes.png)",
  ];
}

function facesSection(faces: NonNullable<Results["faces"]>): string[] {
  return [
    "## Text to image: faces of 16 × 16",
    `The shipped model faces16, a U-Net of ${faces.parameters} parameters after ${faces.steps} steps of ${faces.batch}, with captions of the test set and guidance 2.`,
    "![Faces](training-faces.png)",
    `The distance to the nearest training picture over that to the second nearest would be near 0 for a copy. It is ${faces.generated.toFixed(3)} in the mean (least: ${faces.smallest.toFixed(3)}); of test pictures, which cannot be copies, ${faces.test.toFixed(3)}.`,
    "![Nearest training pictures](training-faces-nearest.png)",
  ];
}

function tuningSection(tuning: NonNullable<Results["tuning"]>): string[] {
  return [
    "## Fine-tuning: a subject from eight pictures",
    "The model of shapes learns a grey square with a hole as “a right square” (a word it never met in pictures of one object), 200 steps of 8. A prior adds 8 pictures of squares to each batch that the model itself drew before. How much of the class is left is measured with `checkShapes`, guidance 2.",
    table(
      ["trained", "parameters", "shows the subject", "squares still right", "others still right"],
      tuning.figures.map(({ name, parameters, likeness, squares, others }) => [
        name,
        parameters,
        percent(likeness),
        percent(squares),
        percent(others),
      ]),
    ),
    "![Fine-tuning](training-tuning.png)",
  ];
}

const table = (head: string[], rows: (string | number)[][]) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
