/** The style and the program of the marking page; the page's policy names their digests, and nothing else may run. */
import { createHash } from "node:crypto";

export const markStyle = `
:root { color-scheme: light dark; --line: light-dark(#ccc, #555); --soft: light-dark(#f6f6f6, #1e1e1e); --accent: light-dark(#0060a8, #6cb8f0); }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
header { display: flex; flex-wrap: wrap; gap: 1rem; align-items: center; padding: .6rem 1.25rem; border-bottom: 1px solid var(--line); position: sticky; top: 0; background: light-dark(#fff, #121212); }
nav { margin-left: auto; display: flex; gap: 1.25rem; }
a { color: var(--accent); }
.off { opacity: .4; }
progress { width: 10rem; accent-color: var(--accent); }
main { max-width: 86rem; margin: 0 auto; padding: 0 1.25rem 2rem; }
h1 { font-size: 1.35rem; }
small { font-weight: normal; opacity: .75; font-size: 1rem; }
.desk { display: grid; grid-template-columns: minmax(0, 1fr) 22rem; gap: 1.5rem; align-items: start; }
@media (max-width: 50rem) { .desk { grid-template-columns: minmax(0, 1fr); } }
pre { margin: 0 0 .75rem; padding: .75rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .9rem; background: var(--soft); border-radius: 6px; }
.words { margin: 0 0 .75rem; padding: .25rem 1rem; background: var(--soft); border-radius: 6px; overflow-x: auto; overflow-wrap: anywhere; }
details { margin-bottom: .75rem; }
summary + pre { margin-top: .5rem; }
form p { margin: 0; }
form details { margin: 0; }
pre.output { background: none; border-left: 3px solid var(--line); border-radius: 0; max-height: 24rem; overflow: auto; }
img { max-width: 100%; background: #fff; }
form { display: grid; gap: .75rem; padding: 1rem; border: 1px solid var(--line); border-radius: 8px; position: sticky; top: 4rem; }
label { display: grid; gap: .25rem; }
label.line { display: grid; grid-template-columns: auto auto minmax(0, 1fr) auto; gap: .5rem; align-items: baseline; }
input:not([type=checkbox]), textarea { font: inherit; padding: .4rem .5rem; width: 100%; border: 1px solid var(--line); border-radius: 4px; background: light-dark(#fff, #181818); color: inherit; }
button { font: inherit; font-weight: 600; padding: .5rem; border: 0; border-radius: 4px; background: var(--accent); color: light-dark(#fff, #000); cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
kbd { font: .8rem ui-monospace, monospace; border: 1px solid var(--line); border-radius: 3px; padding: 0 .3rem; }
.keys { font-size: .85rem; opacity: .8; margin: 0; }
.note { border-left: 6px solid light-dark(#d55e00, #ff9a4d); padding: .25rem 1rem; }
summary { cursor: pointer; }
`;

export const markScript = `
const form = document.querySelector("form");
const go = (id) => document.getElementById(id)?.click();
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") form?.requestSubmit();
  else if (event.altKey && event.key === "ArrowRight") go("next");
  else if (event.altKey && event.key === "ArrowLeft") go("prev");
  else if (event.altKey && /^[1-9]$/.test(event.key)) form?.querySelectorAll("[data-points]")[event.key - 1]?.click();
  else return;
  event.preventDefault();
});
form?.addEventListener("change", ({ target }) => {
  if (!target.dataset.points) return;
  const ticked = [...form.querySelectorAll("[data-points]:checked")].map(({ dataset }) => dataset);
  const sum = ticked.reduce((total, { points }) => total + Number(points), 0);
  form.points.value = Math.min(Number(form.points.max), Math.max(0, sum));
  form.comment.value = ticked.map(({ label }) => label).join("\\n");
});
`;

const digest = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Only this style and this program; pictures from the page itself; forms to this server; no frame around it. */
export const markPolicy = `default-src 'none'; script-src ${digest(markScript)}; style-src ${digest(markStyle)}; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
