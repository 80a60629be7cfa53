import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { faultsOf } from '#engine';
import { type Proof, startProof } from '#prover';
import { firstOfItsKind } from '../../src/prover/stream-kinds.ts';
import { loadScenario } from '../running.ts';

/** The scenario with every segment and its streams duplicated under another name. */
function doubled(scenario: Scenario): Scenario {
  const { segments, streams } = scenario;
  const more = segments.map((segment) => ({ ...segment, id: `${segment.id}-again`, title: 'Again' }));
  const again = streams.map((stream) => ({
    ...stream,
    id: stream.id.replace('/', '-again/'),
    segment: stream.segment + segments.length,
    rate: { ...stream.rate, perMs: stream.rate.perMs.map((perMs) => perMs / 2) },
  }));
  return { ...scenario, segments: [...segments, ...more], streams: [...streams, ...again] };
}

function proofOf(scenario: Scenario, breach: string | null, streams?: readonly number[]): Proof {
  const faults = (breach === null ? null : faultsOf(breach)) ?? {};
  const prover = startProof(scenario, { faults, ...(streams === undefined ? {} : { streams }) });
  while (prover.next());
  return prover.finish();
}

/** Figures that add up over streams. */
const sumsOf = ({ caseClasses, properties, states, transitions }: Proof) => ({
  caseClasses,
  states,
  transitions,
  properties: properties.map(({ brokenSteps, checks, id, undecided }) => ({
    brokenSteps,
    checks,
    id,
    undecided: undecided.reduce((sum, { acts }) => sum + acts, 0),
  })),
});

describe('streams of one kind', () => {
  it.each([
    ['german-night', null],
    ['german-night', 'copy-outside'],
    ['travelling-expert', null],
    ['break-glass', 'view-from-anywhere'],
  ])('are explored once and counted as if each were explored: %s, %s', (name, breach) => {
    const scenario = doubled(loadScenario(name));
    const together = proofOf(scenario, breach);
    const apart = scenario.streams.map((_, stream) => proofOf(scenario, breach, [stream]));
    const total = apart.map(sumsOf).reduce((sum, one) => ({
      caseClasses: sum.caseClasses + one.caseClasses,
      states: sum.states + one.states,
      transitions: sum.transitions + one.transitions,
      properties: sum.properties.map((property, i) => ({
        id: property.id,
        brokenSteps: property.brokenSteps + (one.properties[i]?.brokenSteps ?? 0),
        checks: property.checks + (one.properties[i]?.checks ?? 0),
        undecided: property.undecided + (one.properties[i]?.undecided ?? 0),
      })),
    }));
    expect(sumsOf(together)).toEqual(total);
    const stranded = ({ strandings }: Proof) =>
      strandings.map(({ down, kind, language, segment, tier }) =>
        JSON.stringify([kind, segment, language, tier, down]),
      );
    expect(new Set(stranded(together))).toEqual(new Set(apart.flatMap(stranded)));
    for (const { counterexample, id } of together.properties) {
      const first = apart
        .map(({ properties }) => properties.find((one) => one.id === id)?.counterexample ?? null)
        .filter((one) => one !== null)
        .reduce<Proof['properties'][number]['counterexample']>(
          (best, one) => (best === null || one.steps.length < best.steps.length ? one : best),
          null,
        );
      expect(counterexample, id).toEqual(first);
    }
  });

  it('differ only in names and in the number of cases', () => {
    const scenario = doubled(loadScenario('german-night'));
    const { length } = scenario.streams;
    const alike = scenario.streams.map((_, stream) => stream % (length / 2));
    const own = firstOfItsKind(scenario);
    expect(own.slice(length / 2)).toEqual(own.slice(0, length / 2));
    expect(own.every((first, stream) => first <= (alike[stream] ?? 0))).toBe(true);
    const last = scenario.segments.length - 1;
    const changes: readonly Partial<Scenario>[] = [
      { holds: [{ segment: last, fromMs: 0, toMs: 1, by: 'a court' }] },
      { segments: scenario.segments.map((one, i) => (i === last ? { ...one, role: 'processor' } : one)) },
      { streams: scenario.streams.map((one, i) => (i === length - 1 ? { ...one, country: 'AT' } : one)) },
    ];
    for (const change of changes) {
      const kinds = firstOfItsKind({ ...scenario, ...change });
      expect(kinds[length - 1]).toBeGreaterThanOrEqual(length / 2);
    }
  });
});
