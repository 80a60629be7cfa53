import type { Scenario } from '#domain';
import type { Evidence } from '#exports';
import { writeTogether } from '#exports';
import type { Ledger } from '#ledger';
import { BundleVerifier } from './bundle-verifier.ts';
import type { BundleVerdict, VerifierOptions, VerifierWork } from './verification.ts';

/**
 * Recomputes everything in a bundle from its ledger and scenario, and compares it with the files. `audit` judges the ledger, and provides
 * the source of all exports.
 */
export function verifyBundle(
  options: VerifierOptions,
  audit: (ledger: Ledger, scenario: Scenario) => Evidence,
): BundleVerdict {
  const steps = verifierSteps(options);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (value.kind === 'audit') value.take(audit(value.ledger, value.scenario));
    if (value.kind === 'files') writeTogether(value.files, value.evidence);
    if (value.kind === 'entries') value.ledger.forEach(value.visit);
  }
}

/** Verifies a bundle for a host that must stay responsive: the host does the yielded work in pieces before it continues. */
export function verifierSteps(options: VerifierOptions): Generator<VerifierWork, BundleVerdict, void> {
  return new BundleVerifier(options).verify();
}
