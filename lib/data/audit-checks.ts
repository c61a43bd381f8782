import type { AuditOptions, AuditReport } from "./audit-report.ts";
import { associations, balance } from "./balance.ts";
import { captionQuality } from "./caption-quality.ts";
import type { Dataset, Finding, Row } from "./dataset.ts";
import { exactDuplicates, nearDuplicates, pixelKeys } from "./duplicates.ts";
import { labelDoubts } from "./label-doubts.ts";
import { pictureQuality } from "./picture-quality.ts";

type Result = Omit<Partial<AuditReport>, "findings"> & { findings: Finding[] };
interface Check {
  wants: (options: AuditOptions) => boolean;
  run: (data: Dataset, options: AuditOptions) => Result;
}
const always = () => true;

/** By name: when a check is wanted, and what it finds. */
export const auditChecks: Record<string, Check> = {
  pictures: { wants: always, run: checkPictures },
  duplicates: { wants: always, run: checkDuplicates },
  captions: { wants: always, run: checkCaptions },
  balance: { wants: always, run: checkBalance },
  origins: { wants: always, run: checkOrigins },
  truth: { wants: ({ isTrue }) => isTrue !== undefined, run: checkTruth },
  labels: { wants: ({ labels }) => labels !== undefined, run: checkLabels },
  leaks: { wants: ({ against }) => against !== undefined, run: checkLeaks },
};

/** Makes findings about these rows. */
const aboutRows =
  (rows: Row[]) =>
  (row: number, kind: string, message: string): Finding => ({
    where: rows[row].id,
    row,
    kind,
    message,
    effect: "kept",
  });

/** A finding about the whole set. */
const found = (where: string, kind: string, message: string): Finding => ({
  where,
  kind,
  message,
  effect: "kept",
});

function checkPictures({ images, rows }: Dataset): Result {
  const pictures = pictureQuality(images);
  const typical = pictures.sharpness.toSorted()[images.count >> 1] ?? 0;
  const about = aboutRows(rows);
  const findings = rows.flatMap((_, at) => {
    const contrast = pictures.contrast[at];
    if (contrast < 1) return [about(at, "blank", "The picture has one brightness.")];
    if (contrast < 8)
      return [about(at, "low contrast", `The brightness deviates by ${contrast.toFixed(1)} of 256 levels.`)];
    const share = pictures.sharpness[at] / typical;
    return share < 0.1
      ? [about(at, "blurred", `It is ${(100 * share).toFixed(0)} % as sharp as the middle picture.`)]
      : [];
  });
  return { pictures, findings };
}

function checkDuplicates({ images, rows }: Dataset): Result {
  const exact = exactDuplicates(images);
  const near = nearDuplicates(images);
  const about = aboutRows(rows);
  const same = exact.flatMap(([first, ...later]) =>
    later.map((at) => about(at, "exact duplicate", `It has the pixels of ${rows[first].id}.`)),
  );
  const alike = near.map(({ a, b, levels }) =>
    about(b, "near duplicate", `It looks like ${rows[a].id}, ${levels.toFixed(1)} of 256 levels apart.`),
  );
  return { duplicates: { exact, near }, findings: [...same, ...alike] };
}

function checkCaptions({ captions: texts, rows }: Dataset): Result {
  const captions = captionQuality(texts);
  const about = aboutRows(rows);
  const findings = rows.flatMap((_, at) => {
    const length = captions.length[at];
    if (length === 0) return [about(at, "empty caption", "The caption has no word.")];
    return length > 60
      ? [about(at, "long caption", `The caption has ${length} words; CLIP reads about 60.`)]
      : [];
  });
  const boilerplate = new Map(captions.boilerplate.map(({ caption, count }) => [caption, count]));
  for (const [at, { caption }] of rows.entries())
    if (boilerplate.has(caption))
      findings.push(about(at, "boilerplate caption", `${boilerplate.get(caption)} rows have this caption.`));
  return { captions, findings };
}

function checkBalance({ attributes, rows }: Dataset): Result {
  const names = [...new Set(attributes.flatMap((record) => Object.keys(record)))].sort();
  const columns: [string, string[]][] = names.map((name) => [
    name,
    attributes.flatMap((record) => (record[name] === undefined ? [] : [record[name]])),
  ]);
  columns.push(["group", rows.map((row) => row.group)]);
  const balances = Object.fromEntries(columns.map(([name, values]) => [name, balance(values)]));
  const uneven = Object.entries(balances).flatMap(([name, { evenness, effective, counts }]) => {
    const values = Object.keys(counts).length;
    if (values < 2 || evenness >= 0.75) return [];
    return [
      found(name, "unbalanced", `Its ${values} values are as diverse as ${effective.toFixed(1)} even ones.`),
    ];
  });
  const together = associations(attributes);
  const entangled = together
    .filter(({ strength }) => strength >= 0.3)
    .map(({ a, b, strength }) =>
      found(`${a}, ${b}`, "entangled", `They come together: Cramér's V is ${strength.toFixed(2)}.`),
    );
  return { balance: balances, associations: together, findings: [...uneven, ...entangled] };
}

function checkOrigins({ rows }: Dataset): Result {
  const tally = (values: string[]) => (values.length > 0 ? balance(values).counts : {});
  const about = aboutRows(rows);
  const findings = rows.flatMap(({ licence, source }, at) => [
    ...(licence === "" || licence === "NOASSERTION" ? [about(at, "no licence", "No licence is known.")] : []),
    ...(source === "" ? [about(at, "no source", "No source is known.")] : []),
  ]);
  return {
    licences: tally(rows.map((row) => row.licence)),
    sources: tally(rows.map((row) => row.source)),
    findings,
  };
}

function checkTruth(data: Dataset, { isTrue }: AuditOptions): Result {
  const about = aboutRows(data.rows);
  const findings = data.rows.flatMap(({ caption }, at) =>
    isTrue!(data.pick([at]).images, caption)
      ? []
      : [about(at, "wrong caption", `The picture does not show ${JSON.stringify(caption)}.`)],
  );
  return { findings };
}

function checkLabels({ images, rows, attributes }: Dataset, { labels: name = "" }: AuditOptions): Result {
  const doubts = labelDoubts(
    images,
    attributes.map((record) => record[name] ?? ""),
  );
  const about = aboutRows(rows);
  const findings = doubts.map(({ row, label, suggested, votes }) =>
    about(row, "doubtful label", `Its ${name} is ${label}, but ${votes} of 7 neighbours have ${suggested}.`),
  );
  return { findings };
}

function checkLeaks({ images, rows }: Dataset, { against }: AuditOptions): Result {
  const concepts = new Set(against!.rows.map((row) => row.concept));
  const others = new Map(pixelKeys(against!.images).map((key, at) => [key, against!.rows[at].id]));
  const keys = pixelKeys(images);
  const about = aboutRows(rows);
  const findings = rows.flatMap(({ concept }, at) => {
    const twin = others.get(keys[at]);
    if (twin !== undefined)
      return [about(at, "leak", `The other side of the split has its pixels as ${twin}.`)];
    return concepts.has(concept)
      ? [about(at, "leak", `The other side of the split has its concept, ${concept}.`)]
      : [];
  });
  return { findings };
}
