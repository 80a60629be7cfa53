import { hexOf } from '#base';
import { EXPORT_FORMATS, type FormatName } from '#bundle';
import { auditedEvidence } from '#exports';
import { byteSource } from '#ledger';
import { keptOf, type WrittenBundle, writeBundleFiles } from '../shared/evidence/bundle-files.ts';
import { placeBundle } from '../shared/evidence/bundle-writer.ts';
import { signerOfPem } from '../shared/evidence/ed25519.ts';
import { hashes, versions } from '../shared/host.ts';
import { type Answer, answered, Failed, kindProblems } from './arguments.ts';
import { openRecorded } from './audit.ts';
import { strayFormats } from './evidence.ts';
import { failIfAborted } from './experiment.ts';
import { engine } from './machine/node.ts';
import type { SimulatedRun } from './simulate.ts';

/** How to write a bundle. */
export interface BundleOptions {
  /** The private key that signs: Ed25519, PKCS #8 in PEM, as `openssl genpkey -algorithm ed25519` makes it. */
  readonly key: string;
  /** Left out: those that `meridian bundle` writes. */
  readonly formats?: readonly FormatName[];
  /** Whether long event logs are compressed. Left out: false. */
  readonly compress?: boolean;
  /** Once it is aborted, the function fails, and nothing is written. */
  readonly signal?: AbortSignal;
}

/**
 * Writes everything that a run proves into a folder for an auditor, which `verify` and `meridian verify` check: ledger, scenario, figures, audit,
 * report, exports, and a signed log. A bundle that stands there is replaced, any other folder is refused. Returns the number of files, the
 * `checkpoint` to note, and the public `key`. Fails with a sentence for a run without ledger, a key that is no private Ed25519 key,
 * an unknown format, and a folder that cannot be written.
 *
 * @example
 * const written = await bundle(simulate(scenario), 'desk.bundle', { key: readFileSync('key.pem', 'utf8') });
 * if (written.ok) console.log(written.value.checkpoint);
 */
export async function bundle(
  { ledger, scenario, summary }: SimulatedRun,
  folder: string,
  { compress = false, formats, key, signal }: BundleOptions,
): Answer<WrittenBundle> {
  return answered(async () => {
    const wrong = [...kindProblems('folder', folder ?? null, 'string'), ...strayFormats(formats ?? [])];
    const signer = signerOf(key);
    if (signer === null)
      wrong.push('key is not a private Ed25519 key: make one with openssl genpkey -algorithm ed25519');
    if (ledger === null) wrong.push('the run has no ledger: leave the option ledger out');
    if (wrong.length > 0 || signer === null || ledger === null) throw new Failed(wrong);
    const opened = openRecorded(ledger, scenario);
    if (!opened.ok) throw new Failed([opened.problem]);
    const evidence = auditedEvidence(scenario, opened.value, hashes);
    const { engineVersion, replication, seed } = opened.value.header;
    const record = {
      seed,
      replication,
      breach: null,
      engine,
      preference: null,
      versions: { engine: engineVersion, timeZones: versions.timeZones },
      root: hexOf(opened.value.root),
    };
    const kept = keptOf(byteSource(ledger), scenario, { record, summary });
    const chosen = EXPORT_FORMATS.filter(({ isDefault, name }) => formats?.includes(name) ?? isDefault);
    const before = async () => {
      // Lets the program do other work between two steps, so that a signal can be aborted meanwhile.
      await new Promise((resolve) => setTimeout(resolve, 0));
      failIfAborted(signal);
    };
    const choices = { formats: chosen, compress, isOneByOne: false, before };
    return placeBundle(folder, (writer) => writeBundleFiles(writer, kept, evidence, signer, choices));
  });
}

function signerOf(pem: string) {
  try {
    return signerOfPem(pem);
  } catch {
    return null;
  }
}
