import assert from "node:assert/strict";
import { toBundle } from "../../../kernel/display/index.ts";
import {
  column,
  htmlBox,
  image,
  link,
  output,
  play,
  progress,
  row,
  slider,
  tabs,
  text,
} from "../../../kernel/widgets/cell-widgets.ts";
import { type WidgetPage, widgetPage } from "./page.ts";

const plain = (value: unknown) => (toBundle(value) as { data: Record<string, unknown> }).data["text/plain"];

describe("boxes and contents", () => {
  let page: WidgetPage;

  beforeEach(() => {
    page = widgetPage();
  });

  it("hold widgets, and other values in output areas of their own", () => {
    const t = slider(0, 9, { label: "t" });
    const made = column([t, row([text({ label: "prompt", value: "a face" }), 42])]);
    const [first, second] = page.stateOf(made.id).children;
    assert.equal(first, `IPY_MODEL_${t.id}`);
    const [, area] = page.stateOf(second.slice("IPY_MODEL_".length)).children;
    assert.deepEqual(page.stateOf(area.slice("IPY_MODEL_".length)).outputs, [
      { output_type: "display_data", data: { "text/plain": "42" }, metadata: {} },
    ]);
    assert.equal(plain(made), "t: 0 (0 to 9)\nprompt: a face  42");
  });

  it("tabs have titles", () => {
    const made = tabs({ Loss: htmlBox("<b>0.1</b>"), Film: slider(0, 9) });
    assert.deepEqual(made.state.titles, ["Loss", "Film"]);
    assert.equal(made.state.selected_index, 0);
  });

  it("image keeps a picture for a saved page", () => {
    const { data } = toBundle(image(new Uint8Array([1, 2, 3]))) as { data: Record<string, unknown> };
    assert.equal(data["image/png"], "AQID");
    assert.equal(data["text/plain"], "3 bytes");
  });

  it("progress and play show their place as text", () => {
    const bar = progress({ max: 60, label: "training" });
    bar.value = 15;
    assert.equal(plain(bar), "training: 15 (0 to 60)");
    assert.equal(plain(play(0, 9)), "0 (0 to 9)");
  });

  it("link ties two controls together in the page", () => {
    const player = play(0, 9);
    const t = slider(0, 9);
    assert.deepEqual(page.stateOf(link(player, t).id), {
      ...page.stateOf(link(player, t).id),
      source: [`IPY_MODEL_${player.id}`, "value"],
      target: [`IPY_MODEL_${t.id}`, "value"],
    });
  });

  it("output takes what code shows, and is emptied", async () => {
    const area = output();
    const result = area.run(() => {
      console.log("one");
      console.log("two");
      console.error("three");
      page.globals.display({ a: 1 });
      return 5;
    });
    assert.equal(result, 5);
    assert.deepEqual(page.stateOf(area.id).outputs, [
      { output_type: "stream", name: "stdout", text: "one\ntwo\n" },
      { output_type: "stream", name: "stderr", text: "three\n" },
      { output_type: "display_data", data: { "text/plain": "{ a: 1 }" }, metadata: {} },
    ]);
    assert.equal(page.of("stream").length, 0);
    await area.run(async () => {
      await page.pause(1);
      console.log("late");
    });
    assert.equal(page.stateOf(area.id).outputs.at(-1).text, "late\n");
    area.clear();
    assert.deepEqual(page.stateOf(area.id).outputs, []);
  });
});
