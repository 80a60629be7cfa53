import { describe, expect, it } from 'vitest';
import { auditLedger, tellCase } from '#audit';
import { CASE_STATES } from '#domain';
import { faultsOf } from '#engine';
import { createLedgerWriter, openLedger } from '#ledger';
import { itfOf, promelaModels, readTrail, trailEntries } from '#prover';
import { loadScenario, sha256 } from '../running.ts';
import { mutantsOf } from './mutants/mutants.ts';
import { compared, kindsOf, SpinModel } from './spin.ts';

/** LONG=1 compares all scenarios and kinds of streams, and more breaches and mutants; the gate two streams of each of three scenarios. */
const WHOLE = process.env.LONG === '1';
const some = <T>(all: readonly T[], first: number): readonly T[] => (WHOLE ? all : all.slice(0, first));
const SCENARIOS = some(
  ['german-night', 'break-glass', 'second-opinion', 'first-steps', 'london-2020-evacuated'],
  3,
);

function someKinds(name: string): readonly number[] {
  const kinds = kindsOf(loadScenario(name));
  return WHOLE ? kinds : [...new Set([kinds[0] as number, kinds.at(-1) as number])];
}

describe('SPIN, which explores the exported models by itself', () => {
  it.each(SCENARIOS)(
    'finds as many states of a case as the proof, and the same verdicts: %s',
    (name) => {
      for (const stream of someKinds(name)) {
        const { name: cases, proof, spin } = compared(loadScenario(name), stream);
        expect(proof.states, cases).toBeGreaterThan(20);
        expect(spin, cases).toEqual(proof);
      }
    },
    600_000,
  );

  it('leaves open what the proof leaves open', () => {
    const { proof, spin } = compared(
      loadScenario('travelling-expert'),
      kindsOf(loadScenario('travelling-expert'))[0] ?? 0,
    );
    expect(spin).toEqual(proof);
  }, 600_000);

  it.each(some(['store-outside', 'browse', 'false-reason', 'kept-working-copy', 'anonymous-access'], 3))(
    'finds broken what the proof finds broken by the breach %s, and nothing else',
    (breach) => {
      const { proof, spin } = compared(loadScenario('german-night'), 0, { faults: faultsOf(breach) ?? {} });
      expect(proof.broken).not.toEqual([]);
      expect(spin.broken).toEqual(proof.broken);
    },
    600_000,
  );

  it.each(
    some(
      [
        'action eraseCopies is left out',
        'guard languageWasMisdeclared is not asked',
        'action endView is left out',
      ],
      2,
    ),
  )(
    'finds the same broken in a mutant of the life cycle: %s',
    (wanted) => {
      const scenario = loadScenario('proving-ground');
      const mutant = mutantsOf(scenario).find(({ name }) => name === wanted);
      const { proof, spin } = compared(scenario, 0, mutant);
      expect(mutant).toBeDefined();
      expect(spin.broken).toEqual(proof.broken);
    },
    600_000,
  );

  it('tells a counterexample as a story in which the auditor finds the same breach, and as an ITF trace', () => {
    const scenario = loadScenario('german-night');
    const faults = faultsOf('kept-working-copy') ?? {};
    const [model] = [...promelaModels(scenario, { faults, streams: [0] })];
    const text = new SpinModel(model?.text ?? '').trail('R16');
    const trail = readTrail(text, scenario);
    if (!trail.ok) throw new Error(trail.problem.what);
    expect(trail.value.broken).toBe('R16');
    const entries = trailEntries(scenario, trail.value);
    expect(tellCase(entries, scenario).join('\n')).toContain('working copy stored at');
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
    for (const { a, aux, b, c, caseNumber, d, kind, timeMs } of entries)
      writer.act(timeMs, kind, aux, caseNumber, a, b, c, d);
    writer.seal();
    const opened = openLedger(Buffer.concat(blocks), sha256);
    if (!opened.ok) throw new Error(opened.problem.message);
    const violated = auditLedger(opened.value, scenario).invariants.filter(
      ({ violations }) => violations > 0,
    );
    expect(violated.map(({ id }) => id)).toContain('R16');
    const { states, vars } = itfOf(scenario, 'R16', '', trail.value.steps);
    expect(states).toHaveLength(trail.value.steps.length + 1);
    for (const state of states) expect(Object.keys(state).sort()).toEqual(['#meta', ...vars].sort());
    expect(CASE_STATES).toContain(states.at(-1)?.state);
  }, 600_000);
});
