import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { DayEndPolicy, Scenario, TransferRule } from '#domain';
import { BREACHES, faultsOf } from '#engine';
import { openLedger } from '#ledger';
import { type Followed, startFollowing } from '#prover';
import { ADVERSE_BASES } from '../generators/adverse-world.ts';
import { loadScenario, ROOT, type RunChoices, runInMemory, sha256 } from '../running.ts';

// Cases that are open at the start are not explored, and `prove` refuses scenarios that have such.
const names = readdirSync(join(ROOT, 'scenarios'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^(?:bench-|from-logs$)/.test(entry.name))
  .map(({ name }) => name)
  .filter((name) => loadScenario(name).backlog === undefined);
/** Large scenarios are cut to the hours in which a case of each kind arrives. */
const HOURS: Readonly<Record<string, number>> = {
  'css-2014': 3,
  'css-2014-drill': 3,
  'css-2014-union-only': 3,
  'css-2014-unrestricted': 3,
};

/** `explored`: the breach used in the exploration, if it differs from the run's. */
function followed(
  scenario: Scenario,
  choices: RunChoices = {},
  explored = choices.breach,
): Followed & { readonly cases: number } {
  const { cases, ledger } = runInMemory(scenario, choices);
  const opened = openLedger(ledger, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  const follower = startFollowing(
    scenario,
    (explored === undefined ? null : faultsOf(explored)) ?? undefined,
  );
  opened.value.forEach(follower.visit);
  return { ...follower.finish(), cases };
}

describe('the exploration over-approximates the simulator', () => {
  it.each(names)('every case of a run of %s follows an explored path, act by act', (name) => {
    const whole = loadScenario(name);
    const horizonMs = Math.min(whole.horizonMs, (HOURS[name] ?? 24 * 6) * HOUR_MS);
    const { cases, offPath } = followed({ ...whole, horizonMs });
    expect(cases).toBeGreaterThan(50);
    expect(offPath).toEqual([]);
  });

  it.each<[string, TransferRule, DayEndPolicy]>([
    ['lost, or cleared', { way: 'no wait', otherwise: 'lost' }, 'clear'],
    ['continued, or served out', { way: 'no wait', otherwise: 'go on', speed: 0.5 }, 'serve out'],
    ['transferred warm', { way: 'warm', handOverMs: 60_000, atMostMs: HOUR_MS }, 'carry over'],
  ])('every case that may be %s does, too', (_, rule, policy) => {
    const base = loadScenario('css-2014-drill');
    const everywhere = <Value>(value: Value) => ({ phone: value, 'e-mail': value, web: value });
    const work = { ...base.work, transfer: everywhere(rule), dayEnd: everywhere(policy) };
    expect(followed({ ...base, horizonMs: 3 * HOUR_MS, work })).toMatchObject({
      offPath: [],
      broken: new Map(),
    });
  });

  it('every case that goes from any tier to any other does, too', () => {
    const base = loadScenario('css-2014-drill');
    const rules = [
      { way: 'no wait', otherwise: 'lost' },
      { way: 'no wait', otherwise: 'go on', speed: 0.5 },
      { way: 'warm', handOverMs: 60_000, atMostMs: HOUR_MS },
    ] as const;
    const to = (tier: 1 | 2 | 3, rule: TransferRule) => {
      return { to: tier, shares: base.products.map(() => 0.3), rule };
    };
    const work = {
      ...base.work,
      escalation: base.products.map(() => [0, 0] as const),
      transfer: { phone: null, 'e-mail': null, web: null },
      tierTransfers: [
        [to(2, rules[0]), to(3, rules[1])],
        [to(1, rules[2]), to(3, rules[1])],
        [to(1, rules[0]), to(2, rules[2])],
      ],
    };
    const { broken, cases, offPath } = followed({ ...base, horizonMs: 3 * HOUR_MS, work });
    expect(cases).toBeGreaterThan(50);
    expect([offPath, [...broken]]).toEqual([[], []]);
  });
});

describe.each(ADVERSE_BASES)('adverse worlds made from $name', ({ worlds }) => {
  it('are explored, with any breach', () => {
    const breach = fc.constantFrom(undefined, ...BREACHES.map(({ name }) => name));
    fc.assert(
      fc.property(worlds, breach, (scenario, name) => {
        const choices = name === undefined ? {} : { breach: name };
        expect(followed(scenario, choices).offPath.slice(0, 3)).toEqual([]);
      }),
      {
        numRuns: Number(process.env.ADVERSE_WORLDS ?? 2),
        seed: Number(process.env.ADVERSE_SEED ?? 20141103),
      },
    );
  });
});

describe('customers with callbacks', () => {
  it('may be called any number of times, which is explored, too', () => {
    const base = loadScenario('german-night');
    const rule = {
      predictedWaitMs: null,
      waiting: 0,
      accepted: 1,
      reached: 0.3,
      attempts: 3,
      againMs: 600_000,
      ringMs: 20_000,
    };
    const work = { ...base.work, callback: { phone: rule, 'e-mail': null, web: null } };
    expect(followed({ ...base, work }).offPath).toEqual([]);
  });
});

describe('replayed cases', () => {
  it('are explored with the attributes in their trace, even those that are never drawn', () => {
    const base = loadScenario('german-night');
    const isNew = (shares: readonly number[]) => shares.findIndex((share) => share === 0);
    const index = base.streams.findIndex(({ channel, languageShares }) => {
      return channel === 'phone' && isNew(languageShares) !== -1;
    });
    const stream = base.streams[index] as Scenario['streams'][number];
    const count = 40;
    const trace = {
      atMs: Array.from({ length: count }, (_, i) => i * HOUR_MS),
      languages: new Array<number>(count).fill(isNew(stream.languageShares)),
      patienceMs: new Array<number>(count).fill(60_000),
    };
    const replayed = { ...stream, rate: { fromMs: [0], perMs: [0] }, trace };
    const work = { ...base.work, patience: { phone: null, 'e-mail': null, web: null } };
    const { patienceBySeverity: _, ...rest } = work;
    const scenario = { ...base, work: rest, streams: base.streams.with(index, replayed) };
    expect(followed(scenario).offPath).toEqual([]);
  });
});

describe('following a run', () => {
  const scenario = loadScenario('german-night');

  it.each(['store-outside', 'needlessly-outside', 'unrecorded-view', 'browse'])(
    'notices that a run with the breach %s leaves the paths of a correct policy',
    (breach) => {
      expect(followed(scenario, { breach }, '').offPath.length).toBeGreaterThan(10);
    },
  );

  it('finds the case that breaks a property', () => {
    const { broken } = followed(scenario, { breach: 'kept-working-copy' });
    expect([...broken.keys()]).toEqual(['R16']);
    expect(broken.get('R16')).toBeGreaterThan(0);
  });
});
