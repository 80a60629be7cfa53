import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  BUNDLE,
  type CheckSignature,
  type EarlierCheckpoint,
  type Policy,
  parsePolicy,
  parseVerifierKey,
  parseWitnessKey,
  type TrustedWitnesses,
  type VerifierKey,
} from '#bundle';
import { checkEd25519 } from '../evidence/ed25519.ts';
import { readRegularFile, readRegularText } from '../files/regular-file.ts';
import { decodeUtf8, sha256 } from '../host.ts';
import { attempt, complained, refusalOf, refuse, together } from '../problem.ts';

export interface TrustOptions {
  readonly checkpoint?: string;
  readonly statement?: string;
  readonly key?: string;
  readonly witness?: readonly string[];
  readonly policy?: string;
}

/** Keys, policy, earlier checkpoint and statement that the reader has from elsewhere. */
export interface TrustedThings extends TrustedWitnesses {
  readonly trustedKey: VerifierKey | null;
  readonly earlier: EarlierCheckpoint | null;
  readonly statement: string | null;
  /** Checks signatures of all kinds of keys given. */
  readonly check: CheckSignature;
}

export const NOTHING_TRUSTED: TrustedThings = {
  trustedKey: null,
  earlier: null,
  statement: null,
  witnesses: [],
  policy: null,
  check: checkEd25519,
};

const ED25519_BYTES = 32;

export async function trustedThings(options: TrustOptions): Promise<TrustedThings> {
  const { named, policy } = together({
    policy: () => (options.policy === undefined ? null : readPolicy(options.policy)),
    named: () => thingsNamed(options),
  });
  const keys = [...named.witnesses, ...(policy?.witnesses ?? []).map(({ key }) => key)];
  return { ...named, policy, check: await checkFor(keys) };
}

/** Checks signatures with these keys, and with Ed25519 keys. */
export async function checkFor(keys: readonly { readonly publicKey: Uint8Array }[]): Promise<CheckSignature> {
  const isOne = keys.every(({ publicKey }) => publicKey.length === ED25519_BYTES);
  return isOne ? checkEd25519 : (await import('../evidence/ml-dsa.ts')).checkBoth;
}

type Named = Omit<TrustedThings, 'policy' | 'check'>;

function thingsNamed(options: TrustOptions): Named {
  let reading = '';
  const text = (path: string) => {
    reading = path;
    return readRegularText(path);
  };
  try {
    const { checkpoint, key, statement, witness = [] } = options;
    const keyText = key === undefined ? null : existsSync(key) ? text(key).trim() : key;
    const trustedKey = keyText === null ? null : parseVerifierKey(sha256, keyText);
    if (keyText !== null && trustedKey === null) {
      return refuse(`${key} is not a key`, 'give <name>+<id>+<base64>, or a file that holds it');
    }
    const witnesses = witness.map((given) =>
      parseWitnessKey(sha256, existsSync(given) ? text(given).trim() : given),
    );
    const wrong = witnesses.indexOf(null);
    if (wrong !== -1) {
      return refuse(
        `${witness[wrong]} is not the key of a witness`,
        'give <name>+<id>+<base64> of a key for cosignatures, or a file that holds it',
      );
    }
    return {
      trustedKey,
      witnesses: witnesses.filter((found) => found !== null),
      earlier: checkpoint === undefined ? null : earlierOf(checkpoint, text),
      statement: statement === undefined ? null : text(statement),
    };
  } catch (error) {
    throw refusalOf(error, reading, 'name a file that can be read');
  }
}

/** Reads an earlier checkpoint. If the path is a bundle, its scenario is available as well. */
function earlierOf(path: string, text: (path: string) => string): EarlierCheckpoint {
  if (!existsSync(path) || !statSync(path).isDirectory()) return { note: text(path), scenario: null };
  const scenario = join(path, BUNDLE.scenario);
  return {
    note: text(join(path, BUNDLE.checkpoint)),
    scenario: existsSync(scenario) ? text(scenario) : null,
  };
}

/** Longest policy that is read: some thousand lines. */
const BYTES_MAX = 1 << 20;

/** Reads a policy (C2SP, tlog-policy), or says what is wrong with each line. */
export function readPolicy(path: string): Policy {
  return attempt(path, 'name a file with lines log, witness, group and quorum', () => {
    const bytes = readRegularFile(path, BYTES_MAX);
    // A policy is bytes. Those that are not UTF-8 are taken one by one, which keeps different names different.
    const policy = parsePolicy(decodeUtf8(bytes) ?? bytes.toString('latin1'), sha256);
    if (policy.ok) return policy.value;
    return complained(
      'bad input',
      policy.problem.map(({ code, column, line, message, remedy, value }) => ({
        message: `${path}:${line}:${column}  ${code}: ${message}${value === '' ? '' : ` (${value})`}`,
        remedy,
      })),
    );
  });
}
