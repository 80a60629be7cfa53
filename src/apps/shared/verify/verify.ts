import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AUDITOR_INDEPENDENCE, type AuditReport, auditLedger } from '#audit';
import { plural } from '#base';
import {
  BUNDLE,
  type BundleStore,
  type BundleVerdict,
  soundBundleText,
  verifyBundle,
  vouchersText,
} from '#bundle';
import { auditedEvidence, makeEvidence, type Omissions, omissionSentences, omissionsOf } from '#exports';
import { auditInBrief, untestedText } from '#report';
import { bundleContents } from '../evidence/bundle-contents.ts';
import { filesBelow, type Oddity } from '../files/regular-file.ts';
import { hashes, openFile } from '../host.ts';
import { holdMemory, releaseMemory } from '../memory.ts';
import { colour, print, printJson } from '../print.ts';
import { isBroken, type Outcome, refusalOf, refuse } from '../problem.ts';
import { VERSION } from '../version.ts';
import { type TrustedThings, type TrustOptions, trustedThings } from './trusted-things.ts';
import { verifyLog } from './verify-log.ts';
import { verifyProofs } from './verify-proofs.ts';

export interface VerifyOptions extends TrustOptions {
  readonly scenario?: string;
  readonly violations?: string;
  readonly core?: true;
  readonly json?: true;
}

/**
 * `meridian verify`: recomputes everything in a bundle from its ledger and scenario, and compares it with the
 * bundle's files. Works offline, without engine and router (`AUDITOR_INDEPENDENCE` says what auditor and simulator
 * share). Exit code 1 for any difference or broken promise.
 */
export async function verify(folder: string, options: VerifyOptions): Promise<Outcome> {
  const given = await trustedThings(options);
  if (options.violations !== undefined && options.scenario === undefined) {
    return refuse(
      '--violations is for case logs from other systems',
      'add --scenario, or read violations.ndjson in the folder ledger of a bundle',
    );
  }
  const isFile = existsSync(folder) && statSync(folder).isFile();
  if (options.core === true && (options.scenario !== undefined || isFile)) {
    return refuse('--core is for bundles', 'name the folder of a bundle, or leave --core out');
  }
  if (options.scenario !== undefined) return verifyLog(folder, { ...options, scenario: options.scenario });
  if (isFile) return verifyProofs(folder, given, options.json === true);
  return verifyFolder(folder, given, options);
}

function verifyFolder(folder: string, given: TrustedThings, options: VerifyOptions): Outcome {
  const coreOnly = options.core === true;
  holdMemory();
  const { omissions, verdict } = checkBundle(folder, given, coreOnly, releaseMemory);
  tell(verdict, omissions, options.json === true);
  const { audit, firstDifference } = verdict;
  return firstDifference === null && audit !== null && !isBroken(audit) ? 'clean' : 'violation';
}

/**
 * Recomputes what is in a bundle, and compares. `omissions`: what nobody has judged. `audited`: called between the
 * audit and the tables that follow from it.
 */
export function checkBundle(
  folder: string,
  given: TrustedThings,
  coreOnly: boolean,
  audited?: () => void,
): { readonly verdict: BundleVerdict; readonly omissions: Omissions } {
  if (!existsSync(folder) || !statSync(folder).isDirectory() || !existsSync(join(folder, BUNDLE.ledger))) {
    return refuse(`${folder} is not an evidence bundle`, 'name a folder that `meridian bundle` has written');
  }
  const store = bundleFolder(folder);
  try {
    let omissions: Omissions = { notSaid: [], notModelled: [] };
    const verdict = verifyBundle(
      {
        store,
        hashes,
        version: VERSION,
        contents: (evidence, kept) => bundleContents(evidence, kept),
        coreOnly,
        ...given,
      },
      (ledger, scenario) => {
        omissions = omissionsOf(scenario);
        // Near misses appear only in the report and in statements.
        if (coreOnly && given.statement === null) {
          const audit = { report: auditLedger(ledger, scenario), nearMisses: [] };
          return makeEvidence(scenario, ledger, audit, hashes);
        }
        const evidence = auditedEvidence(scenario, ledger, hashes);
        audited?.();
        return evidence;
      },
    );
    return { verdict, omissions };
  } catch (error) {
    throw refusalOf(
      error,
      folder,
      'give this user read access to all files of the bundle, and verify it again',
    );
  } finally {
    store.close();
  }
}

function tell(verdict: BundleVerdict, omissions: Omissions, asJson: boolean): void {
  const { audit, firstDifference, notOpened, steps, trust } = verdict;
  if (asJson) {
    const { invariants, invariantsNow, ...rest } = audit ?? { invariants: [], invariantsNow: [] };
    return printJson({
      notOpened,
      firstDifference,
      steps,
      trust,
      vouchers: verdict.vouchers,
      recomputed: verdict.recomputed,
      log: verdict.log,
      audit: { ...rest, invariants: countsOf(invariants), invariantsNow: countsOf(invariantsNow) },
      ...omissions,
    });
  }
  if (firstDifference !== null) print(colour('bad', `First difference: ${firstDifference}`));
  else print(colour('good', soundBundleText(verdict)));
  if (verdict.vouchers !== null) print(vouchersText(verdict.vouchers));
  if (audit !== null) print(`Audit, recomputed: ${auditInBrief(audit)}`);
  print('');
  if (notOpened.length > 0) {
    print(`Not opened, because of --core: ${byFolder(notOpened).join(', ')}`);
    print('To check these files too, verify the bundle without --core.');
    print('');
  }
  const width = steps.reduce((widest, { what }) => Math.max(widest, what.length), 0);
  for (const { detail, difference, what } of steps) {
    const mark = difference === null ? colour('good', 'same     ') : colour('bad', 'DIFFERENT');
    print(`${mark}  ${what.padEnd(width)}  ${difference ?? detail}`);
  }
  print('');
  if (audit !== null) {
    for (const sentence of [...audit.law, untestedText(audit)]) if (sentence !== '') print(sentence);
    print(AUDITOR_INDEPENDENCE);
    for (const sentence of omissionSentences(omissions)) print(sentence);
  }
  print(trust);
}

function byFolder(paths: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const name = path.includes('/') ? path.slice(0, path.indexOf('/') + 1) : path;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) =>
    name.endsWith('/') ? `${name} (${plural(count, 'file')})` : name,
  );
}

function countsOf(results: AuditReport['invariants']): object {
  return results.map(({ checks, id, title, undecided, violations }) => ({
    id,
    title,
    checks,
    violations,
    undecided: undecided.reduce((sum, { count }) => sum + count, 0),
  }));
}

/** A bundle in a folder. Reads files of up to some MB whole, larger ones in pieces. */
function bundleFolder(folder: string): BundleStore & { close(): void } {
  const opened: { close(): void }[] = [];
  return {
    paths: () => filesBelow(folder),
    oddities: () => odditiesIn(folder),
    open: (path) => {
      const place = join(folder, path);
      try {
        const stats = lstatSync(place, { throwIfNoEntry: false });
        if (stats?.isFile() !== true) return null;
        if (stats.size <= SMALL) {
          const bytes = new Uint8Array(readFileSync(place));
          return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
        }
        const file = openFile(place);
        opened.push(file);
        return file;
      } catch (error) {
        // A missing file is a difference. A file that this machine refuses to read is not.
        if (isMissing(error)) return null;
        throw error;
      }
    },
    close: () => {
      for (const file of opened) file.close();
    },
  };
}

function odditiesIn(folder: string): readonly Oddity[] {
  const found: Oddity[] = [];
  const walk = filesBelow(folder, '', (oddity) => found.push(oddity));
  while (walk.next().done !== true);
  return found;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

const SMALL = 1 << 20;
