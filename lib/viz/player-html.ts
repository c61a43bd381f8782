/** The page of a player: pictures, a slider, a button, and the script that moves them. */
import type { PlayedRun } from "./player-run.ts";
import { escapeXml } from "./svg-figure.ts";
import { fontFamily, palette } from "./theme.ts";

/** Pixels that a run may be wide. */
const widest = 420;

/** Self-contained HTML of runs on one slider; what is seen without a script is the last frame. */
export function playerHtml(
  runs: readonly PlayedRun[],
  { title, alt }: { title: string | undefined; alt: string },
): string {
  const most = Math.max(...runs.map(({ frames }) => frames.length)) - 1;
  const head = title ? `<strong>${escapeXml(title)}</strong>` : "";
  const data = JSON.stringify(runs).replaceAll("<", "\\u003c");
  return (
    `<div class="noisebook-player" role="group" aria-label="${escapeXml(alt)}"><style>${style}</style>${head}` +
    `<div class="bar"><button type="button" aria-label="Play">▶</button>` +
    `<input type="range" min="0" max="${most}" value="${most}" aria-label="Step"></div>` +
    `<div class="runs">${runs.map(runHtml).join("")}</div>` +
    `<script>(${script})(document.currentScript.parentElement,${data})</script></div>`
  );
}

function runHtml(run: PlayedRun): string {
  const last = run.frames[run.frames.length - 1];
  const parts = run.parts.map(
    (name, at) =>
      `<figure><figcaption>${escapeXml(name)}</figcaption>${partHtml(run, last.parts[at], name)}</figure>`,
  );
  return `<section><b>${escapeXml(run.name)}</b><output>${escapeXml(last.words)}</output>${parts.join("")}${run.curve ? curveHtml(run.curve) : ""}</section>`;
}

function partHtml({ picture, plane }: PlayedRun, content: string | number[], name: string): string {
  if (plane) return `<canvas width="200" height="200" role="img" aria-label="${escapeXml(name)}"></canvas>`;
  const { width, height } = picture!;
  const scale = Math.max(1, Math.floor(Math.min(widest / width, 96 / height)));
  const src = content ? `src="data:image/png;base64,${content}"` : "hidden";
  return `<img alt="${escapeXml(name)}" ${src} style="height:${height * scale}px">`;
}

function curveHtml(curve: [number, number][]): string {
  const points = curve.map(([x, y]) => `${(x * 300).toFixed(1)},${(y * 96 + 2).toFixed(1)}`).join(" ");
  return (
    `<svg viewBox="0 0 300 100" width="300" height="100" role="img" aria-label="loss"><polyline points="${points}" fill="none" ` +
    `stroke="${palette.blue}" stroke-width="1.5"/><line x1="300" x2="300" y1="0" y2="100" stroke="${palette.vermilion}"/></svg>`
  );
}

/** The page's own colours, so that it fits a light and a dark notebook. */
const style = `
.noisebook-player { font: 12px/1.5 ${fontFamily}; color: var(--jp-content-font-color1, inherit); }
.noisebook-player .bar { display: flex; gap: 8px; align-items: center; max-width: ${widest}px; margin: 4px 0; }
.noisebook-player .bar input { flex: 1; accent-color: ${palette.blue}; }
.noisebook-player .runs { display: flex; flex-wrap: wrap; gap: 24px; }
.noisebook-player output { display: block; min-height: 3em; max-width: ${widest}px; font-variant-numeric: tabular-nums; }
.noisebook-player figure { margin: 0 12px 6px 0; display: inline-block; vertical-align: top; }
.noisebook-player figcaption { opacity: 0.75; }
.noisebook-player img { image-rendering: pixelated; display: block; max-width: none; }
.noisebook-player canvas { background: #ffffff; border: 1px solid #bbbbbb; }
`.replaceAll("\n", "");

/** Runs in the reader's browser, and so is text: shows the frame of each run that lies at the slider's share. */
const script = `function(root, runs) {
  var bar = root.querySelector("input"), button = root.querySelector("button"), timer = 0;
  var sections = root.querySelectorAll("section");
  function dots(canvas, places, plane) {
    var pen = canvas.getContext("2d"), size = canvas.width;
    pen.clearRect(0, 0, size, size);
    pen.fillStyle = "${palette.blue}";
    for (var i = 0; i < places.length; i += 2) {
      pen.beginPath();
      pen.arc((places[i] - plane[0]) / (plane[1] - plane[0]) * size, (plane[1] - places[i + 1]) / (plane[1] - plane[0]) * size, 2, 0, 7);
      pen.fill();
    }
  }
  function show() {
    runs.forEach(function(run, r) {
      var share = bar.max > 0 ? bar.value / bar.max : 1;
      var frame = run.frames[Math.round(share * (run.frames.length - 1))];
      var section = sections[r];
      section.querySelector("output").textContent = frame.words;
      frame.parts.forEach(function(content, p) {
        var figure = section.querySelectorAll("figure")[p];
        if (run.plane) dots(figure.querySelector("canvas"), content || [], run.plane);
        else {
          var img = figure.querySelector("img");
          img.hidden = !content;
          if (content) img.src = "data:image/png;base64," + content;
        }
      });
      var line = section.querySelector("svg line");
      if (line) { line.setAttribute("x1", 300 * frame.at); line.setAttribute("x2", 300 * frame.at); }
    });
  }
  function stop() { clearInterval(timer); timer = 0; button.textContent = "\\u25b6"; button.setAttribute("aria-label", "Play"); }
  bar.addEventListener("input", function() { stop(); show(); });
  button.addEventListener("click", function() {
    if (timer) return stop();
    if (bar.value === bar.max) bar.value = 0;
    button.textContent = "\\u23f8"; button.setAttribute("aria-label", "Pause");
    timer = setInterval(function() {
      if (!root.isConnected || bar.value === bar.max) return stop();
      bar.value = Number(bar.value) + 1;
      show();
    }, 150);
  });
  show();
}`;
