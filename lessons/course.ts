/** The course as a table: what each lesson builds on, which files of the library it opens up, which mistakes it answers. */

export interface CourseEntry {
  /** The lesson's folder: its number and name. */
  folder: string;
  title: string;
  /** Numbers of the lessons that come before it. */
  needs: number[];
  /** Files and folders of the library that the lesson opens up. */
  opens: string[];
  /** Numbers of the well-known mistakes that its checks must name; see mistakes.ts. */
  mistakes: number[];
}

export const course: CourseEntry[] = [
  {
    folder: "01-four-ways",
    title: "Four ways to make pictures",
    needs: [],
    opens: ["lib/model/gan.ts", "lib/model/vae.ts", "lib/model/draw.ts", "lib/evaluate/mode-coverage.ts"],
    mistakes: [],
  },
  {
    folder: "02-forward-noising",
    title: "Forward noising",
    needs: [],
    opens: ["lib/process/forward.ts", "lib/process/walk.ts"],
    mistakes: [1, 2, 3],
  },
  {
    folder: "03-schedules",
    title: "Schedules and SNR",
    needs: [2],
    opens: [
      ...["linear", "cosine", "sigmoid", "snr", "zero-terminal-snr", "timesteps"].map(
        (name) => `lib/schedule/${name}.ts`,
      ),
    ],
    mistakes: [12, 18],
  },
  {
    folder: "04-what-to-predict",
    title: "What should the network predict?",
    needs: [2, 3],
    opens: [
      "lib/process/target.ts",
      "lib/process/loss.ts",
      "lib/process/loss-weight.ts",
      "lib/oracle/mixture.ts",
      "lib/oracle/loss-floor.ts",
    ],
    mistakes: [4, 5, 16],
  },
  {
    folder: "05-inside-the-denoiser",
    title: "Inside the denoiser",
    needs: [4],
    opens: ["lib/model/unet.ts", "lib/model/layers", "lib/model/trace.ts", "lib/model/summary.ts"],
    mistakes: [],
  },
  {
    folder: "06-training",
    title: "Training",
    needs: [4, 5],
    opens: ["lib/train/train.ts", "lib/train/optimizer.ts", "lib/train/rate.ts", "lib/model/ema.ts"],
    mistakes: [8, 16],
  },
  {
    folder: "07-ddpm-and-ddim",
    title: "Sampling I: DDPM and DDIM",
    needs: [4],
    opens: [
      "lib/sample/ddpm.ts",
      "lib/sample/ddim.ts",
      "lib/process/posterior.ts",
      "lib/schedule/timesteps.ts",
    ],
    mistakes: [6, 11],
  },
  {
    folder: "08-solvers",
    title: "Sampling II: solvers",
    needs: [7],
    opens: [
      ...["euler", "heun", "dpm-solver-2m", "unipc", "lms"].map((name) => `lib/sample/${name}.ts`),
      "lib/sample/measure-order.ts",
    ],
    mistakes: [10, 15],
  },
  {
    folder: "09-flow-matching",
    title: "Flow matching and rectified flow",
    needs: [4, 7],
    opens: ["lib/process/flow.ts", "lib/schedule/flow-sigmas.ts", "lib/sample/flow-euler.ts"],
    mistakes: [8],
  },
  {
    folder: "10-guidance",
    title: "Conditioning and guidance",
    needs: [4, 7],
    opens: ["lib/process/guidance.ts", "lib/model/condition.ts"],
    mistakes: [7],
  },
  {
    folder: "11-clip-and-cross-attention",
    title: "Words to pictures: CLIP and cross-attention",
    needs: [5, 10],
    opens: [
      "lib/text/clip-tokenizer.ts",
      "lib/model/clip.ts",
      "lib/model/clip-loss.ts",
      "lib/core/ops/attention.ts",
    ],
    mistakes: [],
  },
  {
    folder: "12-latent-diffusion",
    title: "Latent diffusion; the anatomy of SD 1.5, SDXL and Flux",
    needs: [5, 11],
    opens: ["lib/model/autoencoder.ts", "lib/model/mmdit.ts"],
    mistakes: [9],
  },
  {
    folder: "13-fine-tuning",
    title: "Fine-tuning: full, LoRA, DreamBooth, textual inversion",
    needs: [6, 11, 12],
    opens: ["lib/train/lora.ts", "lib/train/textual-inversion.ts", "lib/train/singular-values.ts"],
    mistakes: [13, 14],
  },
  {
    folder: "14-editing",
    title: "Editing: img2img, inpainting, inversion, interpolation",
    needs: [7, 10],
    opens: ["lib/sample/start.ts", "lib/sample/inpaint.ts", "lib/sample/invert.ts", "lib/sample/slerp.ts"],
    mistakes: [],
  },
  {
    folder: "15-data-matters",
    title: "Data matters",
    needs: [6],
    opens: [
      "lib/data/audit.ts",
      "lib/data/duplicates.ts",
      "lib/data/clean.ts",
      "lib/data/augment.ts",
      "lib/evaluate/influence.ts",
      "lib/evaluate/memorisation.ts",
    ],
    mistakes: [],
  },
  {
    folder: "16-evaluate-label-release",
    title: "Evaluate, label, release",
    needs: [6, 10, 15],
    opens: [
      "lib/evaluate/checklist.ts",
      "lib/evaluate/frechet-distance.ts",
      "lib/evaluate/kernel-distance.ts",
      "lib/evaluate/agreement.ts",
      "lib/provenance/label.ts",
      "lib/provenance/watermark.ts",
      "lib/provenance/inspect-picture.ts",
      "lib/provenance/licence-terms.ts",
      "lib/provenance/model-card.ts",
    ],
    mistakes: [17],
  },
];

/** The number of a lesson, from its folder's name. */
export function lessonNumber({ folder }: Pick<CourseEntry, "folder">): number {
  return Number.parseInt(folder, 10);
}
