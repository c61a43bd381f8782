import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import {
  type AuditReport,
  audit,
  auditFigure,
  auditPage,
  collect,
  type Dataset,
  dataset,
  displaySymbol,
  loadDataset,
} from "../../../lib/index.ts";
import { levels, overwrite, withCopies } from "../data/planted.ts";
import { assertGolden } from "./golden.ts";

/** Faces with a near duplicate, a blank picture, an empty caption and an identifier that would like to be a script. */
async function spoiled(): Promise<{ data: Dataset; reports: AuditReport[] }> {
  const faces = await loadDataset("faces16", { limit: 120 });
  const planted = withCopies(faces, [3], (picture) => levels(picture, (value) => value * 0.9));
  overwrite(planted, 7, (picture) => levels(picture, () => 0.25));
  const rows = structuredClone(planted.rows);
  rows[30].caption = " ";
  rows[31] = { ...rows[31], id: "<script>alert('&')</script>", licence: "" };
  const data = dataset({ ...planted, rows });
  return { data, reports: await collect(audit(data)) };
}

describe("auditFigure", () => {
  it("auditFigure says and draws kinds, balance and associations", async () => {
    const figure = auditFigure((await spoiled()).reports.at(-1)!);
    assert.match(
      figure.alt,
      /^Audit of faces16, 5 of 5 checks: .*near duplicate 1.* · Balance: .* · Attributes/,
    );
    assertGolden("audit-figure", await figure.svg());
    assert.ok("image/png" in (await figure[displaySymbol]()));
  });

  it("auditFigure draws a report whose later checks are still to come", async () => {
    const { reports } = await spoiled();
    assert.equal(auditFigure(reports[0]).alt, "Audit of faces16, 1 of 5 checks: blank 1");
  });

  it("auditFigure says that nothing was found", () => {
    const report = { name: "clean", check: "pictures", done: 1, total: 1, findings: [] };
    assert.equal(auditFigure(report).alt, "Audit of clean, 1 of 1 checks: nothing found 0");
  });
});

describe("auditPage", () => {
  it("auditPage shows every kind with its pictures and sentences, and stands alone", async () => {
    const { data, reports } = await spoiled();
    const page = await auditPage(reports.at(-1)!, data);
    const { document } = new JSDOM(page).window;
    const heads = [...document.querySelectorAll("h2")].map((head) => head.textContent);
    for (const head of ["near duplicate (1)", "blank (1)", "empty caption (1)", "no licence (1)", "Balance"])
      assert.ok(heads.includes(head), `${head} is not among ${heads.join(", ")}`);
    assert.match(document.body.textContent, /It looks like pixel-art\/face-3, /);
    const duplicates = [...document.querySelectorAll("section")][heads.indexOf("near duplicate (1)")];
    assert.match(duplicates.querySelector("svg")!.getAttribute("aria-label")!, /face-3, copy of .*face-3$/);
    assert.equal(document.querySelectorAll("script, link, iframe, object").length, 0);
    for (const element of document.querySelectorAll("*"))
      for (const { name, value } of element.attributes) {
        assert.ok(!name.startsWith("on"), `${name} is a script`);
        if (/^(?:src|href|xlink:href|data|action)$/.test(name)) assert.match(value, /^(?:data:|#)/);
      }
    assert.ok(!/url\((?!["']?(?:#|data:))|@import/.test(page), "the page loads something");
    assert.match(document.body.textContent, /<script>alert\('&'\)<\/script>/);
  });

  it("auditPage without the set has the words alone", async () => {
    const { reports } = await spoiled();
    const { document } = new JSDOM(await auditPage(reports.at(-1)!)).window;
    assert.equal(document.querySelectorAll("svg image").length, 0);
    assert.match(document.body.textContent, /5 of 5 checks made, \d+ findings/);
  });

  it("auditPage lists 50 findings of a kind and counts the rest", async () => {
    const findings = Array.from({ length: 60 }, (_, at) => ({
      where: `row ${at}`,
      kind: "blurred",
      message: "It is soft.",
      effect: "kept" as const,
    }));
    const { document } = new JSDOM(
      await auditPage({ name: "soft", check: "pictures", done: 1, total: 1, findings }),
    ).window;
    assert.equal(document.querySelectorAll("section tbody tr").length, 50);
    assert.match(document.body.textContent, /and 10 more/);
  });
});
