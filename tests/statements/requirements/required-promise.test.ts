import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { type AccessWay, promisedAsRequired, reachOf } from '#statements';
import { readRequirements } from '../../../src/apps/cli/run/requirements-file.ts';
import { loadScenario, ROOT } from '../../running.ts';

const level = (n: number) =>
  readRequirements(join(ROOT, `examples/requirements/cloud-act-level-${n}.yaml`)).file;
const segmentOf = (scenario: Scenario, id: string) => scenario.segments.findIndex((one) => one.id === id);

const APPROVAL = { answer: { kind: 'exponential', mean: 1_200_000 }, refused: 0.2 } as const;

function promised(name: string, n: number, id: string, way: AccessWay) {
  const before = loadScenario(name);
  const s = segmentOf(before, id);
  const after = promisedAsRequired(level(n), before, [s], { way, approval: APPROVAL });
  if (typeof after === 'string') throw new Error(after);
  const segment = after.segments[s];
  const promise = after.promises[segment?.promise ?? -1];
  return { before, after, s, segment, promise, zones: promise?.zones.content };
}

describe('the promise that a level asks for', () => {
  it('names the zone of what the level says, and of access whatever the level says', () => {
    const one = promised('german-night', 1, 'premier', 'inside only');
    expect(one.zones).toMatchObject({ storage: 'EU', backup: 'EU', access: 'EU', processing: 'EU' });
    const own = one.before.promises[one.before.segments[one.s]?.promise ?? -1]?.zones.content;
    expect(one.zones).toMatchObject({ workingCopy: own?.workingCopy, personnel: own?.personnel });
    const two = promised('german-night', 2, 'premier', 'inside only');
    expect(two.zones).toMatchObject({ workingCopy: 'EU', personnel: own?.personnel });
    const three = promised('german-night', 3, 'premier', 'inside only');
    expect(three.zones).toMatchObject({ workingCopy: 'EU', personnel: 'EU' });
  });

  it('lets people outside see cases under escort only if that is asked for', () => {
    expect(promised('under-escort', 2, 'premier', 'inside only').promise?.escortedBy).toBeUndefined();
    expect(promised('under-escort', 2, 'premier', 'escorted').promise?.escortedBy).toBe('EU');
    expect(promised('under-escort', 2, 'premier', 'by approval').promise).toMatchObject({
      approval: APPROVAL,
    });
    expect(promised('by-approval', 2, 'premier', 'inside only').promise?.approval).toBeUndefined();
  });

  it('has no exceptions, and keeps what the own promise says of companies', () => {
    const { before, promise, s, segment } = promised('css-2014', 2, 'public-eea', 'inside only');
    const own = before.promises[before.segments[s]?.promise ?? -1];
    expect([own?.breakGlass, before.segments[s]?.consents]).not.toContain(undefined);
    expect([promise?.breakGlass, segment?.consents]).toEqual([undefined, undefined]);
    expect(promise).toMatchObject({
      subcontractors: own?.subcontractors,
      certifiedSupport: own?.certifiedSupport,
    });
  });

  it('places data inside, and leaves other customers alone', () => {
    const { after, before, s, segment } = promised('css-2014', 1, 'americas', 'inside only');
    const placement = after.placements[segment?.placement ?? -1];
    const countries = [...(placement?.primary ?? []), ...(placement?.replica ?? [])].map(
      (place) => after.dataCentres[place]?.country,
    );
    expect(new Set(countries)).toEqual(new Set(['IE', 'NL']));
    const others = (scenario: Scenario) => scenario.segments.filter((_, other) => other !== s);
    expect(others(after)).toEqual(others(before));
  });

  it('cannot be made where no data centre is inside, or where places are no single zone', () => {
    const scenario = loadScenario('phi-subcontractor');
    expect(promisedAsRequired(level(1), scenario, [0], { way: 'inside only', approval: APPROVAL })).toBe(
      'no data centre of a placement is in EU',
    );
    const { requirements, title } = level(1);
    const asked = requirements.map((one) =>
      one.subject === 'storage' ? { ...one, asked: ['EU', 'CH'] } : one,
    );
    expect(
      promisedAsRequired({ title, requirements: asked as typeof requirements }, scenario, [0], {
        way: 'escorted',
        approval: APPROVAL,
      }),
    ).toBe('a promise names one zone, and none is EU or CH');
  });

  it('lets the same people see the same cases at levels that differ in words only', () => {
    const reach = (n: number, way: AccessWay) => {
      const { after, s } = promised('css-2014', n, 'premier-eea', way);
      return reachOf(after, [s]);
    };
    expect(reach(2, 'inside only')).toBe(reach(1, 'inside only'));
    expect(reach(2, 'escorted')).not.toBe(reach(2, 'inside only'));
    expect(reach(2, 'by approval')).not.toBe(reach(2, 'escorted'));
    // From level 3 on, residents alone may see cases, and nobody who works outside resides inside.
    expect(reach(3, 'escorted')).toBe(reach(3, 'inside only'));
  });
});
