import assert from "node:assert/strict";
import fc from "fast-check";
import {
  collect,
  commonAttacks,
  embedWatermark,
  findWatermark,
  type Images,
  loadDataset,
  pickImages,
  random,
  type Survival,
  watermarkOf,
  watermarkSurvival,
} from "../../../lib/index.ts";

const blank = (side: number, value: number): Images => ({
  data: new Float32Array(side * side * 3).fill(value),
  count: 1,
  height: side,
  width: side,
  channels: 3,
});

function deviation(before: Images, after: Images): number {
  const sum = before.data.reduce((total, value, at) => total + ((value - after.data[at]) * 127.5) ** 2, 0);
  return Math.sqrt(sum / before.data.length);
}

describe("the watermark", () => {
  it("is read from noise of any kind, and keeps pictures within black and white in whole bytes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 65535 }), fc.integer({ min: 1, max: 99 }), (message, seed) => {
        const data = Float32Array.from(random(seed).uniform(32 * 32 * 3), (value) => 2 * value - 1);
        const { images } = embedWatermark({ ...blank(32, 0), data }, message);
        assert.equal(findWatermark(images).message, message);
        for (const value of images.data) {
          assert.ok(Math.abs(value) <= 1 + 1e-6);
          assert.ok(Math.abs((value + 1) * 127.5 - Math.round((value + 1) * 127.5)) < 1e-4);
        }
      }),
      { numRuns: 15 },
    );
  });

  it("holds in pictures that are all white, black or grey", () => {
    for (const value of [-1, 0, 1]) {
      const { images, change } = embedWatermark(blank(32, value), 4711);
      assert.equal(findWatermark(images).message, 4711);
      assert.equal(findWatermark(blank(32, value)).message, undefined);
      assert.match(change, /1 pictures got the invisible watermark 4711/);
    }
  });

  it("changes real pictures by less than 4 levels of 256", async () => {
    for (const [name, most] of [
      ["faces16", 3],
      ["shapes", 4],
      ["digits8", 4],
    ] as const) {
      const { images } = await loadDataset(name, { size: 16, limit: 20, rng: random(1) });
      const marked = embedWatermark(images, 12345).images;
      assert.ok(deviation(images, marked) < most, `${name} ${deviation(images, marked)}`);
    }
  });

  it("is not read with another key", async () => {
    const { images } = await loadDataset("faces16", { size: 32, limit: 1 });
    const marked = embedWatermark(images, 99, { key: 5 }).images;
    assert.equal(findWatermark(marked, { key: 5 }).message, 99);
    assert.notEqual(findWatermark(marked, { key: 6 }).message, 99);
  });

  it("says where a part was cut out", async () => {
    const { images } = await loadDataset("faces16", { size: 32, limit: 1 });
    const { data } = embedWatermark({ ...images }, 500).images;
    const rows = 32 - 5;
    const cut = new Float32Array(rows * 32 * 3);
    cut.set(data.subarray(5 * 32 * 3));
    assert.deepEqual(
      (({ message, cut }) => ({ message, cut }))(findWatermark({ ...images, data: cut, height: rows })),
      { message: 500, cut: [5, 0] },
    );
  });

  it("spreads the messages of texts", () => {
    const seen = new Set(Array.from({ length: 1000 }, (_, at) => watermarkOf(`a prompt, number ${at}`)));
    assert.ok(seen.size > 980, `${seen.size} of 1,000 are different`);
  });

  it("refuses pictures that are too small, NaN and messages that are too long", () => {
    assert.throws(() => embedWatermark(blank(8, 0), 1), /must be 16×16 or larger, got 8×8/);
    assert.throws(() => embedWatermark(blank(16, Number.NaN), 1), /finite numbers, got NaN/);
    assert.throws(() => embedWatermark(blank(16, 0), 65536), /from 0 to 65535, got 65536/);
    assert.throws(() => findWatermark({ ...blank(16, 0), count: 2 }), /must be 1 picture, got 2/);
  });
});

describe("watermarkSurvival", () => {
  const table = async (name: string, size: number, limit: number) => {
    const { images } = await loadDataset(name, { size, limit, rng: random(3) });
    const rows = await collect(watermarkSurvival(images, { rng: random(4) }));
    return Object.fromEntries(rows.map((row) => [row.attack, row])) as Record<string, Survival>;
  };

  it("finds it at 16 pixels after PNG and little noise, reads most bits after JPEG, and loses it to a cut", async function () {
    this.timeout(60_000);
    const rows = await table("faces16", 16, 40);
    assert.equal(rows.PNG.found, 1);
    assert.ok(rows["noise, deviation 2"].found > 0.95);
    assert.ok(rows["JPEG 85"].bitAccuracy > 0.85);
    assert.ok(rows["JPEG 50"].found < 0.2, "the table says what it does not withstand");
    assert.equal(rows["cut 1/16 from each side"].found, 0);
    assert.equal(rows["no watermark"].found, 0);
    assert.ok(Math.abs(rows["no watermark"].bitAccuracy - 0.5) < 0.12);
  });

  it("finds it at 32 pixels after JPEG 75, noise, other sizes and cuts", async function () {
    this.timeout(60_000);
    const rows = await table("faces16", 32, 20);
    for (const attack of [
      "PNG",
      "JPEG 95",
      "noise, deviation 4",
      "twice as large and back",
      "half as large and back",
    ])
      assert.equal(rows[attack].found, 1, attack);
    assert.ok(rows["cut 1/16 from each side"].found > 0.9 && rows["cut 1/8 from each side"].found > 0.9);
    assert.ok(rows["JPEG 75"].found > 0.7);
    assert.equal(rows["no watermark"].found, 0);
  });

  it("refuses pictures that are not square where an attack would change their shape", async () => {
    const wide = { ...blank(32, 0), height: 16, data: new Float32Array(16 * 32 * 3) };
    for (const [name, attack] of Object.entries(commonAttacks).filter(([name]) => !/PNG|noise/.test(name)))
      await assert.rejects(
        collect(watermarkSurvival(wide, { attacks: { [name]: attack }, rng: random(1) })),
        /^ShapeError: Cannot measure a watermark: this attack needs square pictures, got 16×32/,
      );
    const { PNG } = commonAttacks;
    const [{ found }] = await collect(watermarkSurvival(wide, { attacks: { PNG }, rng: random(1) }));
    assert.equal(found, 1);
  });

  it("is not found in pictures that have none: at most 1 of 300 faces", async function () {
    this.timeout(60_000);
    const { images } = await loadDataset("faces16", { limit: 300, rng: random(5) });
    const found = Array.from({ length: 300 }, (_, at) => findWatermark(pickImages(images, [at])));
    assert.ok(found.filter(({ message }) => message !== undefined).length <= 1);
  });
});
