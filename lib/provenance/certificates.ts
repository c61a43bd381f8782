import { webcrypto } from "node:crypto";

/** The one door to @peculiar/x509, opened at the first certificate; nothing public has its types. */
export async function certificates() {
  const x509 = await import("@peculiar/x509");
  x509.cryptoProvider.set(webcrypto as Crypto);
  return x509;
}
