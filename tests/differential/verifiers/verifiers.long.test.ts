import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { BundleVerdict } from '#bundle';
import type { Scenario } from '#domain';
import { BREACHES, type Faults } from '#engine';
import { JUDGED_OUTSIDE } from '../../../src/bundle/format/bundle-format.ts';
import { ADVERSE_BASES } from '../../generators/adverse-world.ts';
import { loadScenario, runInMemory, scenarioNames } from '../../running.ts';
import { coreBundle, verifyCore, writeFiles } from './core-bundle.ts';
import { disagreement, type SecondVerdict, secondVerdicts } from './second-verifier.ts';

/** Two verifiers that share no code come to the same answer. `tests/fuzz/verifiers.ts` compares them on changed bundles. */

const folder = mkdtempSync(join(tmpdir(), 'meridian-verifiers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Long enough that copies are erased and the law changes, where the scenario is small. */
const HOURS: Readonly<Record<string, number>> = {
  'bench-mmc': 0.5,
  'bench-skills': 2,
  'chat-desk': 72,
  nimbus: 72,
  'own-lines': 72,
  'passed-on': 72,
  surge: 72,
  'three-centres': 48,
  'wednesday-morning': 72,
  'proving-ground': 60,
  'law-drill': 144,
  'css-2014': 1,
  'css-2014-drill': 1,
  'css-2014-union-only': 1,
  'css-2014-unrestricted': 1,
};
const HOURS_AT_MOST = 145;

/** Shows in 60 hours every breach that is otherwise shown in the large drill. */
const SMALL_DRILL = 'proving-ground';

function shortened(name: string): Scenario {
  const whole = loadScenario(name);
  const hours = HOURS[name] ?? HOURS_AT_MOST;
  return { ...whole, horizonMs: Math.min(whole.horizonMs, hours * HOUR_MS) };
}

/** The world with subcontractors who take cases only when required, without the rules that leave R27 to the audit. */
function withLastResort(world: Scenario): Scenario {
  const { preemption: _, ...routing } = world.routing;
  const { transfer: __, ...work } = world.work;
  return {
    ...world,
    horizonMs: Math.min(world.horizonMs, 48 * HOUR_MS),
    promises: world.promises.map((promise) => ({ ...promise, subcontractorsOnly: 'when required' })),
    entities: world.entities.map((entity, e) =>
      e % 2 === 1 ? { ...entity, kind: 'subcontractor' } : entity,
    ),
    groups: world.groups.map(({ concurrency: ___, takesOnlyWhile: ____, ...group }) => group),
    routing,
    work,
    evacuations: [],
  };
}

interface Run {
  readonly name: string;
  readonly scenario: Scenario;
  readonly breach?: string;
  readonly faults?: Faults;
}

/** What the project's verifier finds about a run, whose bundle is written to a folder. */
function bundled({ breach, faults = {}, name, scenario }: Run): {
  readonly bundle: string;
  readonly ours: BundleVerdict;
} {
  const { ledger } = runInMemory(scenario, breach === undefined ? { faults } : { breach });
  const files = coreBundle(scenario, ledger);
  const bundle = join(folder, name);
  writeFiles(bundle, files);
  return { bundle, ours: verifyCore(files) };
}

function bothOn(runs: readonly Run[]) {
  const made = runs.map(bundled);
  const theirs = secondVerdicts(made.map(({ bundle }) => ({ bundle, core: true })));
  return made.map(({ ours }, i) => ({
    name: runs[i]?.name ?? '',
    ours,
    theirs: theirs[i] as SecondVerdict,
  }));
}

describe('two verifiers', () => {
  it('agree on every scenario', () => {
    const both = bothOn(scenarioNames().map((name) => ({ name, scenario: shortened(name) })));
    const checks = new Map<string, number>();
    for (const { name, ours, theirs } of both) {
      expect(ours.firstDifference, name).toBeNull();
      expect(disagreement(ours, theirs), name).toBeNull();
      expect(Object.keys(theirs.judged ?? {}), name).toEqual(JUDGED_OUTSIDE);
      expect(theirs.exitCode, name).toBe(theirs.isSound && ours.audit?.verdict !== 'violations' ? 0 : 1);
      for (const id of JUDGED_OUTSIDE)
        checks.set(id, (checks.get(id) ?? 0) + (theirs.judged?.[id]?.checks ?? 0));
    }
    // Customers share few plain files: 275 in all scenarios together.
    for (const id of JUDGED_OUTSIDE) expect(checks.get(id), id).toBeGreaterThan(id === 'R28' ? 200 : 500);
  });

  it('both accept the run of a scenario whose last shift has nobody', () => {
    const { groups, ...rest } = loadScenario('german-night');
    const nobody = { id: 'nobody', agents: 0, duty: [{ fromMs: 0, toMs: HOUR_MS }] };
    const last = groups.length - 1;
    const scenario = {
      ...rest,
      horizonMs: 3 * HOUR_MS,
      groups: groups.map((group, g) =>
        g === last ? { ...group, shifts: [...group.shifts, nobody] } : group,
      ),
    };
    const [both] = bothOn([{ name: 'nobody', scenario }]);
    const { ours, theirs } = both ?? expect.unreachable();
    expect(ours.firstDifference).toBeNull();
    expect(disagreement(ours, theirs)).toBeNull();
    expect(theirs.isSound).toBe(true);
  });

  it('agree where the second leaves R27 to the audit, since the languages are close to others', () => {
    const whole = shortened('last-resort');
    const scenario = { ...whole, horizonMs: 24 * HOUR_MS, languages: ['en', 'cs'] };
    const [both] = bothOn([{ name: 'close', scenario }]);
    const { ours, theirs } = both ?? expect.unreachable();
    expect(disagreement(ours, theirs)).toBeNull();
    expect(theirs.judged?.R27).toBeUndefined();
    expect(theirs.judged?.R28?.checks).toBe(0);
  });

  it('agree on adverse worlds in which subcontractors are a last resort', () => {
    const runs = ADVERSE_BASES.flatMap(({ name, worlds }) =>
      fc.sample(worlds, { numRuns: 2, seed: 20141103 }).flatMap((world, w) => {
        const run = { name: `${name}-${w}`, scenario: withLastResort(world) };
        return [run, { ...run, name: `${run.name}-broken`, breach: 'needlessly-subcontracted' }];
      }),
    );
    const judged = { checks: 0, violations: 0 };
    for (const { name, ours, theirs } of bothOn(runs)) {
      expect(disagreement(ours, theirs), name).toBeNull();
      const { checks, violations } = theirs.judged?.R27 ?? expect.unreachable(name);
      judged.checks += checks;
      judged.violations += violations;
    }
    expect(judged.checks).toBeGreaterThan(500);
    expect(judged.violations).toBeGreaterThan(200);
  });

  it('agree on consultations of subcontractors, needed and needless', () => {
    const { promises, ...whole } = loadScenario('second-opinion');
    const careful = promises.map((promise) => ({ ...promise, subcontractorsOnly: 'when required' as const }));
    const scenario = { ...whole, promises: careful };
    const careless: Faults = { scenario: (promised) => ({ ...promised, promises }) };
    const both = bothOn([
      { name: 'needed', scenario },
      { name: 'needless', scenario, faults: careless },
    ]);
    for (const { name, ours, theirs } of both) expect(disagreement(ours, theirs), name).toBeNull();
    expect(both[0]?.theirs.judged?.R27).toMatchObject({ violations: 0 });
    expect(both[0]?.theirs.judged?.R27?.checks).toBeGreaterThan(20);
    expect(both[1]?.theirs.judged?.R27?.violations).toBeGreaterThan(20);
  });

  it('agree on every seeded breach of the promises that both judge', () => {
    const judged = BREACHES.filter(({ reportedBy }) =>
      reportedBy.some((id) => JUDGED_OUTSIDE.some((one) => one === id)),
    );
    const both = bothOn(
      judged.map(({ drill, name, reportedBy }) => ({
        name,
        breach: name,
        // Only the large drill has subcontractors who are a last resort.
        scenario: shortened(drill ?? (reportedBy.includes('R27') ? 'css-2014-drill' : SMALL_DRILL)),
      })),
    );
    for (const { name, ours, theirs } of both) {
      expect(disagreement(ours, theirs), name).toBeNull();
      expect(theirs.exitCode, name).toBe(1);
      const found = JUDGED_OUTSIDE.filter((id) => (theirs.judged?.[id]?.violations ?? 0) > 0);
      const wanted = judged.find((breach) => breach.name === name)?.reportedBy ?? [];
      expect(found, name).toEqual(JUDGED_OUTSIDE.filter((id) => wanted.includes(id)));
    }
    const reported = new Set(judged.flatMap(({ reportedBy }) => reportedBy));
    expect(JUDGED_OUTSIDE.filter((id) => !reported.has(id))).toEqual([]);
  });

  it('are found to differ if a single count, or the verdict on the files, differs', () => {
    const [both] = bothOn([
      { name: 'short', scenario: { ...loadScenario('german-night'), horizonMs: 3 * HOUR_MS } },
    ]);
    const { ours, theirs } = both ?? expect.unreachable();
    expect(disagreement(ours, theirs)).toBeNull();
    expect(disagreement(ours, { ...theirs, isSound: false })).not.toBeNull();
    for (const id of JUDGED_OUTSIDE) {
      const counted = theirs.judged?.[id] ?? expect.unreachable();
      const changes = [{ checks: -1 }, { violations: 9 }, { undecided: 9 }, { first: null, violations: 1 }];
      for (const change of changes) {
        const judged = { ...theirs.judged, [id]: { ...counted, ...change } };
        expect(disagreement(ours, { ...theirs, judged }), id).not.toBeNull();
      }
    }
  });
});
