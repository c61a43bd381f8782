import { join } from "node:path";
import { writeAtomic } from "../../kernel/notebook/write-atomic.ts";
import { readSheet } from "../export/export.ts";
import { readOutcomes } from "../export/sheet.ts";
import { nbgraderCsv } from "../export/tables.ts";
import { redrawFeedback } from "../feedback/redraw.ts";
import type { MarkItem } from "./mark-queue.ts";
import { readMarks, writeMarks } from "./marks.ts";

/** Keeps the mark that a form brings and draws the student's page and the table with it, or says why not. */
export async function takeMark(
  graded: string,
  fields: URLSearchParams,
  item: MarkItem,
): Promise<string | undefined> {
  const text = (name: string) => (fields.get(name) ?? "").replaceAll("\r\n", "\n").trim();
  const isSame =
    text("student") === item.student && text("name") === item.part.name && text("answer") === item.answer;
  if (!isSame) return "The answer has changed since this page was opened; look at it again.";
  const points = text("points") === "" ? Number.NaN : Number(text("points"));
  if (!(points >= 0 && points <= item.part.points))
    return `Points must be from 0 to ${item.part.points}; for more there is extra credit.`;
  const extra = Number(text("extra"));
  if (!(extra >= 0 && extra < 1e6)) return "Extra credit must be a number from 0.";
  const marks = await readMarks(graded, item.student);
  marks.cells[item.part.name] = { points, comment: text("comment"), answer: item.answer };
  if (extra > 0) marks.extra = { points: extra, comment: text("extraComment") };
  else delete marks.extra;
  await writeMarks(graded, marks);
  const outcome = (await readOutcomes(graded)).find(({ student }) => student === item.student);
  if (outcome && "grade" in outcome) await redrawFeedback(graded, outcome.grade);
  await writeAtomic(join(graded, "grades.csv"), nbgraderCsv(await readSheet([graded], undefined)));
  return undefined;
}
