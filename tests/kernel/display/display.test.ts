import assert from "node:assert/strict";
import { type Display, displaySymbol, installDisplay } from "../../../kernel/display/index.ts";
import { type FakePage, fakePage, type Loose, sleep } from "./fake-page.ts";

const texts = (page: FakePage) => page.sent().map(({ type, content }) => [type, content.data["text/plain"]]);
const late = (text: string, milliseconds: number) => ({
  [displaySymbol]: async () => {
    await sleep(milliseconds);
    return { "text/plain": text };
  },
});

describe("display", () => {
  let page: FakePage;
  let display: Display;
  let globals: Loose;
  beforeEach(() => {
    page = fakePage();
    globals = {};
    installDisplay(page, globals);
    display = globals.display;
  });

  it("sends a bundle; without an id nothing can update it", () => {
    display({ a: 1 });
    const [message] = page.sent();
    assert.equal(message.type, "display_data");
    assert.deepEqual(message.content, { data: { "text/plain": "{ a: 1 }" }, metadata: {}, transient: {} });
  });

  it("keeps the order of values that draw themselves late", async () => {
    display(late("first", 20));
    display("second");
    await page.settled();
    assert.deepEqual(texts(page), [
      ["display_data", "first"],
      ["display_data", "'second'"],
    ]);
  });

  it("updates in place with the same id, at once when the last drawing is long ago", async () => {
    display(1, { id: "loss" });
    await sleep(80);
    display(2, { id: "loss" });
    assert.deepEqual(texts(page), [
      ["display_data", "1"],
      ["update_display_data", "2"],
    ]);
    const [first, second] = page.sent().map(({ content }) => content.transient.display_id);
    assert.equal(typeof first, "string");
    assert.equal(second, first);
  });

  it("draws a flood at most about 15 times a second, and its last value before the cell ends", async () => {
    const start = performance.now();
    for (let step = 0; step <= 200; step++) {
      display(step, { id: "film" });
      await sleep(2);
    }
    await page.settled();
    const seconds = (performance.now() - start) / 1000;
    assert.equal(texts(page).at(-1)?.[1], "200");
    assert.ok(page.sent().length <= seconds * 15.2 + 2, `${page.sent().length} in ${seconds} s`);
    assert.ok(page.sent().length >= 4, `only ${page.sent().length}`);
  });

  it("draws live in a loop that never awaits, and holds no other output back", () => {
    const end = performance.now() + 250;
    for (let step = 0; performance.now() < end; step++) display(step, { id: "film" });
    assert.ok(page.sent().length >= 3, `only ${page.sent().length}`);
  });

  it("holds the cell's end open for the last value of such a loop", async () => {
    for (let step = 0; step <= 10; step++) display(step, { id: "film" });
    await page.settled();
    assert.deepEqual(
      texts(page).map(([, text]) => text),
      ["0", "10"],
    );
  });

  it("never draws two late values of one id at once, and ends with the newest", async () => {
    let drawing = 0;
    const slow = (text: string) => ({
      [displaySymbol]: async () => {
        assert.equal(++drawing, 1);
        await sleep(90);
        drawing--;
        return { "text/plain": text };
      },
    });
    display("start", { id: "film" });
    for (let step = 0; step <= 30; step++) {
      display(slow(String(step)), { id: "film" });
      await sleep(10);
    }
    await page.settled();
    assert.equal(texts(page).at(-1)?.[1], "30");
  });

  it("draws anew when another cell uses the id, since that cell's output is another place", () => {
    display(1, { id: "loss" });
    page.origin = "cell 2";
    display(2, { id: "loss" });
    assert.deepEqual(
      page.sent().map(({ type, origin }) => [type, origin]),
      [
        ["display_data", "cell 1"],
        ["display_data", "cell 2"],
      ],
    );
    const [first, second] = page.sent().map(({ content }) => content.transient.display_id);
    assert.notEqual(first, second, "a front end would change both");
  });

  it("lets an earlier cell's callback draw where it did, though a later cell used the id", async () => {
    display(1, { id: "loss" });
    const later = page.bind(() => display(3, { id: "loss" }));
    page.origin = "cell 2";
    display(2, { id: "loss" });
    later();
    await page.settled();
    const [first, , last] = page.sent();
    assert.deepEqual([last.type, last.origin], ["update_display_data", "cell 1"]);
    assert.equal(last.content.transient.display_id, first.content.transient.display_id);
  });

  it("keeps two ids apart", async () => {
    for (const id of ["a", "b"]) display(`${id}1`, { id });
    const [a, b] = page.sent().map(({ content }) => content.transient.display_id);
    for (const id of ["a", "b"]) display(`${id}2`, { id });
    await page.settled();
    assert.deepEqual(
      page
        .of("update_display_data")
        .map(({ content }) => [content.transient.display_id, content.data["text/plain"]]),
      [
        [a, "'a2'"],
        [b, "'b2'"],
      ],
    );
  });
});

describe("clearOutput", () => {
  it("sends clear_output, at once or with the next output", () => {
    const page = fakePage();
    const globals: Loose = {};
    installDisplay(page, globals);
    globals.clearOutput();
    globals.clearOutput({ wait: true });
    assert.deepEqual(
      page.sent().map(({ type, content }) => [type, content]),
      [
        ["clear_output", { wait: false }],
        ["clear_output", { wait: true }],
      ],
    );
  });
});
