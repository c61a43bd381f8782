import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { JSDOM } from "jsdom";
import { renderMarkdown } from "../../../kernel/notebook/html/markdown.ts";
import { renderPage } from "../../../kernel/notebook/html/page.ts";
import type { Recording } from "../../../kernel/notebook/html/widget.ts";
import type { NotebookCell, NotebookOutput } from "../../../kernel/notebook/nbformat.ts";
import type { WidgetModels } from "../../../kernel/notebook/widget-models.ts";

const text = (source: string): NotebookCell => ({ cell_type: "markdown", source, metadata: {} });

const show = (data: Record<string, unknown>, metadata = {}): NotebookOutput => ({
  output_type: "display_data",
  data,
  metadata,
});

const code = (source: string, ...outputs: NotebookOutput[]): NotebookCell => ({
  cell_type: "code",
  source,
  outputs,
  metadata: {},
});

function open(
  cells: NotebookCell[],
  more: { models?: WidgetModels; recordings?: Map<string, Recording> } = {},
  runScripts = false,
) {
  const notebook = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells };
  const html = renderPage(notebook, { name: "lesson", picture: () => undefined, ...more });
  const { window } = new JSDOM(html, runScripts ? { runScripts: "dangerously" } : {});
  return { html, document: window.document, window };
}

describe("renderMarkdown()", () => {
  const render = (source: string) => renderMarkdown(source, () => undefined);
  const formulas = (source: string) =>
    [...new JSDOM(render(source)).window.document.querySelectorAll("annotation")].map(
      ({ textContent }) => textContent,
    );

  for (const [source, tex] of [
    ["so $x_0$ and $a_1 * b_2 * c$", ["x_0", "a_1 * b_2 * c"]],
    ["$$\nx_t = 1\n$$", ["\nx_t = 1\n"]],
    ["in a line $$x$$ too", ["x"]],
    ["\\\\(x\\\\) and \\\\[y\\\\]", ["x", "y"]],
    [
      "\\begin{align}\na &= b \\\\\n  &= c\n\\end{align}",
      ["\\begin{align}\na &= b \\\\\n  &= c\n\\end{align}"],
    ],
    ["| a |\n|---|\n| $\\bar\\alpha_t$ |", ["\\bar\\alpha_t"]],
    ["it costs \\$7, $5 or $6 each", []],
    ["`$x$` is code", []],
  ] as const)
    it(`finds the formulas of ${JSON.stringify(source)}`, () => assert.deepEqual(formulas(source), tex));

  it("shows a fault of TeX in its place and goes on", () => {
    assert.match(render("before $\\frac{1$ after"), /before .*katex-error.* after/s);
  });

  it("gives headings the ids that Jupyter gives them", () => {
    assert.match(render("## The next step"), /<h2 id="The-next-step">/);
  });

  it("puts pictures into the page, and names those that it cannot have", () => {
    const html = renderMarkdown("![a](a.png) ![far](https://example.org/b.png)", (address) =>
      address === "a.png" ? "data:image/png;base64,AAAA" : undefined,
    );
    assert.match(html, /<img src="data:image\/png;base64,AAAA" alt="a">/);
    assert.match(html, /<a href="https:\/\/example.org\/b.png">far<\/a>/);
  });
});

describe("renderPage()", () => {
  it("lets only its own program run, and nothing be loaded", () => {
    const { html, document } = open([code("1", show({ "text/html": "<script>alert(1)</script><b>x</b>" }))]);
    const policy = document.querySelector("meta[http-equiv]")!.getAttribute("content")!;
    const own = [...document.querySelectorAll("script")].at(-1)!.textContent!;
    assert.ok(policy.includes(`script-src 'sha256-${createHash("sha256").update(own).digest("base64")}'`));
    assert.match(policy, /default-src 'none'; .*img-src data:; font-src data:/);
    assert.doesNotMatch(html.replace(/<style>[\s\S]*?<\/style>/, ""), /(?:src|href)="https?:/);
  });

  it("takes the title from the first heading, or else the file's name", () => {
    assert.equal(open([text("intro"), text("# On *noise* & more")]).document.title, "On noise & more");
    assert.equal(open([text("no heading")]).document.title, "lesson");
  });

  it("shows of each bundle the richest form that needs no program", () => {
    const shown = (data: Record<string, unknown>) =>
      open([code("x", show({ ...data, "text/plain": "A chart" }))]).document.querySelector(".output > *")!;
    const chart = shown({
      "application/vnd.vegalite.v5+json": {},
      "image/svg+xml": ["<svg>", "</svg>"],
      "image/png": "AAAA",
    });
    assert.equal(
      chart.getAttribute("src"),
      `data:image/svg+xml;base64,${Buffer.from("<svg></svg>").toString("base64")}`,
    );
    assert.equal(chart.getAttribute("alt"), "A chart");
    assert.equal(shown({ "text/html": "<script>draw()</script>", "image/png": "AAAA" }).tagName, "IMG");
    assert.equal(shown({ "text/html": "<i>rich</i>", "image/png": "AAAA" }).innerHTML, "<i>rich</i>");
    assert.equal(
      shown({ "application/vnd.jupyter.widget-view+json": { model_id: "gone" } }).textContent,
      "A chart",
    );
    assert.equal(shown({ "application/x-unknown": 1 }).tagName, "PRE");
    assert.equal(
      shown({ "image/png": ["AA+/\n", "AA==\n"] }).getAttribute("src"),
      "data:image/png;base64,AA+/AA==",
    );
    for (const text of ['x"><b>', "", { a: 1 }]) assert.equal(shown({ "image/png": text }).tagName, "PRE");
  });

  it("gives pictures the width that they were made for", () => {
    const output = show({ "image/png": "AAAA" }, { "image/png": { width: 300, height: 200 } });
    assert.equal(
      open([code("x", output)])
        .document.querySelector("img")!
        .getAttribute("width"),
      "300",
    );
  });

  it("loads only the fonts that the formulas use, and none without formulas", () => {
    const fonts = (source: string) => open([text(source)]).html.match(/@font-face/g)?.length ?? 0;
    assert.equal(fonts("none"), 0);
    assert.equal(fonts("$1$"), 1);
    assert.equal(fonts("$x$ and $\\mathcal N$"), 3);
  });

  it("hides what the author has hidden", () => {
    const hidden = {
      ...code("secret()", show({ "text/plain": "seen" })),
      metadata: { tags: ["remove_input"] },
    };
    const { document } = open([hidden, { ...hidden, metadata: { jupyter: { outputs_hidden: true } } }]);
    assert.equal(document.querySelectorAll("details .source").length, 1);
    assert.equal(document.querySelectorAll(".output").length, 1);
  });

  describe("with a recording", () => {
    const stream = (text: string): NotebookOutput[] => [{ output_type: "stream", name: "stdout", text }];
    const models: WidgetModels = new Map<string, Record<string, unknown>>([
      ["box", { _model_name: "VBoxModel", children: ["IPY_MODEL_t", "IPY_MODEL_kind", "IPY_MODEL_out"] }],
      ["t", { _model_name: "IntSliderModel", description: "t" }],
      ["kind", { _model_name: "DropdownModel", description: "kind" }],
      ["out", { _model_name: "OutputModel", outputs: stream("1a") }],
    ]);
    const recording: Recording = {
      output: "out",
      controls: [
        { model: "t", kind: "slider", labels: ["zero", "one", "two"], start: 1 },
        { model: "kind", kind: "choice", labels: ["a", "b"], start: 0 },
      ],
      frames: [
        { at: [1, 0], outputs: stream("1a") },
        { at: [0, 0], outputs: stream("0a") },
        { at: [2, 0], outputs: stream("1a") },
        { at: [1, 1], outputs: stream("1b") },
      ],
    };
    const view = show({
      "application/vnd.jupyter.widget-view+json": { model_id: "box" },
      "text/plain": "box",
    });
    const opened = () =>
      open([code("interact()", view)], { models, recordings: new Map([["box", recording]]) }, true);

    it("stores identical frames once", () => {
      assert.equal(opened().document.querySelectorAll("template").length, 3);
    });

    it("shows the frame and the value that belong to where the controls stand", () => {
      const { document, window } = opened();
      const [slider, choice] = document.querySelectorAll<HTMLInputElement>("[data-control]");
      const seen = () => [
        document.querySelector(".frame")!.textContent,
        document.querySelector("output")!.textContent,
      ];
      const move = (control: HTMLInputElement, value: string) => {
        control.value = value;
        control.dispatchEvent(new window.Event("input"));
      };
      assert.deepEqual(seen(), ["1a", "one"]);
      move(slider!, "0");
      assert.deepEqual(seen(), ["0a", "zero"]);
      move(choice!, "1");
      assert.deepEqual(
        [...seen(), slider!.value],
        ["1b", "one", "1"],
        "an unrecorded pair puts the slider back",
      );
    });
  });
});
