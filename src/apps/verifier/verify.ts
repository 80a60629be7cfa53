import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { auditLedger } from '#audit';
import {
  BUNDLE,
  type BundleVerdict,
  makeEvidence,
  parseVerifierKey,
  type VerifierKey,
  verifyBundle,
} from '#evidence';
import { BAD_INPUT, CLEAN, VIOLATION } from '../cli/exit-codes.ts';
import { hashes, openFile, reasonOf, sha256 } from '../cli/host.ts';
import { colour, complain, print, printJson } from '../cli/print.ts';
import { bundleContents } from './bundle-contents.ts';
import { bundleFolder } from './bundle-folder.ts';
import { checkEd25519 } from './ed25519.ts';

export interface VerifyOptions {
  readonly checkpoint?: string;
  readonly key?: string;
  readonly json?: true;
}

/**
 * `meridian verify`: everything that a bundle says, made anew from its ledger and scenario and held against its files. Offline;
 * none of the code that has made the run is used. Exit code 1 on any difference, or when a promise was broken.
 */
export function verify(folder: string, options: VerifyOptions): void {
  process.exitCode = BAD_INPUT;
  if (!existsSync(folder) || !statSync(folder).isDirectory() || !existsSync(join(folder, BUNDLE.ledger))) {
    return complain(
      `${folder} is not an evidence bundle`,
      'name a folder that `meridian bundle` has written',
    );
  }
  let trustedKey: VerifierKey | null = null;
  let earlier: string | null = null;
  try {
    if (options.key !== undefined) {
      const text = existsSync(options.key) ? readFileSync(options.key, 'utf8').trim() : options.key;
      trustedKey = parseVerifierKey(sha256, text);
      if (trustedKey === null)
        return complain(`${options.key} is not a key`, 'give <name>+<id>+<base64>, or a file');
    }
    if (options.checkpoint !== undefined) earlier = readFileSync(checkpointFile(options.checkpoint), 'utf8');
  } catch (error) {
    return complain(
      reasonOf(error, options.checkpoint ?? ''),
      'name the file of a checkpoint, or a bundle that has one',
    );
  }
  const store = bundleFolder(folder, openFile);
  try {
    tell(
      verifyBundle({
        store,
        hashes,
        check: checkEd25519,
        audit: (ledger, scenario) => makeEvidence(scenario, ledger, auditLedger(ledger, scenario), hashes),
        contents: bundleContents,
        trustedKey,
        earlier,
      }),
      options.json === true,
    );
  } finally {
    store.close();
  }
}

/** A checkpoint may be named by the bundle that holds it. */
function checkpointFile(path: string): string {
  return existsSync(path) && statSync(path).isDirectory() ? join(path, BUNDLE.checkpoint) : path;
}

function tell(verdict: BundleVerdict, asJson: boolean): void {
  const { audit, firstDifference, steps, trust } = verdict;
  const isClean = firstDifference === null && audit?.verdict === 'clean';
  process.exitCode = isClean ? CLEAN : VIOLATION;
  if (asJson) {
    const { invariants, ...rest } = audit ?? { invariants: [] };
    const counts = invariants.map(({ checks, id, violations }) => ({ id, checks, violations }));
    return printJson({
      firstDifference,
      steps,
      trust,
      log: verdict.log,
      audit: { ...rest, invariants: counts },
    });
  }
  const width = Math.max(...steps.map(({ what }) => what.length));
  for (const { detail, difference, what } of steps) {
    const mark = difference === null ? colour('good', 'same     ') : colour('bad', 'DIFFERENT');
    print(`${mark}  ${what.padEnd(width)}  ${difference ?? detail}`);
  }
  print('');
  if (firstDifference !== null) print(colour('bad', `First difference: ${firstDifference}`));
  else print(colour('good', 'The bundle is what its ledger gives, byte for byte.'));
  if (audit !== null) {
    const checks = audit.invariants.reduce((sum, invariant) => sum + invariant.checks, 0);
    const violations = audit.invariants.reduce((sum, invariant) => sum + invariant.violations, 0);
    print(
      `Audit made anew: ${violations} violations in ${checks.toLocaleString('en-GB')} checks of ${audit.invariants.length} invariants.`,
    );
  }
  print(trust);
}
