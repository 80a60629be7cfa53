import { ed25519 } from '@noble/curves/ed25519.js';
import type { CheckSignature, Signer } from '#evidence';

/** Ed25519 (RFC 8032), at once: the browser's own is asynchronous. */
export const checkEd25519: CheckSignature = (publicKey, message, signature) => {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    // A key or a signature that is no point of the curve.
    return false;
  }
};

/** A key that lives as long as this page: a bundle that it has signed agrees with itself, and vouches for nothing else. */
export function passingSigner(): Signer {
  const { publicKey, secretKey } = ed25519.keygen();
  return { publicKey, sign: (message) => ed25519.sign(message, secretKey) };
}
