import { join } from 'node:path';
import type { Scenario } from '#domain';
import { auditedEvidence, BUNDLE, type Evidence, type Manifest, parseManifest } from '#evidence';
import { type OpenedLedger, openLedger } from '#ledger';
import { parseScenarioJson } from '#scenario';
import { readRegularText } from '../../shared/files/regular-file.ts';
import { hashes, openFile, reasonOf, sha256 } from '../../shared/host.ts';
import { complain } from '../../shared/print.ts';

/** The evidence that a bundle holds, as far as the ledger and the scenario go; null after a complaint. */
export function evidenceOfBundle(
  folder: string,
): { readonly evidence: Evidence; readonly manifest: Manifest } | null {
  const opened = openBundle(folder);
  if (opened === null) return null;
  const { ledger, manifest, scenario } = opened;
  return { evidence: auditedEvidence(scenario, ledger, hashes), manifest };
}

/** Manifest, scenario and ledger of a bundle; null after a complaint. */
export function openBundle(
  folder: string,
): { readonly manifest: Manifest; readonly scenario: Scenario; readonly ledger: OpenedLedger } | null {
  const spoilt = (what: string) => {
    complain(`${join(folder, what)} is damaged`, '`meridian verify` tells where');
    return null;
  };
  try {
    const manifest = parseManifest(readRegularText(join(folder, BUNDLE.manifest)));
    if (manifest === null) return spoilt(BUNDLE.manifest);
    const text = readRegularText(join(folder, BUNDLE.scenario));
    const scenario = parseScenarioJson(text);
    if (!scenario.ok) return spoilt(BUNDLE.scenario);
    const ledger = openLedger(openFile(join(folder, BUNDLE.ledger)), sha256);
    if (!ledger.ok) return spoilt(BUNDLE.ledger);
    return { manifest, scenario: scenario.value, ledger: ledger.value };
  } catch (error) {
    complain(reasonOf(error, folder), 'name a folder that `meridian bundle` has written');
    return null;
  }
}
