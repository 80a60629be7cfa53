import { failure, type Result, success } from '#base';
import type { BundleVerdict } from '#bundle';
import type { Scenario } from '#domain';
import type { ForeignReport } from '#foreign';
import { refuse, refusedIn } from '../shared/problem.ts';
import { ABORTED, kindProblems, scenarioProblems } from './arguments.ts';

/** What to look at. */
export interface VerifyOptions {
  /** Only what is sealed and signed, and the audit; `notOpened` names the files left out. Left out: false. */
  readonly coreOnly?: boolean;
  /** If it is aborted before the work begins, `verify` fails. The work is done in one go, which nothing on the same thread can stop. */
  readonly signal?: AbortSignal;
}

/**
 * Recomputes everything in a bundle from its ledger and scenario, and compares it with the files, without engine or router. A sound bundle
 * has `firstDifference` null; whether promises were kept is in `audit`. Whose key signed it is for the caller to check: `trust` says what
 * the signature is worth. Fails with a sentence if the folder is no bundle, or cannot be read, or if the signal is aborted before the work begins.
 *
 * @example
 * const found = await verify('runs/three-centres.bundle');
 * if (found.ok && found.value.firstDifference === null) console.log(found.value.audit?.verdict);
 */
export async function verify(
  folder: string,
  { coreOnly = false, signal }: VerifyOptions = {},
): Promise<Result<BundleVerdict, string>> {
  const wrong = kindProblems('folder', folder ?? null, 'string');
  if (wrong.length > 0) return failure(wrong.join('; '));
  // Programs that only audit ledgers do not load what reads bundles.
  const [{ NOTHING_TRUSTED }, { checkBundle }] = await Promise.all([
    import('../shared/verify/trusted-things.ts'),
    import('../shared/verify/verify.ts'),
  ]);
  try {
    goesOnUntil(signal, 'verify the bundle again')();
    return success(checkBundle(folder, NOTHING_TRUSTED, coreOnly).verdict);
  } catch (error) {
    return failure(refusedIn(error).message);
  }
}

/**
 * Judges a case log from another system by the same invariants, as far as it says what they need: a file of events as `meridian export
 * --format cloudevents`, `xes` or `ocel` writes them. Fails with a sentence, with file and line, for each event that cannot be read; and once the signal is
 * aborted.
 *
 * @example
 * const report = await auditLog('events.ndjson', scenario);
 * if (report.ok) for (const { id, violations } of report.value.results) console.log(id, violations);
 */
export async function auditLog(
  path: string,
  scenario: Scenario,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Result<ForeignReport, string>> {
  const wrong = [...kindProblems('path', path ?? null, 'string'), ...scenarioProblems(scenario)];
  if (wrong.length > 0) return failure(wrong.join('; '));
  const { auditLogFile } = await import('../shared/verify/verify-log.ts');
  return auditLogFile(path, scenario, goesOnUntil(signal, 'judge the log again')).then(
    success,
    (error: unknown) => failure(refusedIn(error).message),
  );
}

function goesOnUntil(signal: AbortSignal | undefined, remedy: string): () => void {
  return () => {
    if (signal?.aborted === true) refuse(ABORTED, remedy);
  };
}
