import { canonicalJson } from '#base';
import {
  firstPartOf,
  parseSnapshot,
  type Replication,
  snapshotOf,
  snapshotText,
  startContinuation,
  startReplication,
} from '#experiment';
import { BlockLeaves } from '#ledger';
import { parseScenarioJson } from '#scenario';
import { sha256 } from '../../../src/apps/shared/hashes-in-browsers.ts';

/** What a run in two parts and the same run in one have come to. */
export interface InTwoParts {
  readonly first: string;
  readonly second: string;
  readonly whole: string;
  /** Whether both have the same figures. */
  readonly isSameSummary: boolean;
  /** How a snapshot whose seed is changed differs; null if it does not. */
  readonly otherSeed: string | null;
}

/** Makes a run in two parts and in one, with the modules that the studio's worker uses. This file is bundled for a browser by its test. */
export function inTwoParts(scenarioText: string, untilMs: number): InTwoParts {
  const parsed = parseScenarioJson(scenarioText);
  if (!parsed.ok) throw new Error(parsed.problem.join('; '));
  const scenario = parsed.value;
  const made = { seed: scenario.seed, replication: 0, engineVersion: 'test' };
  const options = { ...made, engine: 'table', digest: sha256 } as const;
  const leaves = new BlockLeaves();
  const start = firstPartOf(scenario, { untilMs });
  const first = toTheEnd(startReplication(start, { ...options, writeLedger: leaves.take }), untilMs);
  const part = { scenario: start, made, breach: null, result: first, blocks: leaves.list };
  const kept = parseSnapshot(snapshotText(snapshotOf(part, sha256), sha256), sha256);
  if (!kept.ok) throw new Error(kept.problem);
  const writers = { writeEarlier: null, writeLedger: () => {} };
  const continuation = startContinuation(scenario, kept.value, { ...options, ...writers });
  while (!continuation.replay(1000));
  const second = toTheEnd(continuation, scenario.horizonMs);
  const whole = toTheEnd(
    startReplication(scenario, { ...options, writeLedger: () => {} }),
    scenario.horizonMs,
  );
  const other = { ...kept.value, made: { ...kept.value.made, seed: 'another' } };
  const changed = startContinuation(scenario, other, { ...options, ...writers, seed: 'another' });
  while (!changed.replay(1000));
  return {
    first: first.ledger?.root ?? '',
    second: second.ledger?.root ?? '',
    whole: whole.ledger?.root ?? '',
    isSameSummary: canonicalJson(second.summary) === canonicalJson(whole.summary),
    otherSeed: changed.difference()?.kind ?? null,
  };
}

function toTheEnd(run: Replication, endMs: number): ReturnType<Replication['finish']> {
  while (!run.advance(endMs, 5000));
  return run.finish();
}

Object.assign(globalThis, { inTwoParts });
