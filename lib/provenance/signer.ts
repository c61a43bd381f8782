import { createHash, webcrypto } from "node:crypto";
import { isText } from "../core/json-fields.ts";
import { certificates } from "./certificates.ts";

/** Who signs pictures: a key with its certificate, and the certificate of the authority that issued it. Keep it secret. */
export interface Signer {
  /** PEM, PKCS #8, Ed25519. */
  privateKey: string;
  /** PEM: the signer's own. */
  certificate: string;
  /** PEM: the authority's; whoever trusts it trusts the signer. */
  authority: string;
}

/** Where a chain of trust starts; it can issue signers and signs no picture itself. */
export interface Authority {
  privateKey: string;
  certificate: string;
}

export interface Validity {
  /** When the certificate starts and ends to be valid. */
  from: Date;
  to: Date;
}

/**
 * Makes an authority of one's own: for a school, a course, a studio. Its certificate is no secret: who has it can tell
 * its signers' pictures from others. Programs that trust the public lists of C2PA will call them valid, but not trusted.
 *
 * The key is drawn by the operating system, not from a seed.
 *
 * @param name The organisation.
 * @throws {TypeError} If the name is empty.
 */
export async function makeAuthority(name: string, validity: Validity): Promise<Authority> {
  checkName(name);
  const x509 = await certificates();
  const keys = await newKeys();
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    ...fieldsOf(validity),
    serialNumber: await serialOf(keys.publicKey),
    name: [{ CN: [`${name} root`] }, { O: [name] }],
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { privateKey: await pemOf(keys.privateKey), certificate: made.toString("pem") };
}

/**
 * Makes a signer whom an authority vouches for.
 *
 * @param name The person or the machine that signs.
 * @throws {TypeError} If the name is empty.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { makeAuthority, makeSigner } from "noisebook";
 *
 * const years = { from: new Date("2026-01-01"), to: new Date("2036-01-01") };
 * const signer = await makeSigner("Ada", { ...years, authority: await makeAuthority("Example school", years) });
 * assert.match(signer.certificate, /^-----BEGIN CERTIFICATE-----/);
 * ```
 */
export async function makeSigner(
  name: string,
  { authority, ...validity }: Validity & { authority: Authority },
): Promise<Signer> {
  checkName(name);
  const x509 = await certificates();
  const keys = await newKeys();
  const issuer = new x509.X509Certificate(authority.certificate);
  const der = Buffer.from(authority.privateKey.replace(/-----[^-]+-----/g, ""), "base64");
  const made = await x509.X509CertificateGenerator.create({
    ...fieldsOf(validity),
    serialNumber: await serialOf(keys.publicKey),
    subject: [{ CN: [name] }, { O: issuer.subjectName.getField("O") }],
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: await webcrypto.subtle.importKey("pkcs8", der, { name: "Ed25519" }, false, ["sign"]),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      // C2PA asks for a purpose; e-mail protection is one that it names.
      new x509.ExtendedKeyUsageExtension(["1.3.6.1.5.5.7.3.4"], true),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    privateKey: await pemOf(keys.privateKey),
    certificate: made.toString("pem"),
    authority: authority.certificate,
  };
}

const fieldsOf = ({ from, to }: Validity) => ({
  notBefore: from,
  notAfter: to,
  signingAlgorithm: { name: "Ed25519" },
});

async function newKeys(): Promise<CryptoKeyPair> {
  const usages = ["sign", "verify"] as const;
  return (await webcrypto.subtle.generateKey({ name: "Ed25519" }, true, [...usages])) as CryptoKeyPair;
}

async function serialOf(publicKey: CryptoKey): Promise<string> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey("spki", publicKey));
  return `01${createHash("sha256").update(bytes).digest("hex").slice(0, 30)}`;
}

async function pemOf(privateKey: CryptoKey): Promise<string> {
  const lines = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", privateKey)).toString("base64");
  return `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`;
}

function checkName(name: string): void {
  if (!isText(name)) throw new TypeError("Cannot make a certificate: name must not be empty");
}
