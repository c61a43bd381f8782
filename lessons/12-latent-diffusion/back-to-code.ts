/** Exercise 2: from what the diffusion model draws to what the decoder reads. */
import type { Exercise } from "noisebook";

/** What an autoencoder's card says of its codes. */
export interface CodeScale {
  scale: number;
  shift: number;
}

type Inputs = [latent: Float32Array, { scale: number; shift: number }];

export const backToCode: Exercise<Inputs, ArrayLike<number>> = {
  id: "back-to-code",
  title: "Back to the decoder",
  points: 2,
  hint: "Write down what the encoder's side did, latent = (z − shift) · scale, and solve it for z.",
  cases: (rng) =>
    [
      [0.18215, 0],
      [0.3611, 0.1159],
      [0.5 + rng.uniform(), rng.normal()],
    ].map(([scale, shift]) => [Float32Array.from(rng.normal(24)), { scale, shift }]),
  solution: (latent, { scale, shift }) => latent.map((value) => value / scale + shift),
  mistakes: [
    {
      number: 9,
      name: "multiplied by the factor on both sides",
      wrong: (latent, { scale, shift }) => latent.map((value) => value * scale + shift),
      hint: "On the way in codes were multiplied. Multiplying again makes them still smaller, and the decoder gives grey.",
    },
    {
      name: "the shift forgotten",
      wrong: (latent, { scale }) => latent.map((value) => value / scale),
      hint: "Stable Diffusion's shift is 0, so this works there; Flux's is 0.1159, and its pictures would come out with a tint.",
    },
    {
      name: "the shift taken off again",
      wrong: (latent, { scale, shift }) => latent.map((value) => value / scale - shift),
      hint: "The shift was taken off on the way in. On the way back it returns.",
    },
    {
      name: "shifted first, then divided",
      wrong: (latent, { scale, shift }) => latent.map((value) => (value + shift) / scale),
      hint: "Undo the steps in the opposite order: what came last, the factor, goes first.",
    },
    {
      name: "the way in once more",
      wrong: (latent, { scale, shift }) => latent.map((value) => (value - shift) * scale),
      hint: "That is the encoder's side. The latent that you have is already scaled.",
    },
  ],
};
