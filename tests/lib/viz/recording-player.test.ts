import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import {
  cosineSchedule,
  displaySymbol,
  last,
  mixture,
  type Recording,
  random,
  record,
  recordingPlayer,
  type SampleFrame,
  sample,
} from "../../../lib/index.ts";
import { slopes } from "./fixtures.ts";

/** A run of pictures, without a model. */
function pictures(steps: number, name = "run"): Recording<SampleFrame> {
  const frames = Array.from({ length: steps }, (_, index) => {
    const picture = slopes(2, { side: 16 });
    picture.data.fill(index / steps, 0, 100);
    return {
      index,
      t: 999 - index,
      sigma: 2 - index / steps,
      snr: 1,
      evaluations: index + 1,
      x: picture,
      x0: picture,
      eps: picture,
    };
  });
  return { name, frames, steps, stride: 1, bytes: 0 };
}

async function page(recordings: Recording | Recording[], options = {}) {
  const html = String((await recordingPlayer(recordings, options)[displaySymbol]())["text/html"]);
  const dots: [x: number, y: number][] = [];
  const arc = (x: number, y: number) => dots.push([x, y]);
  const pen = { clearRect() {}, beginPath() {}, arc, fill() {} };
  const { window } = new JSDOM(`<body>${html}</body>`, {
    runScripts: "dangerously",
    // jsdom has no canvas: what is drawn on one is looked at in the browser's test.
    beforeParse: ({ HTMLCanvasElement }) => {
      HTMLCanvasElement.prototype.getContext = () => pen as never;
    },
  });
  const bar = window.document.querySelector("input")!;
  const move = (value: number) => {
    bar.value = String(value);
    bar.dispatchEvent(new window.Event("input"));
  };
  return { html, document: window.document, dots, bar, move };
}

describe("recordingPlayer()", () => {
  it("shows the frame that its slider stands at", async () => {
    const { document, bar, move } = await page(pictures(5));
    const src = () => document.querySelector("img")!.src;
    assert.equal(bar.max, "4");
    assert.match(document.querySelector("output")!.textContent!, /^step 5 · t = 995 .* 5 evaluations/);
    const end = src();
    move(0);
    assert.match(document.querySelector("output")!.textContent!, /^step 1 · t = 999 .* 1 evaluation$/);
    assert.notEqual(src(), end);
    move(4);
    assert.equal(src(), end);
  });

  it("moves runs of other lengths together", async () => {
    const { document, bar, move } = await page([pictures(9, "slow"), pictures(3, "fast")]);
    move(Number(bar.max) / 2);
    const words = [...document.querySelectorAll("output")].map(
      ({ textContent }) => textContent!.split(" · ")[0],
    );
    assert.deepEqual(words, ["step 5", "step 2"]);
  });

  it("shows the last step without a script, and loads nothing", async () => {
    const { html } = await page(pictures(3));
    assert.match(html, /<img alt="x̂₀" src="data:image\/png/);
    assert.doesNotMatch(html, /https?:|\bsrc="(?!data:)/);
  });

  it("draws points, and a training's loss", async () => {
    const exact = mixture({ weights: [1], means: [[2, 1]], deviations: [0.1] });
    const run = await last(
      record(sample(exact, { schedule: cosineSchedule(), steps: 4, count: 5, rng: random(1) })),
    );
    assert.match((await page(run, { parts: ["x"] })).html, /<canvas/);
    const frames = [3, 2, 1].map((loss, at) => ({
      ...{ step: at + 1, loss, gradientNorm: 1, rate: 1e-3 },
      perRow: { t: Float64Array.of(1), loss: Float32Array.of(loss) },
    }));
    const { document, move } = await page({ name: "training", frames, steps: 3, stride: 1, bytes: 0 });
    move(0);
    assert.equal(document.querySelector("line")!.getAttribute("x1"), "0");
    assert.match(document.querySelector("output")!.textContent!, /step 1 · loss 3/);
  });

  it("draws points of a line at the height 0, on a plane that holds them all", async () => {
    const line = { data: Float64Array.of(5, 6, 7), count: 3, dim: 1 };
    const frame = { index: 0, t: 1, sigma: 1, snr: 1, evaluations: 1, x: line, x0: line, eps: line };
    const run = { name: "line", frames: [frame], steps: 1, stride: 1, bytes: 0 };
    const { dots } = await page(run, { parts: ["x"] });
    // From 0 to 7 with a twentieth of air on both sides, on a canvas of 200 pixels.
    const pixel = (value: number) => Math.round((200 * (value + 0.35)) / 7.7);
    assert.deepEqual(
      dots.map((dot) => dot.map(Math.round)),
      [5, 6, 7].map((x) => [pixel(x), 200 - pixel(0)]),
    );
  });

  it("stays under 300 kB however long the run is, its last step kept", async () => {
    const bundle = await recordingPlayer(pictures(200))[displaySymbol]();
    assert.ok(JSON.stringify(bundle).length < 300_000, `${JSON.stringify(bundle).length} bytes`);
    assert.match(String(bundle["text/html"]), /step 200/);
  });

  it("refuses what cannot be played", () => {
    assert.throws(() => recordingPlayer([]), /Cannot play recordings: 1 to 4 fit side by side, got 0/);
    assert.throws(() => recordingPlayer(pictures(0)), /Cannot play the recording run: it has no step/);
  });
});
