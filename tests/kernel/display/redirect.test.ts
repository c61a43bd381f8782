import assert from "node:assert/strict";
import { type Message, redirectsOf } from "../../../kernel/display/redirect.ts";
import { fakePage } from "./fake-page.ts";

describe("redirectsOf", () => {
  const comm = (page: ReturnType<typeof fakePage>) => page.send({ type: "comm_msg", content: {} });
  const show = (page: ReturnType<typeof fakePage>) => page.send({ type: "display_data", content: {} });

  it("takes what code of a routed origin shows, and nothing else", () => {
    const page = fakePage();
    const redirects = redirectsOf(page);
    const taken: (Message | Promise<Message>)[] = [];
    redirects.route("area", (message) => taken.push(message));
    redirects.run("area", () => show(page));
    redirects.run("cell 2", () => show(page));
    show(page);
    assert.equal(taken.length, 1);
    assert.deepEqual(
      page.sent().map(({ origin }) => origin),
      ["cell 2", "cell 1"],
    );
  });

  it("sends comm messages as part of what caused them, never under a made-up origin", async () => {
    const page = fakePage();
    const redirects = redirectsOf(page);
    redirects.route("area", () => {});
    page.run("event 7", () => redirects.run("cell 2", () => redirects.run("area", () => comm(page))));
    await page.run("event 8", () =>
      redirects.run("area", async () => {
        await page.pause(1);
        comm(page);
      }),
    );
    const later = page.run("event 9", () => redirects.run("area", () => redirects.bind(() => comm(page))));
    later();
    assert.deepEqual(
      page.sent().map(({ origin }) => origin),
      ["event 7", "event 8", "event 9"],
    );
  });
});
