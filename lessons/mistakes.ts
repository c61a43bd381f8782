/** Mistakes that people really make with diffusion models. Each was seen in a public repository or course. */

export interface CourseMistake {
  number: number;
  /** The wrong idea in a few words. */
  idea: string;
  /** A public place where it was made. */
  seen: string;
  /** What tells the wrong version from the right one. */
  toldApartBy: string;
}

const table: [idea: string, seen: string, toldApartBy: string][] = [
  ["√(1−ᾱ) written as 1−√ᾱ or √1−ᾱ", "labml#152", "the variance of x_t"],
  ["images left in [0, 1]", "labml#241, lucidrains#20", "the mean of x_t"],
  ["the target is x_t − x_{t−1}", "dome272#24", "the target's identity"],
  ["one step is enough when x₀ is predicted", "lucidrains#291", "x̂₀ at high σ is the data's mean"],
  ["the old ε is kept after x̂₀ was clipped", "lucidrains#84", "x_t = a x̂₀ + s ε̂ no longer holds"],
  ["β_t in place of the posterior variance", "PhysicsInformed#4", "t = 1: 5.45e-5, not 1.2e-4"],
  ["guidance scale off by one (w or 1 + w)", "diffusers#5882, threestudio#127", "the limits at w = 0 and 1"],
  ["`rand` where `randn` was meant, or the reverse", "rectified-flow-pytorch#16", "the moments"],
  ["another model's latent factor", "Open-Sora#493", "the latents' deviation is near 1"],
  ["the last σ repeated or missing", "diffusers#6477", "order and length"],
  ["fewer steps run than asked", "diffusers#4122", "the count for N from 1 to 1000"],
  ["SNR computed before the zero-SNR fix", "kohya#1263", "the order of operations"],
  ["α/r forgotten on merge", "FastVideo#870", "merged equals unmerged"],
  [
    "LoRA with both factors zero, or both random",
    "torchtune#1101",
    "the identity at the start; the gradient of B",
  ],
  ["a sampler that is not the one it is named", "tortoise-tts-fast#2", "the measured order"],
  ["the loss should reach 0", "MIT 6.S184's notes", "the loss floor"],
  ["FID on a few images", "StrDiffusion#28", "the bias over N"],
  ["leading and trailing spacing mixed up", "diffusers#3475", "the lists of steps"],
];

/** All eighteen, by number from 1. */
export const mistakes: CourseMistake[] = table.map(([idea, seen, toldApartBy], index) => ({
  number: index + 1,
  idea,
  seen,
  toldApartBy,
}));
