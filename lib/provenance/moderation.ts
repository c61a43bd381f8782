/** What may be asked for: a policy as data, a verdict that explains itself. */
import { checkNumber } from "../core/check.ts";
import { words } from "../data/dataset.ts";
import type { WordVectors } from "../data/text-tables.ts";

/** What a course, a studio or a contest lets its prompts say. */
export interface PromptPolicy {
  name: string;
  /** Words and phrases that are refused, in any of their plain forms; `*` at the end stands for any ending. */
  words: { word: string; reason: string }[];
  /** Meanings that are refused: words at least so like one of the examples, by the cosine of their vectors. */
  topics: { examples: string[]; similarity: number; reason: string }[];
  /** Words that are allowed although they are near a topic. */
  allowed: string[];
  /** What to do with a word that has no vector: a strict course lets its pupils use known words alone. */
  unknown: "allow" | "refuse";
}

/** Why a word was refused. */
export interface PromptFinding {
  /** As it stands in the prompt. */
  word: string;
  rule: "word" | "meaning" | "unknown";
  reason: string;
  /** The rule's word, or the example that the word is near to. */
  match?: string;
  similarity?: number;
}

export interface PromptVerdict {
  allowed: boolean;
  policy: string;
  prompt: string;
  findings: PromptFinding[];
  /** For the one who asked, in sentences. */
  explanation: string;
}

/** For classes of children: no violence, nudity, hatred, self-harm or drugs. A start, to be read and changed by its teacher. */
export const classroomPolicy: PromptPolicy = {
  name: "classroom",
  words: [
    ...["kill*", "murder*", "gore", "gory", "behead*", "tortur*", "massacre*", "shooting"].map(
      because("violence"),
    ),
    ...["nude*", "naked", "porn*", "sex", "sexy", "erotic*", "topless"].map(because("nudity")),
    ...["nazi*", "swastika*", "racist*", "lynch*", "terrorist*"].map(because("hatred")),
    ...["suicid*", "self-harm*", "self harm*", "hang myself"].map(because("self-harm")),
    ...["cocaine", "heroin", "meth", "cannabis", "joint"].map(because("drugs")),
  ],
  topics: [
    { examples: ["weapon", "bomb", "gun"], similarity: 0.65, reason: "violence" },
    { examples: ["drugs", "alcohol"], similarity: 0.7, reason: "drugs" },
  ],
  allowed: ["nuclear", "explosion", "car", "attack", "drink", "drinks", "drinking"],
  unknown: "allow",
};

function because(reason: string): (word: string) => PromptPolicy["words"][number] {
  return (word) => ({ word, reason });
}

/**
 * Says whether a prompt may be used, and why not.
 *
 * Words are compared in lower case, without accents, and with digits and signs read as the letters they are used for
 * ("n4ked", "n@ked"); a word inside another is not one. Meanings are compared by word vectors: a list never has all words.
 *
 * @param options
 * @param options.vectors Of {@link loadWordVectors}; needed if the policy has topics or refuses unknown words.
 * @throws {TypeError} If vectors are needed and not there.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { classroomPolicy, loadWordVectors, moderatePrompt } from "noisebook";
 *
 * const options = { policy: classroomPolicy, vectors: await loadWordVectors() };
 * assert.ok(moderatePrompt("a smiling face with red glasses", options).allowed);
 * const { allowed, explanation } = moderatePrompt("a cat with a handgun", options);
 * assert.ok(!allowed);
 * assert.match(explanation, /"handgun" is near "gun" \(violence\)/);
 * ```
 */
export function moderatePrompt(
  prompt: string,
  { policy, vectors }: { policy: PromptPolicy; vectors?: WordVectors },
): PromptVerdict {
  if (!vectors && (policy.topics.length > 0 || policy.unknown === "refuse"))
    throw new TypeError("Cannot moderate: the policy compares meanings; give vectors from loadWordVectors");
  // A sign may stand between two words or for a letter of one: both are read.
  const signed = judged(signedWords(prompt), { policy, vectors }).filter(
    ({ word, rule }) => /[@$]/.test(word) && rule !== "unknown",
  );
  const findings = [...judged(words(prompt), { policy, vectors }), ...signed];
  return {
    ...{ allowed: findings.length === 0, policy: policy.name, prompt, findings },
    explanation:
      findings.length === 0
        ? `The policy "${policy.name}" has nothing against this prompt.`
        : `The policy "${policy.name}" refuses this prompt: ${findings.map(sentence).join("; ")}. Say it in other words, or ask your teacher.`,
  };
}

function sentence({ word, rule, reason, match }: PromptFinding): string {
  if (rule === "meaning") return `"${word}" is near "${match}" (${reason})`;
  return rule === "word" ? `"${word}" is on its list (${reason})` : `"${word}" is not a word that it knows`;
}

/** What a policy finds in words as they were asked for. */
function judged(
  asked: string[],
  { policy, vectors }: { policy: PromptPolicy; vectors: WordVectors | undefined },
): PromptFinding[] {
  const plain = asked.map(plainForm);
  const listed = policy.words.flatMap((rule) => matches(rule, { asked, plain }));
  const seen = new Set(listed.map(({ word }) => word));
  const allowed = new Set(policy.allowed.map(plainForm));
  const rest = asked.filter((word, at) => !seen.has(word) && !allowed.has(plain[at]));
  const meant = vectors ? rest.flatMap((word) => meaning(word, { policy, vectors })) : [];
  return [...listed, ...meant];
}

/** The words of a prompt that has signs in some of them; of one without, none. */
function signedWords(prompt: string): string[] {
  if (!/[@$]/.test(prompt)) return [];
  return prompt.toLowerCase().match(/[\p{L}\p{N}@$]+(?:['’-][\p{L}\p{N}@$]+)*/gu) ?? [];
}

const letters: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};

/** Lower case, without accents; in a word that has letters, digits and signs are read as letters. */
function plainForm(word: string): string {
  const bare = word.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return /\p{L}/u.test(bare) ? Array.from(bare, (letter) => letters[letter] ?? letter).join("") : bare;
}

function matches(
  { word: rule, reason }: PromptPolicy["words"][number],
  { asked, plain }: { asked: string[]; plain: string[] },
): PromptFinding[] {
  const open = rule.endsWith("*");
  const parts = words(rule).map(plainForm);
  const fits = (part: string, word: string, last: boolean) =>
    last ? (open ? word.startsWith(part) : forms(part).includes(word)) : word === part;
  return plain.flatMap((_, at) => {
    const here = parts.every(
      (part, next) =>
        plain[at + next] !== undefined && fits(part, plain[at + next], next === parts.length - 1),
    );
    if (!here) return [];
    return [
      { word: asked.slice(at, at + parts.length).join(" "), rule: "word" as const, reason, match: rule },
    ];
  });
}

/** A word and its plural. */
const forms = (word: string): string[] => [word, `${word}s`, `${word}es`];

function meaning(
  word: string,
  { policy, vectors }: { policy: PromptPolicy; vectors: WordVectors },
): PromptFinding[] {
  const own = vectorOf(plainForm(word), vectors) ?? vectorOf(word, vectors);
  if (!own)
    return policy.unknown === "refuse" && /\p{L}/u.test(word)
      ? [{ word, rule: "unknown", reason: "unknown word" }]
      : [];
  for (const { examples, similarity, reason } of policy.topics) {
    checkNumber(similarity, { doing: "moderate", name: "similarity", from: -1, to: 1 });
    const near = examples
      .map((match) => ({ match, similarity: cosine(own, vectorOf(match, vectors)) }))
      .sort((a, b) => b.similarity - a.similarity)[0];
    if (near && near.similarity >= similarity) return [{ word, rule: "meaning", reason, ...near }];
  }
  return [];
}

function vectorOf(word: string, { words: known, data, dim }: WordVectors): Float32Array | undefined {
  const at = known.indexOf(word);
  return at < 0 ? undefined : data.subarray(at * dim, (at + 1) * dim);
}

function cosine(a: Float32Array, b: Float32Array | undefined): number {
  if (!b) return -1;
  let [dot, x, y] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    dot += a[at] * b[at];
    x += a[at] ** 2;
    y += b[at] ** 2;
  }
  return dot / Math.sqrt(x * y);
}
