/** Pictures to be measured. */
import { cosineSchedule, ddim, type Images, random, type ShippedModels, sample } from "../../lib/index.ts";

/** A picture for each prompt: DDIM, 25 steps, always from the same noise. */
export async function draw(
  model: ShippedModels["shapes16"],
  prompts: readonly string[],
  guidance: number,
): Promise<Images> {
  const rng = random(7);
  const parts: Images[] = [];
  for (let at = 0; at < prompts.length; at += 64) {
    const options = { schedule: cosineSchedule(), sampler: ddim, steps: 25, guidance, rng };
    let last: Images | undefined;
    for await (const { x } of sample(model, { ...options, prompt: prompts.slice(at, at + 64) })) last = x;
    parts.push(last!);
  }
  return joined(parts);
}

function joined(parts: readonly Images[]): Images {
  const data = Float32Array.from(parts.flatMap((part) => Array.from(part.data)));
  return { ...parts[0], data, count: parts.reduce((sum, { count }) => sum + count, 0) };
}

/** The mean of every 2 × 2 pixels. */
export function halved({ data, count, height, width, channels }: Images): Images {
  const half = new Float32Array(data.length / 4);
  let at = 0;
  for (let row = 0; row < count; row++)
    for (let y = 0; y < height; y += 2)
      for (let x = 0; x < width; x += 2)
        for (let c = 0; c < channels; c++) {
          const value = (dy: number, dx: number) =>
            data[((row * height + y + dy) * width + x + dx) * channels + c];
          half[at++] = (value(0, 0) + value(0, 1) + value(1, 0) + value(1, 1)) / 4;
        }
  return { data: half, count, height: height / 2, width: width / 2, channels };
}
