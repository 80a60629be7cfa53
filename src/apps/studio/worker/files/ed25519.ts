import { ed25519 } from '@noble/curves/ed25519.js';
import type { CheckSignature, Signer } from '#bundle';

/** Ed25519 (RFC 8032) in JavaScript: the browser's own is asynchronous. */
export const checkEd25519: CheckSignature = (publicKey, message, signature) => {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    // The key or signature is not a point on the curve.
    return false;
  }
};

/** A key that exists only as long as this page. It proves that a bundle is consistent, and nothing else. */
export function passingSigner(): Signer {
  const { publicKey, secretKey } = ed25519.keygen();
  return { publicKey, sign: (message) => ed25519.sign(message, secretKey) };
}
