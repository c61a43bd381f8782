import type { UsedDataset } from "./label.ts";

/** "ask": the licence does not say, or is not one of those known here. */
export type Answer = "yes" | "no" | "ask";

/** What a licence lets one do with a work, and with what is made of it. */
export interface LicenceTerms {
  /** May it be sold? */
  sell: Answer;
  /** May it be changed, and new works be made of it? */
  adapt: Answer;
  /** What must stand beside it, in sentences. */
  mustSay: string[];
  /** Licences that new works made of it must have; more than one can rarely be kept at once. */
  shareAlike: string[];
}

const free: LicenceTerms = { sell: "yes", adapt: "yes", mustSay: [], shareAlike: [] };
const notice = (name: string): LicenceTerms => ({
  ...free,
  mustSay: [`Keep the copyright notice and the text of the licence ${name} with copies of the work.`],
});
const attribution = (name: string): LicenceTerms => ({
  ...free,
  mustSay: [`Name the authors and the licence ${name}, link to both, and say that the work was changed.`],
});

/** Creative Commons 4.0 legal codes, sections 2 and 3; the others by their own texts. */
const known: Readonly<Record<string, LicenceTerms>> = {
  "CC0-1.0": free,
  "PDDL-1.0": free,
  Unlicense: free,
  MIT: notice("MIT"),
  "BSD-3-Clause": notice("BSD-3-Clause"),
  "Apache-2.0": {
    ...free,
    mustSay: [
      "Keep the notices and the text of the licence Apache-2.0 with copies, and say which files were changed.",
    ],
  },
  "CC-BY-4.0": attribution("CC-BY-4.0"),
  "CC-BY-SA-4.0": { ...attribution("CC-BY-SA-4.0"), shareAlike: ["CC-BY-SA-4.0"] },
  "CC-BY-NC-4.0": { ...attribution("CC-BY-NC-4.0"), sell: "no" },
  "CC-BY-NC-SA-4.0": { ...attribution("CC-BY-NC-SA-4.0"), sell: "no", shareAlike: ["CC-BY-NC-SA-4.0"] },
  "CC-BY-ND-4.0": { ...attribution("CC-BY-ND-4.0"), adapt: "no" },
};

/**
 * Reads an SPDX expression: may it be sold, may it be changed, what must be said?
 *
 * Of `A AND B` both must be kept; of `A OR B` the one that allows more is chosen. An unknown licence answers "ask". This is a
 * reader's guide, not a lawyer's advice.
 *
 * @throws {SyntaxError} If the expression is empty, or cannot be read.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { licenceTerms } from "noisebook";
 *
 * assert.equal(licenceTerms("CC0-1.0").sell, "yes");
 * assert.equal(licenceTerms("MIT AND CC-BY-NC-4.0").sell, "no");
 * assert.equal(licenceTerms("CC-BY-NC-4.0 OR MIT").sell, "yes");
 * assert.equal(licenceTerms("LicenseRef-mine").sell, "ask");
 * ```
 */
export function licenceTerms(expression: string): LicenceTerms {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const fail = (): never => {
    throw new SyntaxError(
      `Cannot read licence: it must be like "MIT AND CC-BY-4.0", got ${JSON.stringify(expression)}`,
    );
  };
  const one = (): LicenceTerms => {
    const token = tokens[at++];
    if (token === undefined || token === ")" || token === "AND" || token === "OR") return fail();
    if (token !== "(")
      return (
        known[token] ?? {
          sell: "ask",
          adapt: "ask",
          mustSay: [`Ask what the licence ${token} demands.`],
          shareAlike: [],
        }
      );
    const inner = any();
    return tokens[at++] === ")" ? inner : fail();
  };
  const all = (): LicenceTerms => {
    let terms = one();
    for (; tokens[at] === "AND"; terms = both(terms, one())) at++;
    return terms;
  };
  const any = (): LicenceTerms => {
    let terms = all();
    for (; tokens[at] === "OR"; terms = freer(terms, all())) at++;
    return terms;
  };
  const terms = any();
  return at === tokens.length ? terms : fail();
}

/**
 * The terms of a picture: those of its own licence and, as if they carried over, those of every set that its model learned
 * from. Whether they do is not settled; a course that acts as if they did wrongs nobody.
 *
 * @returns The terms, with the credits to print in `mustSay`.
 */
export function pictureTerms({
  licence,
  datasets,
}: {
  licence: string;
  datasets: readonly UsedDataset[];
}): LicenceTerms {
  const credited = datasets.map((set): LicenceTerms => {
    const terms = licenceTerms(set.licence);
    return {
      ...terms,
      mustSay: terms.mustSay.length > 0 ? [`Print: ${set.credit} (${set.licence}).`, ...terms.mustSay] : [],
    };
  });
  return credited.reduce(both, licenceTerms(licence));
}

const order: Answer[] = ["no", "ask", "yes"];
const stricter = (a: Answer, b: Answer): Answer => (order.indexOf(a) < order.indexOf(b) ? a : b);

function both(a: LicenceTerms, b: LicenceTerms): LicenceTerms {
  return {
    sell: stricter(a.sell, b.sell),
    adapt: stricter(a.adapt, b.adapt),
    mustSay: [...new Set([...a.mustSay, ...b.mustSay])],
    shareAlike: [...new Set([...a.shareAlike, ...b.shareAlike])],
  };
}

/** The one that allows more; of two that allow the same, the one that asks for less. */
function freer(a: LicenceTerms, b: LicenceTerms): LicenceTerms {
  const rank = (terms: LicenceTerms) =>
    100 * order.indexOf(terms.sell) +
    100 * order.indexOf(terms.adapt) -
    10 * terms.shareAlike.length -
    terms.mustSay.length;
  return rank(b) > rank(a) ? b : a;
}
