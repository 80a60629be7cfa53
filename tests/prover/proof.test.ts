import { describe, expect, it } from 'vitest';
import { auditLedger, tellCase } from '#audit';
import { ACT_NUMBERS, ITEM_CLASSES, NONE_16, type Observer, type Scenario } from '#domain';
import { faultsOf } from '#engine';
import { createLedgerWriter, openLedger } from '#ledger';
import { type Proof, startProof } from '#prover';
import { loadScenario, sha256 } from '../running.ts';

function proofOf(scenario: Scenario, breach?: string): Proof {
  const faults = (breach === undefined ? null : faultsOf(breach)) ?? {};
  const prover = startProof(scenario, { faults });
  while (prover.next());
  return prover.finish();
}

const brokenIn = (proof: Proof) =>
  proof.properties.flatMap(({ id, verdict }) => (verdict === 'broken' ? [id] : []));

/** Judged only if a promise, a consent, a hold or a change of law gives occasion. */
const ASKED_FOR_BY_SOME = new Set(['R5', 'R8', 'R9', 'R12', 'R13.group-eligible', 'R15.none-in-hold', 'R22']);

describe('proofs', () => {
  it('hold for scenarios whose policy keeps its promises, whatever fails at any time', () => {
    for (const name of ['first-steps', 'german-night', 'zagreb-2014', 'zurich-efta']) {
      const proof = proofOf(loadScenario(name));
      expect(brokenIn(proof), name).toEqual([]);
      expect(proof.verdict).toBe('holds');
      expect(proof.states).toBeGreaterThan(200);
      for (const { checks, id } of proof.properties)
        if (!ASKED_FOR_BY_SOME.has(id)) expect(checks, `${name} ${id}`).toBeGreaterThan(0);
    }
  });

  it('report what cannot be judged either way as undecided, with the reason', () => {
    const proof = proofOf(loadScenario('travelling-expert'));
    expect(proof.verdict).toBe('undecided');
    const basis = proof.properties.find(({ id }) => id === 'R7');
    expect(basis).toMatchObject({ verdict: 'undecided', brokenSteps: 0, counterexample: null });
    const acts = basis?.undecided.reduce((sum, one) => sum + one.acts, 0);
    expect(acts).toBeGreaterThan(0);
    expect(acts).toBeLessThan(basis?.checks ?? 0);
    expect(basis?.undecided[0]?.reason).toContain('it was open at that time whether');
    expect(brokenIn(proof)).toEqual([]);
  });

  it('find a violation that the law alone causes: a copy in London when the UK leaves the EEA', () => {
    const proof = proofOf(loadScenario('london-2020'));
    expect(brokenIn(proof)).toEqual(['R1', 'R22']);
    const [storage] = proof.properties;
    expect(storage?.counterexample?.message).toContain('GB is outside EEA');
    expect(storage?.counterexample?.steps).toEqual(['SUBMIT', 'a dated change']);
  });

  it('find a copy that holds more than its source, which has a live copy', () => {
    const scenario = loadScenario('german-night');
    const attachment = 1 << ITEM_CLASSES.indexOf('attachment');
    /** The customer's copy is recorded without its attachments, and its replica with them. */
    const observer = (inner: Observer): Observer => ({
      act(timeMs, kind, aux, caseNumber, a, b, c, d) {
        const isFirst = kind === ACT_NUMBERS.store && b === NONE_16;
        inner.act(timeMs, kind, aux, caseNumber, a, b, isFirst ? c & ~attachment : c, d);
      },
    });
    const prover = startProof(scenario, { faults: { observer } });
    while (prover.next());
    const proof = prover.finish();
    expect(brokenIn(proof)).toContain('R2');
    const derivation = proof.properties.find(({ id }) => id === 'R2');
    expect(derivation?.counterexample?.message).toContain('where some of its item classes are missing');
    expect(derivation?.leavesOpen).toEqual([]);
  });

  it('use the dates that a scenario gives the law: only stale rules rely on Safe Harbor after its fall', () => {
    const scenario = loadScenario('safe-harbor-falls');
    expect(brokenIn(proofOf(scenario))).toEqual(['R8']);
    const stale = proofOf(scenario, 'stale-law').properties.find(({ id }) => id === 'R7');
    expect(stale?.verdict).toBe('broken');
    expect(stale?.counterexample?.message).toContain(
      "virginia (US) relies on 'framework', which is no valid basis for it",
    );
    const told = tellCase(stale?.counterexample?.entries ?? [], scenario).join('\n');
    expect(told).toContain(
      '2014-06-15T23:00:00.000Z  made available by the customer to vendor at virginia (US)',
    );
  });

  it('find what no simulated run has met: London cannot be emptied while it is down', () => {
    const scenario = loadScenario('london-2020-evacuated');
    const proof = proofOf(scenario);
    expect(brokenIn(proof)).toEqual(['R1', 'R22']);
    const told = tellCase(proof.properties[0]?.counterexample?.entries ?? [], scenario).join('\n');
    expect(told).toContain('2020-12-30T00:00:00.000Z  data centre london (GB) goes down');
  });

  it('find copies left after a grace period: Virginia while it is down, or, with a breach, without any outage', () => {
    const scenario = loadScenario('safe-harbor-2015');
    const storyOf = (breach?: string) => {
      const proof = proofOf(scenario, breach);
      const leftOver = proof.properties.find(({ id }) => id === 'R8');
      expect(leftOver?.checks).toBeGreaterThan(0);
      expect(brokenIn(proof)).toEqual(['R8']);
      return tellCase(leftOver?.counterexample?.entries ?? [], scenario).join('\n');
    };
    expect(storyOf()).toContain('2015-10-06T22:00:00.000Z  data centre virginia (US) goes down');
    expect(storyOf('forgotten-review')).not.toContain('goes down');
  });

  it('take cases from a centre at the moment when the promise stops permitting it', () => {
    // London may see the sealed cases until 2020-12-31T23:00Z. Without the hand-over at that moment, R4 would be broken.
    const proof = proofOf(loadScenario('proving-ground'));
    expect(brokenIn(proof)).toEqual([]);
    expect(proof.epochs).toBe(4);
  });

  it('do not depend on the seed, outages, number of agents, hours or volume of cases', () => {
    const scenario = loadScenario('german-night');
    const outages = [{ cause: 'storm', upMeanMs: 3_600_000, downMeanMs: 1_800_000 }];
    const other: Scenario = {
      ...scenario,
      seed: 'another',
      centres: scenario.centres.map((centre) => ({ ...centre, plannedOutages: [], randomOutages: outages })),
      dataCentres: scenario.dataCentres.map((place) => ({ ...place, randomOutages: outages })),
      groups: scenario.groups.map((group) => ({
        ...group,
        shifts: group.shifts.map((shift) => ({
          ...shift,
          agents: shift.agents * 3,
          duty: [{ fromMs: 7_200_000, toMs: 36_000_000 }],
        })),
      })),
      streams: scenario.streams.map((stream) => ({ ...stream, rate: { fromMs: [0], perMs: [1e-9] } })),
    };
    expect(proofOf(other)).toEqual(proofOf(scenario));
  });

  it('give a counterexample as entries in which the auditor finds the same breach', () => {
    const scenario = loadScenario('german-night');
    for (const breach of [
      'store-outside',
      'copy-outside',
      'no-basis',
      'kept-working-copy',
      'forgotten-erasure',
      'browse',
    ]) {
      for (const { counterexample, id, partOf } of proofOf(scenario, breach).properties) {
        if (counterexample === null) continue;
        const blocks: Uint8Array[] = [];
        const writer = createLedgerWriter({
          header: {
            scenarioHash: '',
            scenarioName: scenario.name,
            seed: '1',
            replication: 0,
            engineVersion: 'test',
          },
          digest: sha256,
          write: (bytes) => blocks.push(bytes.slice()),
        });
        for (const { a, aux, b, c, caseNumber, d, kind, timeMs } of counterexample.entries) {
          writer.act(timeMs, kind, aux, caseNumber, a, b, c, d);
        }
        writer.seal();
        const opened = openLedger(Buffer.concat(blocks), sha256);
        if (!opened.ok) throw new Error(opened.problem.message);
        const violated = auditLedger(opened.value, scenario).invariants.flatMap((invariant) =>
          invariant.violations > 0 ? [invariant.id] : [],
        );
        expect(violated, `${breach}: ${id}`).toContain(partOf.id);
      }
    }
  });
});
