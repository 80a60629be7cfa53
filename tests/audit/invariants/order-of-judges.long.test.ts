import { describe, expect, it } from 'vitest';
import { HOUR_MS, openStream } from '#base';
import type { Scenario } from '#domain';
import { openLedger } from '#ledger';
import type { Facts } from '../../../src/audit/facts/facts.ts';
import type { Finding } from '../../../src/audit/facts/moment.ts';
import { Judges } from '../../../src/audit/invariants/judges.ts';
import { Auditor } from '../../../src/audit/reading/auditor.ts';
import { loadScenario, runInMemory, sha256 } from '../../running.ts';

/** Judges read facts, never each other. The order in which they are called within an entry does not change the verdicts. */

interface Call {
  readonly judge: string;
  readonly run: () => unknown;
}

/** Postpones the calls to judges within one event until all are known, then makes them in another order. */
class Shuffle {
  readonly orders = new Set<string>();
  private readonly judges: Judges;
  private readonly random: () => number;
  private calls: Call[] | null = null;

  constructor(judges: Judges, seed: string) {
    const stream = openStream(seed, 0, 'order');
    this.judges = judges;
    this.random = () => stream.uniform();
    for (const [name, judge] of Object.entries(judges))
      Object.defineProperty(judges, name, { value: this.watched(name, judge), enumerable: true });
  }

  /** The judges as the auditor gets them. */
  get shuffled(): Judges {
    return new Proxy(this.judges, {
      get: (judges, name) => {
        const value: unknown = Reflect.get(judges, name, judges);
        const isEvent = typeof value === 'function' && name !== 'of';
        return isEvent ? (...args: unknown[]) => this.event(() => value.apply(judges, args)) : value;
      },
    });
  }

  /** Wraps a judge, or a part of one, so that its calls during an event wait. */
  private watched(judge: string, one: object): object {
    return new Proxy(one, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value === 'function') {
          return (...args: unknown[]) => {
            const run = () => value.apply(target, args);
            return this.calls === null ? run() : this.calls.push({ judge, run });
          };
        }
        const isPart = typeof value === 'object' && value !== null && !/^tally/.test(String(name));
        return isPart ? this.watched(judge, value) : value;
      },
    });
  }

  private event(make: () => void): void {
    this.calls = [];
    make();
    const { calls } = this;
    this.calls = null;
    const names = [...new Set(calls.map(({ judge }) => judge))];
    for (let last = names.length - 1; last > 0; last--) {
      const other = Math.floor(this.random() * (last + 1));
      [names[last], names[other]] = [names[other] as string, names[last] as string];
    }
    if (names.length > 1) this.orders.add(names.join(' '));
    for (const name of names) for (const { judge, run } of calls) if (judge === name) run();
  }
}

/** What each invariant finds: figures, open questions, and all violations in order. */
function verdictsOf(ledger: Uint8Array, scenario: Scenario, makeJudges?: (facts: Facts) => Judges): unknown {
  const opened = openLedger(ledger, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  const found = new Map<string, Finding[]>();
  const auditor = new Auditor(
    scenario,
    ({ id, known }, finding) => {
      const key = `${id} ${known}`;
      found.set(key, [...(found.get(key) ?? []), finding]);
    },
    undefined,
    makeJudges,
  );
  opened.value.forEach(auditor.visit);
  auditor.finish(scenario.horizonMs);
  const { tallies, talliesNow } = auditor.judges;
  return [...tallies, ...talliesNow].map(({ checks, first, id, known, open, violations }) => ({
    checks,
    first,
    id,
    known,
    violations,
    open: [...open.values()],
    found: found.get(`${id} ${known}`) ?? [],
  }));
}

function shortened(name: string, hours: number): Scenario {
  const scenario = loadScenario(name);
  return { ...scenario, horizonMs: Math.min(scenario.horizonMs, hours * HOUR_MS) };
}

const RUNS: readonly (readonly [scenario: string, breach: string | undefined, hours: number])[] = [
  ['css-2014-drill', undefined, 6],
  ['css-2014-drill', 'store-outside', 4],
  ['css-2014-drill', 'view-from-anywhere', 4],
  ['css-2014-drill', 'false-cause', 4],
  ['law-drill', 'stale-law', 1e9],
  ['break-glass', 'lone-approver', 1e9],
  ['second-opinion', 'consult-anybody', 24],
  ['chat-desk', 'whoever-waits-longest', 24],
  ['own-lines', 'longest-line', 24],
];

describe('verdicts', () => {
  it.each(RUNS)(
    'of %s with breach %s do not depend on the order in which judges are called',
    (name, breach, hours) => {
      const scenario = shortened(name, hours);
      const { ledger } = runInMemory(scenario, breach === undefined ? {} : { breach });
      const straight = verdictsOf(ledger, scenario);
      const orders = new Set<string>();
      for (const seed of ['1', '2']) {
        let shuffle: Shuffle | undefined;
        const makeJudges = (facts: Facts) => {
          shuffle = new Shuffle(new Judges(facts), seed);
          return shuffle.shuffled;
        };
        expect(verdictsOf(ledger, scenario, makeJudges), `order ${seed}`).toEqual(straight);
        for (const order of shuffle?.orders ?? []) orders.add(order);
      }
      expect(orders.size).toBeGreaterThan(100);
    },
  );

  it('would differ if a judge changed the facts', () => {
    const scenario = shortened('css-2014-drill', 2);
    const { ledger } = runInMemory(scenario);
    const makeJudges = (seed: string | null) => (facts: Facts) => {
      const judges = new Judges(facts);
      const { storage } = judges;
      const stored = storage.stored.bind(storage);
      storage.stored = (supportCase, copy, source) => {
        stored(supportCase, copy, source);
        const own = facts.cases.get(supportCase.number);
        if (own !== undefined) own.hadCopies = true;
      };
      return seed === null ? judges : new Shuffle(judges, seed).shuffled;
    };
    const straight = verdictsOf(ledger, scenario, makeJudges(null));
    expect(verdictsOf(ledger, scenario, makeJudges('1'))).not.toEqual(straight);
  });
});
