import { creditLines } from "../provenance/credits.ts";
import type { Inspection } from "../provenance/inspect-picture.ts";
import { columns } from "./compose.ts";
import { imageGrid } from "./image-grid.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { textBlock, wrapped } from "./text-block.ts";
import { faintInk, palette } from "./theme.ts";

const nameWidth = 96;
/** Longer lines are broken. */
const widest = 420;

/** What each status means, in a sentence. */
const meaning: Record<Inspection["status"], string> = {
  valid: "Signed, and unchanged since.",
  broken: "Something does not fit: do not believe it.",
  unsigned: "Labelled, but anyone may have written it.",
  unlabelled: "The file says nothing of how it was made.",
};

/**
 * Draws what a picture's file says of itself: the picture, whether it can be believed, who signed it, and how it was made.
 *
 * @param found What {@link inspectPicture} read.
 */
export function inspectionFigure(found: Inspection): SvgFigure {
  const { picture, status } = found;
  const colour = {
    valid: palette.green,
    broken: palette.vermilion,
    unsigned: palette.orange,
    unlabelled: faintInk,
  };
  const head = {
    cells: [{ x: 0, text: `${status}. ${meaning[status]}`, colour: colour[status], bold: true }],
  };
  const lines = factsOf(found).flatMap(([name, value]) =>
    wrapped(value, widest).map((text, at) => ({
      cells: [
        { x: 0, text: at === 0 ? name : "", colour: faintInk },
        { x: nameWidth, text },
      ],
    })),
  );
  const facts = [meaning[status], ...found.problems, found.label ? `Prompt: ${found.label.prompt}` : ""];
  const table = textBlock([head, ...lines], {
    width: nameWidth + widest,
    alt: `${status}: ${facts.filter(Boolean).join(" ")}`,
  });
  return columns(
    imageGrid(picture, { scale: Math.max(1, Math.floor(160 / picture.width)), alt: "The picture" }),
    table,
  );
}

function factsOf({ label, signer, watermark, problems }: Inspection): [string, string][] {
  const facts: [string, string | undefined][] = [
    ...problems.map((problem): [string, string] => ["problem", problem]),
    [
      "signed by",
      signer && `${signer.name}, ${signer.organisation} (${signer.trusted ? "trusted" : "not known here"})`,
    ],
    ["watermark", watermark.message === undefined ? "none found" : `${watermark.message}`],
  ];
  if (label)
    facts.push(
      ["prompt", label.prompt],
      ["author", label.author],
      ["model", `${label.model.name}, sha256 ${label.model.hash.slice(0, 16)}…`],
      ["adapters", label.adapters.map(({ name, scale }) => `${name} × ${scale}`).join(", ")],
      [
        "drawn with",
        `${label.sampler}, ${label.steps} steps, seed ${label.seed}${label.guidance ? `, guidance ${label.guidance}` : ""}`,
      ],
      ["licence", label.licence],
      ["learned from", creditLines(label.datasets).join("; ")],
    );
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== "");
}
