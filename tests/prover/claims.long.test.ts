import { describe, expect, it } from 'vitest';
import { INVARIANTS } from '#audit';
import { HOUR_MS } from '#base';
import { BREACHES } from '#engine';
import { loadScenario } from '../running.ts';
import { type Claims, claimsOf } from './claims.ts';

/**
 * Compares what a proof claims with what runs do. `npm run validate:claims` does so for every scenario and every breach, with all cases.
 * Here each breach is tried where it shows, with the cases of one channel and of the segments that it concerns.
 */
const SMALL = 'german-night';
const CHANNEL = 'web';
/** How many hours show it, by scenario or by breach of law-drill. */
const HOURS: Readonly<Record<string, number>> = {
  'german-night': 30,
  'chat-desk': 24,
  'own-lines': 24,
  'under-escort': 48,
  'by-approval': 48,
  'ignored-hold': 72,
  'unrecorded-exception': 72,
  anybody: 24,
  'unbound-subcontractor': 24,
  'without-agreement': 24,
  'outside-scope': 24,
  'lesser-standard': 72,
};
const HOURS_MAX = 6 * 24;
/** Segments of law-drill. */
const SEGMENTS: Readonly<Record<string, readonly string[]>> = {
  'ended-consent': ['strict'],
  'unrecorded-exception': ['strict'],
  'ignored-hold': ['premier'],
  'silent-disclosure': ['standard'],
  'forgotten-review': ['standard', 'people'],
  'last-minute': ['people'],
  'stale-law': ['standard', 'strict'],
  anybody: ['people'],
  'unbound-subcontractor': ['people'],
  'without-agreement': ['hospitals'],
  'outside-scope': ['premier'],
  'lesser-standard': ['others'],
};
const WHERE: Readonly<Record<string, string>> = {
  'fail-over-outside': 'failover',
  'view-from-anywhere': 'break-glass',
  'no-basis': 'safe-harbor-falls',
  'false-cause': 'failover',
};

function claimsIn(name: string, breach: string | null): Claims {
  const whole = loadScenario(name);
  const scenario = {
    ...whole,
    horizonMs: Math.min(whole.horizonMs, (HOURS[breach ?? ''] ?? HOURS[name] ?? HOURS_MAX) * HOUR_MS),
  };
  const { segments, streams } = scenario;
  const wanted = SEGMENTS[breach ?? ''] ?? segments.map(({ id }) => id);
  const hasChannel = streams.some(({ channel }) => channel === CHANNEL);
  const explored = streams.flatMap(({ channel, segment }, index) => {
    const isWanted = wanted.includes(segments[segment]?.id ?? '');
    return isWanted && (channel === CHANNEL || !hasChannel) ? [index] : [];
  });
  expect(explored.length).toBeGreaterThan(0);
  return claimsOf(scenario, { breach, streams: explored });
}

/** Properties that a breach breaks, in the scenario where it shows. Breaches that are not listed break no explored property. */
const BROKEN_BY: Readonly<Record<string, readonly string[]>> = {
  'any-recipient': ['R10.group-eligible', 'R7', 'R8'],
  'store-outside': ['R1'],
  'store-first-elsewhere': ['R1'],
  'replicate-outside': ['R1', 'R3'],
  'copy-of-nothing': ['R2'],
  'fail-over-outside': ['R1', 'R3'],
  'copy-outside': ['R1', 'R10.group-eligible'],
  'view-from-anywhere': ['R10.group-eligible', 'R4'],
  'no-basis': ['R10.group-eligible', 'R7'],
  browse: ['R6.group-has-it'],
  'unrecorded-transfer': ['R7'],
  'consult-anybody': ['R10.group-eligible', 'R4'],
  'seen-unescorted': ['R10.group-eligible', 'R4'],
  'seen-unapproved': ['R10.group-eligible', 'R4'],
  'passed-on-blindly': ['R10.group-eligible', 'R4'],
  'ended-consent': ['R10.group-eligible', 'R12'],
  'unrecorded-exception': ['R4'],
  'ignored-hold': ['R15.none-in-hold'],
  'forgotten-review': ['R1', 'R22', 'R8'],
  'last-minute': ['R1', 'R22'],
  'stale-law': ['R10.group-eligible', 'R22', 'R4', 'R7'],
  anybody: ['R10.group-eligible', 'R5'],
  'unbound-subcontractor': ['R10.group-eligible', 'R9'],
  'without-agreement': ['R10.group-eligible', 'R9'],
  'outside-scope': ['R10.group-eligible', 'R9'],
  'lesser-standard': ['R10.group-eligible', 'R9'],
  'false-reason': ['R10.reason-fits'],
  'forgotten-erasure': ['R15.erased-whole'],
  'kept-working-copy': ['R16'],
  'restored-case': ['R17'],
  'unrecorded-view': ['R18.views-recorded'],
  'anonymous-access': ['R20.group-named'],
};

describe("a proof's claims", () => {
  it.each(['german-night', 'break-glass', 'under-escort', 'by-approval'])(
    'agree with a run of %s',
    (name) => {
      expect(claimsIn(name, null).contradictions).toEqual([]);
    },
  );

  it.each(BREACHES)('agree with a run with the breach $name', ({ drill, name }) => {
    const claims = claimsIn(drill ?? WHERE[name] ?? SMALL, name);
    const { brokenInRun, contradictions, proof, violations } = claims;
    expect(Object.keys(violations)).not.toEqual([]);
    expect(contradictions).toEqual([]);
    expect([...brokenInRun].sort()).toEqual(BROKEN_BY[name] ?? []);
    for (const id of brokenInRun) {
      expect(proof.properties.find((property) => property.id === id)?.verdict, id).toBe('broken');
    }
  });

  it("leave undecided what a run's auditor leaves undecided, for the same reason", () => {
    const { contradictions, proof, violations } = claimsIn('travelling-expert', null);
    expect([contradictions, violations]).toEqual([[], {}]);
    expect(proof.verdict).toBe('undecided');
    expect(proof.properties.filter(({ verdict }) => verdict !== 'holds').map(({ id }) => id)).toEqual(['R7']);
  });

  it('name an open part that covers each violation that breaks no property', () => {
    const { proof, violations } = claimsIn('passed-on', 'overfull-queue');
    expect(violations).toHaveProperty('R18');
    for (const property of proof.properties.filter(({ partOf }) => partOf.id === 'R18')) {
      expect(property).toMatchObject({ verdict: 'holds', extent: 'part' });
      expect(property.leavesOpen.map(({ id }) => id)).toContain('R18.service');
    }
  });

  it('cover every invariant: wholly, in part with the open parts, or with the reason why not', () => {
    const { proof } = claimsIn(SMALL, null);
    const { notExplored, properties } = proof;
    for (const { extent, id, leavesOpen, partOf } of properties) {
      expect(extent === 'whole', id).toBe(id === partOf.id);
      expect(leavesOpen.length > 0, id).toBe(extent === 'part');
    }
    const named = [...properties.map(({ partOf }) => partOf.id), ...notExplored.map(({ id }) => id)];
    expect([...new Set(named)].sort()).toEqual(INVARIANTS.map(({ id }) => id).sort());
  });
});
