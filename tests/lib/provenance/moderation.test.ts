import assert from "node:assert/strict";
import {
  classroomPolicy,
  copyFilter,
  guarded,
  type Images,
  loadDataset,
  loadWordVectors,
  moderatePrompt,
  type PromptPolicy,
  type Refusal,
  random,
  type WordVectors,
} from "../../../lib/index.ts";

describe("moderatePrompt", () => {
  let vectors: WordVectors;
  before(async () => {
    vectors = await loadWordVectors();
  });
  const ask = (prompt: string, policy: PromptPolicy = classroomPolicy) =>
    moderatePrompt(prompt, { policy, vectors });

  it("lets the captions of faces and shapes pass, all of them", async () => {
    for (const name of ["faces16", "shapes"]) {
      const { captions } = await loadDataset(name, { limit: 500 });
      assert.deepEqual(
        captions.filter((caption) => !ask(caption).allowed),
        [],
      );
    }
  });

  it("refuses words in other forms: capitals, accents, digits, signs, plurals, endings", () => {
    for (const prompt of [
      "a NAKED man",
      "a nakéd man",
      "a n4ked man",
      "a n@ked man",
      "a $exy man",
      "a naked@home man",
      "self h@rm",
      "two shootings",
      "a murderer",
      "killing",
    ])
      assert.equal(ask(prompt).allowed, false, prompt);
    assert.equal(ask("a N@ked man").findings[0].word, "n@ked");
    for (const prompt of ["cat @ home $5", "cat@home"])
      assert.ok(ask(prompt, { ...classroomPolicy, unknown: "refuse" }).allowed, prompt);
  });

  it("does not find a word inside another one", () => {
    for (const prompt of ["a picture from Sussex", "a skilled painter", "a jointed doll"])
      assert.deepEqual(ask(prompt).findings, [], prompt);
  });

  it("refuses what is near a topic in meaning, and lets pass what the policy allows", () => {
    const { findings, explanation } = ask("a boy with a handgun");
    assert.deepEqual(
      findings.map(({ word, rule, match, reason }) => ({ word, rule, match, reason })),
      [{ word: "handgun", rule: "meaning", match: "gun", reason: "violence" }],
    );
    assert.ok((findings[0].similarity ?? 0) >= 0.65);
    assert.match(
      explanation,
      /The policy "classroom" refuses this prompt: "handgun" is near "gun" \(violence\)\./,
    );
    assert.ok(ask("a drink and a car").allowed);
  });

  it("refuses phrases, not their words", () => {
    const policy = { ...classroomPolicy, words: [{ word: "real person", reason: "portraits" }] };
    assert.equal(ask("a Real Person at work", policy).findings[0].word, "real person");
    assert.ok(ask("a person in real time", policy).allowed);
  });

  it("refuses unknown words where the policy is strict, and says so", () => {
    const strict: PromptPolicy = { ...classroomPolicy, unknown: "refuse" };
    assert.match(ask("a blorptastic cat", strict).explanation, /"blorptastic" is not a word that it knows/);
    assert.ok(ask("a blorptastic cat").allowed);
    assert.throws(() => moderatePrompt("a cat", { policy: strict }), /give vectors from loadWordVectors/);
  });
});

describe("guarded", () => {
  const policy: PromptPolicy = {
    name: "calm",
    words: [{ word: "scream", reason: "noise" }],
    topics: [],
    allowed: [],
    unknown: "allow",
  };
  const noise = (count: number, seed: number): Images => ({
    data: Float32Array.from(random(seed).normal(count * 64)),
    count,
    height: 8,
    width: 8,
    channels: 1,
  });

  it("does not draw for a refused prompt, and logs why", async () => {
    const log: Refusal[] = [];
    const { images, refusals } = await guarded("a scream", () => assert.fail("must not draw"), {
      policy,
      log: (one) => log.push(one),
    });
    assert.equal(images, undefined);
    assert.deepEqual(log, refusals);
    assert.deepEqual([log[0].kind, log[0].by], ["prompt", "calm"]);
  });

  it("holds copies of training pictures back, and shows the others", async () => {
    const training = noise(50, 1);
    const drawn = noise(3, 2);
    drawn.data.set(training.data.subarray(7 * 64, 8 * 64), 64);
    const log: Refusal[] = [];
    const { images, kept } = await guarded("a face", () => drawn, {
      policy,
      filters: [copyFilter(training)],
      log: (one) => log.push(one),
    });
    assert.deepEqual([kept, images?.count], [[0, 2], 2]);
    assert.deepEqual(log, [
      {
        kind: "picture",
        prompt: "a face",
        by: "copies",
        explanation: "This picture is a copy of one that the model learned from.",
        index: 1,
      },
    ]);
  });

  it("refuses a filter that does not judge every picture", async () => {
    const filter = { name: "lazy", reason: "", refuses: () => [] };
    await assert.rejects(
      guarded("a face", () => noise(2, 1), { policy, filters: [filter], log: () => {} }),
      /lazy must judge 2 pictures, got 0/,
    );
  });
});
