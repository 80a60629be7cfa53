import { join } from 'node:path';
import { BUNDLE, parseManifest } from '#bundle';
import { auditedEvidence } from '#exports';
import { entryLimits, openLedger } from '#ledger';
import { parseScenarioJson } from '#scenario';
import { readRegularText } from '../../shared/files/regular-file.ts';
import { hashes, openFile, sha256 } from '../../shared/host.ts';
import { attempt, refuse } from '../../shared/problem.ts';

/** The evidence in a bundle that follows from ledger and scenario. */
export function evidenceOfBundle(folder: string) {
  const { ledger, manifest, scenario } = openBundle(folder);
  return { evidence: auditedEvidence(scenario, ledger, hashes), manifest };
}

export function openBundle(folder: string) {
  const spoilt = (what: string, how = '') =>
    refuse(`${join(folder, what)} is damaged${how}`, '`meridian verify` shows where');
  return attempt(folder, 'name a folder that `meridian bundle` has written', () => {
    const manifest = parseManifest(readRegularText(join(folder, BUNDLE.manifest)));
    if (manifest === null) return spoilt(BUNDLE.manifest);
    const scenario = parseScenarioJson(readRegularText(join(folder, BUNDLE.scenario)));
    if (!scenario.ok) return spoilt(BUNDLE.scenario);
    const limits = entryLimits(scenario.value);
    const ledger = openLedger(openFile(join(folder, BUNDLE.ledger)), sha256, () => limits);
    if (!ledger.ok) return spoilt(BUNDLE.ledger, `: ${ledger.problem.message}`);
    if (ledger.value.header.continues !== undefined) return spoilt(BUNDLE.ledger);
    return { manifest, scenario: scenario.value, ledger: ledger.value };
  });
}
