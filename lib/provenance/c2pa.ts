/** Signed manifests in C2PA's form: the one door to c2pa-ts. Content Credentials, specification 2.1, sections 10 to 15. */
import { createHash, createPrivateKey, sign, X509Certificate } from "node:crypto";
import { certificates } from "./certificates.ts";
import type { PictureLabel } from "./label.ts";
import { canonicalJson } from "./label.ts";
import type { Signer } from "./signer.ts";
import { trainedAlgorithmicMedia } from "./xmp.ts";

/** Where the label stands among the parameters of the action "created". */
const labelKey = "org.noisebook.label";

/** What a manifest says once it is checked. */
export interface Verified {
  /** "none": no manifest; "broken": one that does not fit the file. */
  status: "valid" | "broken" | "none";
  /** Sentences: what is wrong. */
  problems: string[];
  signer?: SignedBy;
  /** The label as it was signed. */
  label?: unknown;
}

export interface SignedBy {
  name: string;
  organisation: string;
  /** SHA-256 of the authority's certificate. */
  authority: string;
  /** Whether that authority is one of those to trust. */
  trusted: boolean;
}

/**
 * Puts a signed manifest into a PNG file. The same file, label and signer give the same bytes: identifiers are made from
 * the content, and Ed25519 draws no number.
 */
export async function signPng(file: Uint8Array, label: PictureLabel, signer: Signer): Promise<Uint8Array> {
  const { manifest: c2pa, PNG } = await load();
  const { X509Certificate: Certificate } = await certificates();
  const key = createPrivateKey(signer.privateKey);
  const signing = {
    certificate: new Certificate(signer.certificate),
    chainCertificates: [new Certificate(signer.authority)],
    algorithm: -8,
    sign: async (payload: Uint8Array) => new Uint8Array(sign(null, payload, key)),
  };
  const asset = new PNG(file);
  const store = new c2pa.ManifestStore();
  const instanceID = `xmp:iid:${uuidOf(file)}`;
  const made = store.createManifest({
    claimVersion: c2pa.ClaimVersion.V2,
    assetFormat: "image/png",
    instanceID,
    defaultHashAlgorithm: "SHA-256",
    signer: signing,
  });
  made.label = nameOf(instanceID);
  const room = signing.chainCertificates[0].rawData.byteLength + signing.certificate.rawData.byteLength + 512;
  made.signature = c2pa.Signature.create(signing, room);
  made.claim!.claimGeneratorName = label.software.name;
  made.claim!.claimGeneratorVersion = label.software.version;
  const binding = c2pa.DataHashAssertion.create("SHA-256", 64);
  made.addAssertion(binding);
  made.addAssertion(creation(c2pa, label));
  await asset.ensureManifestSpace(store.measureSize());
  await binding.updateWithAsset(asset);
  await made.sign(signing);
  await asset.writeManifestJUMBF(store.getBytes());
  return new Uint8Array(await asset.getDataRange(0, asset.getDataLength()));
}

/** The assertion that the picture was made as the label says. */
function creation(c2pa: Awaited<ReturnType<typeof load>>["manifest"], label: PictureLabel) {
  const assertion = new c2pa.ActionAssertion();
  assertion.actions.push({
    action: c2pa.ActionType.C2paCreated,
    digitalSourceType: trainedAlgorithmicMedia as import("@trustnxt/c2pa-ts/manifest").DigitalSourceType,
    softwareAgent: label.software,
    parameters: { [labelKey]: JSON.parse(canonicalJson(label)) },
  });
  return assertion;
}

/**
 * Checks the manifest of a PNG file: every claim against the signature, every byte of the file against the claims, the
 * certificates against the authorities to trust.
 *
 * @param options
 * @param options.trust Certificates of authorities, PEM.
 * @param options.at When the certificates must be valid; not checked if left out.
 */
export async function verifyPng(
  file: Uint8Array,
  { trust = [], at }: { trust?: readonly string[]; at?: Date } = {},
): Promise<Verified> {
  const { manifest: c2pa, SuperBox, PNG } = await load();
  try {
    const asset = new PNG(file);
    const box = asset.getManifestJUMBF();
    if (!box) return { status: "none", problems: [] };
    const store = c2pa.ManifestStore.read(SuperBox.fromBuffer(new Uint8Array(box)));
    const { statusEntries } = await store.validate(asset);
    const active = store.getActiveManifest();
    const problems = statusEntries
      .filter(({ success }) => !success)
      .map(({ code, explanation }) => `${code}${explanation ? `: ${explanation}` : ""}`);
    const { certificate, chainCertificates } = active!.signature!.signatureData;
    const chain = [certificate!, ...chainCertificates].map(
      ({ rawData }) => new X509Certificate(Buffer.from(rawData)),
    );
    const actions = active!.assertions!.assertions.find((one) => one instanceof c2pa.ActionAssertion);
    problems.push(...chainProblems(chain, at));
    const label = actions?.actions[0]?.parameters?.[labelKey];
    // Our own manifests have one form: what no signature covers, names and empty room, must be as it was written too.
    if (label !== undefined) {
      if (active!.label !== nameOf(active!.claim?.instanceID))
        problems.push("the manifest's name is not its own");
      if (Buffer.compare(store.getBytes(), box) !== 0)
        problems.push("the manifest has bytes that say nothing");
    }
    return {
      status: problems.length === 0 ? "valid" : "broken",
      problems,
      signer: signedBy(chain, trust),
      label,
    };
  } catch (cause) {
    return { status: "broken", problems: [`the manifest cannot be read: ${(cause as Error).message}`] };
  }
}

/** Each certificate must be issued by the next, and be valid at the time asked. */
function chainProblems(chain: X509Certificate[], at: Date | undefined): string[] {
  return chain.flatMap((one, place) => {
    const issuer = chain[place + 1] ?? one;
    const problems: string[] = [];
    if (!one.checkIssued(issuer) || !one.verify(issuer.publicKey))
      problems.push(`certificate ${place + 1} is not issued by the next`);
    if (at && (at < new Date(one.validFrom) || at > new Date(one.validTo)))
      problems.push(`certificate ${place + 1} is valid from ${one.validFrom} to ${one.validTo}`);
    return problems;
  });
}

function signedBy(chain: X509Certificate[], trust: readonly string[]): SignedBy {
  const authority = chain[chain.length - 1].fingerprint256;
  const field = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(chain[0].subject)?.[1] ?? "";
  return {
    name: field("CN"),
    organisation: field("O"),
    authority: authority.replaceAll(":", "").toLowerCase(),
    trusted: chain.length > 1 && trust.some((pem) => new X509Certificate(pem).fingerprint256 === authority),
  };
}

/** Loaded at the first picture: it takes a third of a second, which a lesson without signatures need not wait. */
async function load() {
  const [manifest, { PNG }, { SuperBox }] = await Promise.all([
    import("@trustnxt/c2pa-ts/manifest"),
    import("@trustnxt/c2pa-ts/asset"),
    import("@trustnxt/c2pa-ts/jumbf"),
  ]);
  return { manifest, PNG, SuperBox };
}

/** A manifest's name, which no signature covers: made from the signed name of the file, so that it can be checked. */
const nameOf = (instanceID: string | undefined): string =>
  `urn:c2pa:${uuidOf(Buffer.from(instanceID ?? ""))}`;

/** A UUID of version 8 (RFC 9562, section 5.8) from a hash of bytes. */
function uuidOf(bytes: Uint8Array): string {
  const hex = createHash("sha256").update(bytes).digest("hex");
  const variant = ((Number.parseInt(hex[16], 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
