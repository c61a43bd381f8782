import assert from "node:assert/strict";
import { setImmediate as turnEnds } from "node:timers/promises";
import { html } from "../../../kernel/display/drawn.ts";
import { displaySymbol } from "../../../kernel/display/index.ts";
import {
  dropdown,
  interact,
  interactive,
  rangeSlider,
  slider,
  toggle,
} from "../../../kernel/widgets/cell-widgets.ts";
import { type Loose, sleep } from "../display/fake-page.ts";
import { type WidgetPage, widgetPage } from "./page.ts";

const figure = (text: string) => ({
  [displaySymbol]: () => ({
    "image/png": Buffer.from(text).toString("base64"),
    "application/vnd.vegalite.v5+json": {},
    "text/plain": text,
    metadata: { "image/png": { width: 10 } },
  }),
});

// `turnEnds` waits for the end of the turn in which a function blocked; a timer, however short, may come before it.
describe("interact", () => {
  let page: WidgetPage;
  beforeEach(() => {
    page = widgetPage();
  });

  const outputState = () => {
    const [area] = page
      .of("comm_open")
      .filter(({ content }) => content.data.state._model_name === "OutputModel");
    return page.stateOf(area.content.comm_id);
  };
  const outputTexts = () =>
    outputState().outputs.map((output: Loose) => output.text ?? output.data?.["text/plain"] ?? output.evalue);

  it("infers the arguments' types from the controls", () => {
    interact(
      { t: slider(0, 9), target: dropdown(["v", "eps"]), span: rangeSlider(0, 9), on: toggle() },
      ({ t, target, span: [low, high], on }) => {
        const typed: [number, "v" | "eps", number, number, boolean] = [t, target, low, high, on];
        assert.deepEqual(typed, [0, "v", 2, 7, false]);
        // @ts-expect-error: t is a number
        const wrong: string = t;
        return wrong;
      },
    );
    assert.deepEqual(outputTexts(), ["0"]);
  });

  it("runs once at once, and again for each move", () => {
    const t = slider(0, 999);
    interact({ t }, ({ t }) => `step ${t}`);
    assert.deepEqual(outputTexts(), ["'step 0'"]);
  });

  it("recomputes before the moving message has been dealt with, when nothing is running", async () => {
    const t = slider(0, 999);
    interact({ t }, ({ t }) => t * 2);
    await turnEnds();
    page.move(t, { value: 21 });
    assert.deepEqual(outputTexts(), ["42"]);
  });

  it("shows a box of the labelled controls and the Output, with the still of the first result", () => {
    const t = slider(0, 999);
    const seed = slider(1, 9, { label: "the seed" });
    interact({ t, seed }, ({ t }) => figure(`x at ${t}`));
    const [shown] = page.of("display_data");
    const { "application/vnd.jupyter.widget-view+json": view, ...rest } = shown.content.data;
    assert.deepEqual(rest, {
      "image/png": Buffer.from("x at 0").toString("base64"),
      "text/plain": "t: 0 (0 to 999)\nthe seed: 1 (1 to 9)\nx at 0",
    });
    assert.deepEqual(shown.content.metadata, { "image/png": { width: 10 } });
    const box = page.stateOf(view.model_id);
    assert.deepEqual(box._dom_classes, ["noisebook-interact"]);
    assert.deepEqual(box.children.slice(0, 2), [`IPY_MODEL_${t.id}`, `IPY_MODEL_${seed.id}`]);
    assert.equal(page.stateOf(box.children[2].slice(10))._model_name, "OutputModel");
    assert.deepEqual([page.stateOf(t.id).description, page.stateOf(seed.id).description], ["t", "the seed"]);
  });

  it("catches what the function prints and displays, in order, before what it returns", () => {
    interact({ t: slider(0, 9) }, () => {
      console.log("printed");
      page.globals.display("displayed");
      return html("<b>returned</b>");
    });
    assert.deepEqual(
      outputState().outputs.map(({ output_type }: { output_type: string }) => output_type),
      ["stream", "display_data", "display_data"],
    );
    assert.deepEqual(outputTexts(), ["printed\n", "'displayed'", "<b>returned</b>"]);
    assert.equal(page.of("stream").length, 0);
    assert.equal(page.of("display_data").length, 1);
  });

  it("shows errors in its place and goes on", async () => {
    const t = slider(0, 9);
    interact({ t }, ({ t }) => {
      if (t === 3) throw new RangeError("not 3");
      return t;
    });
    await turnEnds();
    page.move(t, { value: 3 });
    const [error] = outputState().outputs;
    assert.deepEqual([error.output_type, error.ename, error.evalue], ["error", "RangeError", "not 3"]);
    await turnEnds();
    page.move(t, { value: 4 });
    assert.deepEqual(outputTexts(), ["4"]);
  });

  it("passes over moves that come while an asynchronous function computes, but for the newest", async () => {
    const t = slider(0, 100);
    const seen: number[] = [];
    let running = 0;
    interact({ t }, async ({ t }) => {
      assert.equal(++running, 1);
      seen.push(t);
      await sleep(20);
      running--;
      return t;
    });
    for (let value = 1; value <= 50; value++) page.move(t, { value });
    assert.ok(outputState()._dom_classes.includes("noisebook-interact-busy"));
    await sleep(80);
    assert.deepEqual(seen, [0, 50]);
    assert.deepEqual(outputTexts(), ["50"]);
    assert.deepEqual(outputState()._dom_classes, ["noisebook-interact-output"]);
  });

  it("passes over moves that piled up while a function blocked", async () => {
    const t = slider(0, 100);
    const seen: number[] = [];
    interact({ t }, ({ t }) => {
      seen.push(t);
      return t;
    });
    // All in one turn of the event loop, as a pipe delivers what came in the meantime.
    for (let value = 1; value <= 50; value++) page.move(t, { value });
    await sleep(10);
    assert.deepEqual(seen, [0, 50]);
    assert.deepEqual(outputTexts(), ["50"]);
  });

  it("shows its first result when that is ready, before the cell ends", async () => {
    interact({ t: slider(0, 9) }, async () => {
      await sleep(10);
      return figure("late");
    });
    await page.settled();
    const [shown] = page.of("display_data");
    assert.equal(shown.content.data["image/png"], Buffer.from("late").toString("base64"));
  });

  it("shows the steps of long work live", async () => {
    const t = slider(0, 9);
    interact({ t }, async ({ t }) => {
      if (t === 0) return;
      for (let step = 0; step < 20; step++) {
        page.globals.display(`step ${step}`, { id: "film" });
        await page.pause(20);
      }
    });
    await sleep(10);
    page.move(t, { value: 1 });
    const seen = new Set<string>();
    for (let look = 0; look < 60; look++) {
      await sleep(10);
      for (const text of outputTexts()) seen.add(text);
    }
    assert.ok(seen.size >= 4, [...seen].join());
    assert.deepEqual(outputTexts(), ["'step 19'"]);
  });

  it("ends, when the function moves its own control", async () => {
    const t = slider(0, 9);
    interact({ t }, ({ t: value }) => {
      if (value < 5) t.value = value + 1;
      return value;
    });
    await sleep(30);
    assert.deepEqual(outputTexts(), ["5"]);
  });

  it("answers moves by the code as well", async () => {
    const t = slider(0, 9);
    interact({ t }, ({ t }) => t);
    await turnEnds();
    t.value = 6;
    assert.deepEqual(outputTexts(), ["6"]);
  });

  it("aligns labels by the longest", () => {
    const t = slider(0, 9);
    const guidance = slider(0, 9);
    interact({ t, guidance }, () => 0);
    const widthOf = (control: typeof t) => control.state.style.state.description_width;
    assert.deepEqual([widthOf(t), widthOf(guidance)], ["9ch", "9ch"]);
  });

  it("interactive gives the box to place elsewhere, and shows nothing itself", () => {
    const box = interactive({ t: slider(0, 9) }, ({ t }) => t);
    assert.equal(page.of("display_data").length, 0);
    assert.equal(box.name, "VBox");
    assert.equal(box.state.children.length, 2);
  });
});
