/** A gallery as a page of its own. */

import { creditLines } from "../provenance/credits.ts";
import type { Gallery, Work } from "../provenance/gallery.ts";
import { pictureTerms } from "../provenance/licence-terms.ts";
import { htmlPage } from "./html-page.ts";
import { counted } from "./numbers.ts";
import { escapeXml } from "./svg-figure.ts";
import { faintInk, fontFamily, ink, palette, paper } from "./theme.ts";

/**
 * Makes an HTML page of a gallery: every work with its prompt, seed, model, adapters, licence, credits, signature and ratings. The page has its pictures inside,
 * no script, and loads nothing from anywhere.
 *
 * @param gallery Of {@link openGallery}.
 * @param options
 * @param options.title Default: "Gallery".
 */
export function galleryPage({ works }: Gallery, { title = "Gallery" }: { title?: string } = {}): string {
  const body = `<p>${counted(works.length, "work")}; ${works.filter(({ label }) => label).length} of them say that a trained model made them, and how.</p>
<main>
${works.map(workSection).join("\n")}
</main>`;
  return htmlPage(title, { style, body });
}

const style = `
body { font: 15px/1.5 ${fontFamily}; color: ${ink}; background: ${paper}; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 1.5rem; }
article { border: 1px solid #dddddd; border-radius: 6px; padding: 1rem; overflow-wrap: anywhere; }
img { width: 100%; image-rendering: pixelated; display: block; }
h2 { font-size: 1.05rem; margin: 0.8rem 0 0.4rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 0.8rem; margin: 0; font-size: 13px; }
dt { color: ${faintInk}; } dd { margin: 0; }
.valid { color: ${palette.green}; } .broken { color: ${palette.vermilion}; } .unsigned, .unlabelled { color: ${faintInk}; }
`;

function workSection(work: Work): string {
  const { name, file, label, status, signer, problems } = work;
  const signed = signer
    ? ` by ${signer.name}, ${signer.organisation}${signer.trusted ? "" : " (not known here)"}`
    : "";
  const facts: [string, string | undefined][] = [
    ["file", name],
    ["signature", `${status}${signed}`],
    ["problems", problems.join("; ")],
    ...(label ? labelFacts(label) : []),
    ["ratings", ratingLine(work)],
  ];
  const rows = facts
    .filter(([, value]) => value)
    .map(
      ([term, value = ""]) =>
        `<dt>${term}</dt><dd${term === "signature" ? ` class="${status}"` : ""}>${escapeXml(value)}</dd>`,
    );
  const alt = label ? label.prompt : "A picture that does not say how it was made";
  return (
    `<article><img alt="${escapeXml(alt)}" src="data:image/png;base64,${Buffer.from(file).toString("base64")}">` +
    `<h2>${escapeXml(label?.prompt || "(no prompt)")}</h2><dl>${rows.join("")}</dl></article>`
  );
}

function labelFacts(label: NonNullable<Work["label"]>): [string, string | undefined][] {
  const { author, model, adapters, sampler, steps, seed, guidance, licence, datasets } = label;
  const terms = pictureTerms(label);
  return [
    ["author", author],
    ["model", `${model.name} (${model.hash.slice(0, 12)})`],
    ["adapters", adapters.map((one) => `${one.name} × ${one.scale}`).join(", ")],
    [
      "drawn with",
      `${sampler}, ${steps} steps, seed ${seed}${guidance === undefined ? "" : `, guidance ${guidance}`}`,
    ],
    ["licence", `${licence}; to be sold: ${terms.sell}`],
    ["learned from", creditLines(datasets).join("; ")],
  ];
}

/** The mean of each criterion over raters. */
function ratingLine({ ratings }: Work): string | undefined {
  const scores = new Map<string, number[]>();
  for (const rating of ratings)
    for (const [criterion, score] of Object.entries(rating.scores))
      scores.set(criterion, [...(scores.get(criterion) ?? []), score]);
  if (scores.size === 0) return undefined;
  const means = [...scores].map(
    ([criterion, all]) =>
      `${criterion} ${(all.reduce((sum, score) => sum + score, 0) / all.length).toFixed(1)}`,
  );
  return `${means.join(", ")} (${counted(new Set(ratings.map(({ rater }) => rater)).size, "rater")})`;
}
