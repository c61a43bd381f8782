/** What a player shows of one recording, ready to be put into a page. */
import type { Images } from "../core/images.ts";
import { encodePng } from "../core/png.ts";
import type { Points } from "../core/points.ts";
import type { Recording, SampleFrame, TrainFrame } from "../sample/recording.ts";
import { short } from "./numbers.ts";
import { onPlane, stretchOf } from "./plane.ts";
import { drawn } from "./series.ts";

/** A part of a step of a sampling. */
export type PlayerPart = "x" | "x0" | "eps" | "conditional" | "unconditional" | "attention";

/** One recording for the page's script: per frame its words, and the content of each part. */
export interface PlayedRun {
  name: string;
  parts: string[];
  frames: {
    words: string /** PNG as base64, or points as numbers. */;
    parts: (string | number[])[] /** 0 to 1: where in the loss curve. */;
    at?: number;
  }[];
  /** The shape of every picture, or the stretch of the points' plane. */
  picture?: { width: number; height: number };
  plane?: readonly [number, number];
  /** Places of the loss curve, from 0 to 1, the highest loss at 0. */
  curve?: [number, number][];
}

const partNames: Record<PlayerPart, string> = {
  x: "x",
  x0: "x̂₀",
  eps: "ε̂",
  conditional: "with the condition",
  unconditional: "without",
  attention: "attention",
};

export function sampleRun(
  { name, frames }: Recording<SampleFrame>,
  { parts, limit }: { parts: readonly PlayerPart[] | undefined; limit: number },
): PlayedRun {
  const all = Object.keys(partNames) as PlayerPart[];
  const shown = all.filter(
    (part) => (parts ? parts.includes(part) : true) && frames.some((frame) => frame[part]),
  );
  const { x } = frames[frames.length - 1];
  const plane = "height" in x ? undefined : planeOf(frames);
  const content = frames.map((frame) => ({
    words: wordsOf(frame),
    parts: shown.map((part) => partOf(frame, part)),
  }));
  const weight = (frame: (typeof content)[number]) => JSON.stringify(frame).length;
  // Evenly thinned until it fits, the last step always there.
  let kept = content;
  for (let step = 2; kept.reduce((sum, frame) => sum + weight(frame), 0) > limit && kept.length > 2; step++)
    kept = content.filter((_, at) => (content.length - 1 - at) % step === 0);
  return {
    name,
    parts: shown.map((part) => partNames[part]),
    frames: kept,
    ...(plane
      ? { plane }
      : { picture: { width: (x as Images).width * x.count, height: (x as Images).height } }),
  };
}

function wordsOf({ index, t, sigma, snr, evaluations, seconds }: SampleFrame): string {
  const time = seconds === undefined ? [] : [`${seconds.toFixed(1)} s`];
  const asked = `${evaluations} evaluation${evaluations === 1 ? "" : "s"}`;
  return [
    `step ${index + 1}`,
    `t = ${short(t)}`,
    `σ = ${short(sigma)}`,
    `SNR = ${short(snr)}`,
    asked,
    ...time,
  ].join(" · ");
}

function partOf(frame: SampleFrame, part: PlayerPart): string | number[] {
  if (part === "attention") return frame.attention ? attentionPng(frame) : "";
  const values = frame[part];
  if (!values) return "";
  return "height" in values ? strip(values) : places(onPlane(values));
}

/** The pictures of a batch side by side. */
function strip({ data, count, height, width, channels }: Images): string {
  const bytes = new Uint8Array(count * height * width * 3);
  for (let at = 0; at < bytes.length; at++) {
    const [channel, x, y] = [
      at % 3,
      Math.floor(at / 3) % (width * count),
      Math.floor(at / 3 / width / count),
    ];
    const pixel = (Math.floor(x / width) * height + y) * width + (x % width);
    bytes[at] = byte(data[pixel * channels + (channels === 3 ? channel : 0)]);
  }
  return png(bytes, width * count, height);
}

function byte(value: number): number {
  return Math.round(Math.min(255, Math.max(0, value * 127.5 + 127.5)));
}

function png(data: Uint8Array, width: number, height: number): string {
  return Buffer.from(encodePng({ data, width, height, channels: 3 }, { level: 9 })).toString("base64");
}

/** The attention of the first picture at the finest place, its tokens side by side, each as bright as its largest weight. */
function attentionPng({ attention = [] }: SampleFrame): string {
  const { shape, data } = attention.reduce((finest, each) =>
    each.shape[2] > finest.shape[2] ? each : finest,
  );
  const [, heads, positions, tokens] = shape;
  const side = Math.round(Math.sqrt(positions));
  const bytes = new Uint8Array(side * side * tokens * 3);
  for (let token = 0; token < tokens; token++) {
    const weights = Array.from({ length: side * side }, (_, position) => {
      let sum = 0;
      for (let head = 0; head < heads; head++) sum += data[(head * positions + position) * tokens + token];
      return sum;
    });
    const most = Math.max(...weights) || 1;
    weights.forEach((weight, at) => {
      const pixel = Math.floor(at / side) * side * tokens + token * side + (at % side);
      bytes.fill(Math.round((255 * weight) / most), pixel * 3, pixel * 3 + 3);
    });
  }
  return png(bytes, side * tokens, side);
}

/** The first two coordinates of at most 200 points, one after the other. */
function places({ data, count, dim }: Points): number[] {
  const step = Math.ceil(count / 200);
  const kept = Math.ceil(count / step);
  return Array.from({ length: kept * 2 }, (_, at) =>
    Number(data[Math.floor(at / 2) * step * dim + (at % 2)].toPrecision(3)),
  );
}

/** A stretch that holds the points of all steps, of x and of x̂₀. */
function planeOf(frames: SampleFrame[]): readonly [number, number] {
  const ranges = frames
    .flatMap(({ x, x0 }) => [x, x0])
    .map((points) => stretchOf(onPlane(points as Points)).range);
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}

export function trainRun({ name, frames }: Recording<TrainFrame>): PlayedRun {
  const kept = thinned(frames, 300);
  const losses = kept.map(({ loss }) => loss);
  const [least, most] = [Math.min(...losses), Math.max(...losses)];
  const at = (index: number) => (kept.length > 1 ? index / (kept.length - 1) : 0);
  return {
    name,
    parts: [],
    frames: kept.map((frame, index) => ({ words: trainWords(frame), parts: [], at: at(index) })),
    curve: losses.map((loss, index) => [drawn(at(index)), drawn((most - loss) / (most - least || 1))]),
  };
}

function trainWords({ step, loss, gradientNorm, rate, seconds }: TrainFrame): string {
  const time = seconds === undefined ? [] : [`${seconds.toFixed(1)} s`];
  return [
    `step ${step}`,
    `loss ${short(loss)}`,
    `gradient ${short(gradientNorm)}`,
    `rate ${short(rate)}`,
    ...time,
  ].join(" · ");
}

function thinned<T>(list: T[], most: number): T[] {
  const step = Math.ceil(list.length / most);
  return list.filter((_, at) => (list.length - 1 - at) % step === 0);
}
