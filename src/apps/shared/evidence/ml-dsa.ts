import { ml_dsa44 as mlDsa44 } from '@noble/post-quantum/ml-dsa.js';
import type { CheckSignature } from '#bundle';
import { checkEd25519 } from './ed25519.ts';

/** ML-DSA-44 (FIPS 204), which Node 20 does not have. Loaded only if a witness has such a key. */

const PUBLIC_KEY_BYTES = 1312;

/** Both kinds of keys that witnesses may have. */
export const checkBoth: CheckSignature = (publicKey, message, signature) =>
  publicKey.length === PUBLIC_KEY_BYTES
    ? mlDsa44.verify(signature, message, publicKey)
    : checkEd25519(publicKey, message, signature);

/** Private keys as PKCS #8 (RFC 9881): from the seed alone, and seed with expanded key, as OpenSSL writes it. The seed follows. */
const SEED_STARTS = [
  '3034020100300b060960864801650304031104228020',
  '30820a3e020100300b060960864801650304031104820a2a30820a260420',
].map((text) => Buffer.from(text, 'hex'));
const SEED_BYTES = 32;

/** A signer from the text of a PEM file; null if it does not hold such a key. */
export function mlDsaSignerOfPem(
  pem: string,
): { readonly publicKey: Uint8Array; sign(message: Uint8Array): Uint8Array } | null {
  const [, body = ''] =
    /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----/.exec(pem) ?? [];
  const der = Buffer.from(body, 'base64');
  const start = SEED_STARTS.find((one) => der.subarray(0, one.length).equals(one));
  if (start === undefined || der.length < start.length + SEED_BYTES) return null;
  return signerOfSeed(der.subarray(start.length, start.length + SEED_BYTES));
}

function signerOfSeed(seed: Uint8Array) {
  const { publicKey, secretKey } = mlDsa44.keygen(new Uint8Array(seed));
  return {
    publicKey: new Uint8Array(publicKey),
    sign: (message: Uint8Array) => mlDsa44.sign(message, secretKey),
  };
}

/** A new private key, as `mlDsaSignerOfPem` and OpenSSL 3.5 read it. */
export function mlDsaPem(seed: Uint8Array): string {
  const der = Buffer.concat([SEED_STARTS[0] as Buffer, seed]);
  return `-----BEGIN PRIVATE KEY-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END PRIVATE KEY-----\n`;
}
