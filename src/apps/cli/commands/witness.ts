import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import {
  BUNDLE,
  type Cosigner,
  isKeyName,
  keyText,
  parseManifest,
  parseVerifierKey,
  type VerifierKey,
  witnessKey,
} from '#bundle';
import { checkEd25519, signerOfPem } from '../../shared/evidence/ed25519.ts';
import { readRegularText } from '../../shared/files/regular-file.ts';
import { sha256 } from '../../shared/host.ts';
import { print } from '../../shared/print.ts';
import { allOf, attempt, complained, refusalOf, refuse } from '../../shared/problem.ts';
import { aborted, type CommandContext } from '../../shared/run-command.ts';
import { ensureKey, newKey } from '../bundle/signing-key.ts';
import { wholeNumber } from '../options/values.ts';
import { startWitness } from '../witness/witness-server.ts';
import { WitnessState } from '../witness/witness-state.ts';

interface WitnessOptions extends KeyOptions {
  readonly log: readonly string[];
  readonly port: string;
}

const PORT_MAX = 65_535;

/** `meridian witness`: cosigns checkpoints of logs as long as each continues the one before it, until interrupted. */
export async function witness(
  folder: string,
  options: WitnessOptions,
  context: CommandContext,
): Promise<void> {
  const port = wholeNumber('--port', options.port, 0, PORT_MAX, 8411);
  const logs = logsOf(options.log);
  const isNew = !existsSync(folder);
  const cosigners = await cosignersOf(folder, options);
  const state = attempt(folder, 'name a folder that can be written', () => new WitnessState(folder));
  const now = () => Math.floor(Date.now() / 1000);
  // From here on an interruption ends the service in order.
  const { signal } = context;
  const parts = {
    cosigners,
    logs,
    state,
    check: checkEd25519,
    now,
  };
  try {
    const server = await startWitness(parts, port);
    print(`Witness: ${server.url}`);
    for (const { key } of cosigners) print(`key: ${keyText(key)}`);
    for (const { name } of logs) {
      const size = state.last(name)?.checkpoint.size;
      print(
        `log: ${name}, ${size === undefined ? 'of which it has cosigned nothing yet' : `last cosigned with ${size} leaves`}`,
      );
    }
    if (isNew && options.key.length > 0)
      print(
        `${folder} is new. If these keys have cosigned before, with another folder, make new keys: what they have seen is not known here.`,
      );
    print('Only programs on this machine can reach it. Ctrl-C ends it.');
    await aborted(signal);
    await server.close();
  } catch (error) {
    throw refusalOf(error, `port ${port}`, 'choose another one with --port');
  }
}

interface KeyOptions {
  readonly name?: string;
  readonly key: readonly string[];
  readonly mlDsa44?: true;
}

/** Files of the keys that a witness makes for itself, in its folder. */
const OWN_KEY = 'ed25519-key.pem';
const OWN_ML_DSA_KEY = 'ml-dsa-44-key.pem';
const SEED_BYTES = 32;

/** The keys with which a witness cosigns. Its own keys are created on first use. */
async function cosignersOf(folder: string, options: KeyOptions): Promise<readonly Cosigner[]> {
  const name = options.name ?? `localhost/${encodeURIComponent(basename(resolve(folder)))}`;
  if (!isKeyName(name)) {
    return refuse(
      `--name ${name} is not a name of a key`,
      'write it without blanks and plus signs, e.g. witness.example/w1',
    );
  }
  const mlDsa = await import('../../shared/evidence/ml-dsa.ts');
  const own: { readonly path: string; make(): string }[] = [];
  if (options.key.length === 0) own.push({ path: join(folder, OWN_KEY), make: newKey });
  if (options.mlDsa44 === true) {
    const make = () => mlDsa.mlDsaPem(crypto.getRandomValues(new Uint8Array(SEED_BYTES)));
    own.push({ path: join(folder, OWN_ML_DSA_KEY), make });
  }
  allOf(own, ({ make, path }) => ensureKey(path, make));
  return allOf([...options.key, ...own.map(({ path }) => path)], (path) => cosignerIn(path, name, mlDsa));
}

function cosignerIn(
  path: string,
  name: string,
  { mlDsaSignerOfPem }: typeof import('../../shared/evidence/ml-dsa.ts'),
): Cosigner {
  return attempt(path, 'name a private key (PKCS #8, PEM) with --key', () => {
    const pem = readRegularText(path);
    const signer = mlDsaSignerOfPem(pem) ?? ed25519Of(pem);
    if (signer === null) {
      return refuse(
        `${path} is not a private key of Ed25519 or ML-DSA-44`,
        'make one with: openssl genpkey -algorithm ed25519',
      );
    }
    return {
      key: witnessKey(sha256, name, signer.publicKey),
      sign: (message) => signer.sign(message),
    };
  });
}

function ed25519Of(pem: string) {
  try {
    return signerOfPem(pem);
  } catch {
    return null;
  }
}

/** The keys of logs: each given as text, in a file with one a line, or by a bundle that it has signed. */
function logsOf(given: readonly string[]): readonly VerifierKey[] {
  if (given.length === 0)
    return refuse('no log is given', 'name the logs to cosign with --log: keys, files of keys, or bundles');
  return allOf(given, keysIn).flat();
}

function keysIn(given: string): readonly VerifierKey[] {
  const remedy = 'give <name>+<id>+<base64>, a file with one key a line, or a bundle';
  if (!existsSync(given)) {
    const key = parseVerifierKey(sha256, given);
    return key === null ? refuse(`--log ${given} is not the key of a log`, remedy) : [key];
  }
  return attempt(given, remedy, () => {
    const isFolder = statSync(given).isDirectory();
    const path = isFolder ? join(given, BUNDLE.manifest) : given;
    const text = readRegularText(path);
    const lines = isFolder ? [parseManifest(text)?.key ?? ''] : text.split('\n');
    const keys: VerifierKey[] = [];
    const complaints: { message: string; remedy: string }[] = [];
    for (const [i, line] of lines.entries()) {
      const trimmed = line.trim();
      if (!isFolder && (trimmed === '' || trimmed.startsWith('#'))) continue;
      const key = parseVerifierKey(sha256, trimmed);
      if (key !== null) keys.push(key);
      else
        complaints.push({
          message: `${isFolder ? path : `${path}:${i + 1}:1`}  there is no key of a log (${trimmed})`,
          remedy,
        });
    }
    return complaints.length === 0 ? keys : complained('bad input', complaints);
  });
}
