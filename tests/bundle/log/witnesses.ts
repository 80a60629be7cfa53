import { generateKeyPairSync } from 'node:crypto';
import { type Cosigner, checkpointText, keyText, signNote, verifierKeyText, witnessKey } from '#bundle';
import { leafHash, MerkleTree } from '#ledger';
import { signerOfPem } from '../../../src/apps/shared/evidence/ed25519.ts';
import { mlDsaPem, mlDsaSignerOfPem } from '../../../src/apps/shared/evidence/ml-dsa.ts';
import { sha256 } from '../../running.ts';

/** Logs and witnesses of the tests' own, with new keys. */

export const newSigner = () =>
  signerOfPem(String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })));

export interface TestWitness {
  readonly cosigner: Cosigner;
  /** Its key, as it is published. */
  readonly text: string;
}

export function newWitness(name: string, kind: 'Ed25519' | 'ML-DSA-44' = 'Ed25519'): TestWitness {
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const signer = kind === 'Ed25519' ? newSigner() : mlDsaSignerOfPem(mlDsaPem(seed));
  if (signer === null) throw new Error('a key that was just made cannot be read');
  const cosigner = {
    key: witnessKey(sha256, name, signer.publicKey),
    sign: (message: Uint8Array) => signer.sign(message),
  };
  return { cosigner, text: keyText(cosigner.key) };
}

export interface TestLog {
  readonly key: string;
  readonly leaves: readonly Uint8Array[];
  /** The signed checkpoint over the first leaves. */
  checkpoint(size: number): string;
}

/** A log whose leaves differ from those of another with other `words`, from leaf `from` on. */
export function newLog(origin: string, signer = newSigner(), words = 'leaf', from = 0): TestLog {
  const leaves = Array.from({ length: 40 }, (_, i) => Buffer.from(`${i < from ? 'leaf' : words} ${i}`));
  const rootAt = (size: number) => {
    const tree = new MerkleTree(sha256);
    for (const leaf of leaves.slice(0, size)) tree.append(leafHash(sha256, leaf));
    return tree.root();
  };
  return {
    key: verifierKeyText(sha256, { name: origin, publicKey: signer.publicKey }),
    leaves,
    checkpoint: (size) =>
      signNote(sha256, checkpointText({ origin, size, root: rootAt(size), context: [] }), origin, signer),
  };
}
