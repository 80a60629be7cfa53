import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actKind, CASE_STATES, type RoutingRule } from '#domain';
import { type CaseRecord, newCaseRecord } from '../../src/engine/cases/case-record.ts';
import type { WaitingQueues } from '../../src/engine/cases/waiting-queues.ts';
import { createQueues } from '../../src/engine/routing/queue-orders.ts';
import { Clock } from '../../src/engine/time/clock.ts';
import { preferring } from '../generators/routing.ts';
import { auditInMemory, runInMemory } from '../running.ts';
import { overQueue, runObserved } from './observed-run.ts';

const ASSIGN = actKind('assign');
const OPEN = actKind('open');
const TRANSITION = actKind('transition');
const WAITING = CASE_STATES.indexOf('open.waiting.queued');
const severityOf = ({ severity }: CaseRecord) => severity;

const CLASSES = 4;
const HOLD_MS = { phone: 0, 'e-mail': 0, web: 0 };

const SHARES = { A: 0.2, B: 0.3, C: 0.5 };
const WEIGHTS = { A: 4, B: 2, C: 1 };

function queuesIn(order: NonNullable<RoutingRule['order']>, seed = '1', clock = new Clock()): WaitingQueues {
  const routing = {
    ...preferring('longest idle', 1),
    holdMs: HOLD_MS,
    order,
    weights: WEIGHTS,
    queueShares: SHARES,
  };
  const queues = createQueues(routing, seed, 0, clock);
  queues.clear(CLASSES);
  return queues;
}

function caseOf(number: number): CaseRecord {
  const record = newCaseRecord(number, {} as CaseRecord['source']);
  record.queueOrder = number;
  record.queuedMs = number * 1000;
  return record;
}

const steps = fc.array(
  fc.record({
    routingClass: fc.nat({ max: CLASSES - 1 }),
    severity: fc.nat({ max: 2 }),
    takes: fc.boolean(),
  }),
  { maxLength: 100 },
);

/** Cases join queues, and are taken out of those of the even classes. `judge` sees the waiting cases and the one taken. */
function play(
  queues: WaitingQueues,
  moves: readonly { routingClass: number; severity: number; takes: boolean }[],
  judge: (waiting: readonly CaseRecord[], taken: CaseRecord | null, all: readonly CaseRecord[]) => void,
): void {
  const mask = queues.emptyMask();
  for (let c = 0; c < CLASSES; c += 2) queues.admit(mask, c, 1);
  const waiting: CaseRecord[] = [];
  moves.forEach(({ routingClass, severity, takes }, number) => {
    if (takes) {
      const best = queues.best(mask);
      const highest = Math.min(...waiting.map((record) => record.severity));
      judge(
        waiting.filter((record) => record.severity === highest),
        best,
        waiting,
      );
      if (best === null) return;
      queues.remove(best);
      waiting.splice(waiting.indexOf(best), 1);
    } else {
      const record = caseOf(number);
      record.severity = severity;
      queues.insert(record, queues.listOf(routingClass, 1, severity));
      if (routingClass % 2 === 0) waiting.push(record);
    }
  });
}

describe('the order of a queue', () => {
  it('last in first out takes the case that joined last, within the highest severity, across queues', () => {
    fc.assert(
      fc.property(steps, (moves) =>
        play(queuesIn('last in first out'), moves, (waiting, taken) => {
          const last = Math.max(...waiting.map(({ queueOrder }) => queueOrder));
          expect(taken?.queueOrder ?? Number.NEGATIVE_INFINITY).toBe(last);
        }),
      ),
    );
  });

  it('longest queue first takes the first case of the longest queue, in which held and open cases count together', () => {
    const move = fc.record({
      routingClass: fc.nat({ max: CLASSES - 1 }),
      stage: fc.nat({ max: 1 }),
      takes: fc.constantFrom('no', 'by a local agent', 'by any agent'),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 100 }), (moves) => {
        const queues = queuesIn('longest queue first');
        // Agents serve the even classes. Only those of the own region take cases that are held for it.
        const [local, any] = [queues.emptyMask(), queues.emptyMask()];
        for (let c = 0; c < CLASSES; c += 2) {
          queues.admit(local, c, 0);
          queues.admit(local, c, 1);
          queues.admit(any, c, 1);
        }
        const waiting: { record: CaseRecord; routingClass: number; stage: number }[] = [];
        const lengthOf = (one: number) => waiting.filter(({ routingClass }) => routingClass === one).length;
        moves.forEach(({ routingClass, stage, takes }, number) => {
          if (takes === 'no') {
            const record = caseOf(number);
            queues.insert(record, queues.listOf(routingClass, stage, 0));
            waiting.push({ record, routingClass, stage });
            return;
          }
          const isLocal = takes === 'by a local agent';
          const mayTake = waiting.filter((one) => one.routingClass % 2 === 0 && (isLocal || one.stage === 1));
          const longest = Math.max(0, ...mayTake.map((one) => lengthOf(one.routingClass)));
          const next = mayTake.find((one) => lengthOf(one.routingClass) === longest);
          const mask = isLocal ? local : any;
          expect(queues.best(mask)).toBe(next?.record ?? null);
          expect(queues.bestAmong(mask, () => true)).toBe(next?.record ?? null);
          if (next === undefined) return;
          queues.remove(next.record);
          waiting.splice(waiting.indexOf(next), 1);
        });
      }),
    );
  });

  it('longest queue first passes over no case that waits longer because its hold for the region is over', () => {
    const scenario = overQueue(`
horizon: 3 h
centres:
  home: { groups: { servers: { shifts: { always: { agents: 1 } } } } }
  afar:
    country: US
    timeZone: UTC
    entity: vendor
    region: away
    groups: { late: { tier: 1, languages: [en], products: all, shifts: { late: { agents: 1, from: "23:00", to: "24:00" } } } }
segments: { customers: { customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 1.2/min }] } }
routing: { preference: local specialist, hold: { web: 10 min }, order: longest queue first }
`);
    const { ledger } = runInMemory(scenario);
    const routerView = auditInMemory(ledger, scenario).invariants.find(({ id }) => id === 'R14');
    expect(routerView?.checks).toBeGreaterThan(50);
    expect(routerView?.counterexample?.message).toBeUndefined();
  });

  it('longest weighted wait takes the case with the largest product of wait and severity weight', () => {
    const clock = new Clock();
    clock.nowMs = 200_000;
    const weightOf = (record: CaseRecord) => Object.values(WEIGHTS)[record.severity] as number;
    const priorityOf = (record: CaseRecord) => weightOf(record) * (clock.nowMs - record.queuedMs);
    fc.assert(
      fc.property(steps, (moves) =>
        play(queuesIn('longest weighted wait', '1', clock), moves, (_, taken, all) => {
          const highest = Math.max(...all.map(priorityOf));
          expect(taken === null ? Number.NEGATIVE_INFINITY : priorityOf(taken)).toBe(highest);
        }),
      ),
    );
  });

  it('fixed queue ratio takes the first case of the severity furthest above its share', () => {
    fc.assert(
      fc.property(steps, (moves) => {
        // Lengths over all classes, including those that the agent does not serve.
        const lengths = [0, 0, 0];
        const queues = queuesIn('fixed queue ratio');
        const count = (record: CaseRecord, delta: number) => {
          lengths[record.severity] = (lengths[record.severity] as number) + delta;
        };
        const { insert, remove } = queues;
        queues.insert = (record, list) => {
          insert.call(queues, record, list);
          count(record, 1);
        };
        queues.remove = (record) => {
          remove.call(queues, record);
          count(record, -1);
        };
        play(queues, moves, (_, taken, all) => {
          const total = lengths.reduce((sum, length) => sum + length, 0);
          const shares = Object.values(SHARES);
          const excess = ({ severity }: CaseRecord) =>
            (lengths[severity] as number) - (shares[severity] as number) * total;
          const most = Math.max(...all.map(excess));
          const highest = Math.min(...all.filter((record) => excess(record) === most).map(severityOf));
          const first = all.find((record) => excess(record) === most && record.severity === highest);
          expect(taken).toBe(first ?? null);
        });
      }),
    );
  });

  it('fixed queue ratio keeps the queues of a busy centre at their shares', () => {
    const waiting = [0, 0, 0];
    const sums = [0, 0, 0];
    const scenario = overQueue(`
horizon: 6 h
segments: { customers: { severities: { A: 0.4, B: 0.3, C: 0.3 }, customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 60/min }] } }
routing: { order: fixed queue ratio, queueShares: { A: 0.1, B: 0.3, C: 0.6 } }
`);
    const severityOfCase: number[] = [];
    runObserved(scenario, (_timeMs, kind, aux, caseNumber, before, after) => {
      if (kind === OPEN) severityOfCase[caseNumber] = aux >> 2;
      if (kind !== TRANSITION) return;
      const severity = severityOfCase[caseNumber] as number;
      if (after === WAITING) waiting[severity] = (waiting[severity] as number) + 1;
      if (before === WAITING) waiting[severity] = (waiting[severity] as number) - 1;
      waiting.forEach((length, k) => {
        sums[k] = (sums[k] as number) + length;
      });
    });
    const all = sums.reduce((total, sum) => total + sum, 0);
    expect(all).toBeGreaterThan(1_000_000);
    sums.forEach((sum, k) => {
      expect(sum / all).toBeCloseTo([0.1, 0.3, 0.6][k] as number, 2);
    });
  });

  it('longest weighted wait equals the order of severities if the head starts exceed any wait', () => {
    const run = (routing: string) => {
      const taken: string[] = [];
      const scenario = overQueue(`
horizon: 6 h
segments: { customers: { severities: { A: 0.3, B: 0.3, C: 0.4 } } }
routing: ${routing}
`);
      runObserved(scenario, (timeMs, kind, _aux, caseNumber, _a, _b, agent) => {
        if (kind === ASSIGN) taken.push(`${timeMs}: ${caseNumber} by ${agent}`);
      });
      return taken;
    };
    const strict = run('{ order: first in first out }');
    expect(run('{ order: longest weighted wait, headStart: { A: 30 days, B: 15 days } }')).toEqual(strict);
    expect(run('{ order: longest weighted wait, headStart: { A: 1 min } }')).not.toEqual(strict);
  });

  it('random takes a case of the highest severity, if any waits', () => {
    fc.assert(
      fc.property(steps, (moves) =>
        play(queuesIn('random'), moves, (waiting, taken) => {
          if (waiting.length === 0) expect(taken).toBe(null);
          else expect(waiting).toContain(taken);
        }),
      ),
    );
  });

  it('random gives each waiting case the same chance, whatever queues they are in', () => {
    const CHOICES = 6000;
    const counts = [0, 0, 0, 0, 0, 0];
    const queues = queuesIn('random');
    const mask = queues.emptyMask();
    const records = counts.map((_, number) => caseOf(number));
    for (const c of [0, 1, 2]) queues.admit(mask, c, 1);
    records.forEach((record, k) => {
      queues.insert(record, queues.listOf(k < 3 ? 0 : k < 5 ? 1 : 2, 1, 0));
    });
    for (let choice = 0; choice < CHOICES; choice++) {
      const taken = queues.best(mask) as CaseRecord;
      counts[taken.row] = (counts[taken.row] as number) + 1;
      // It comes back at another position of its queue, which must not matter.
      const list = taken.queue as NonNullable<CaseRecord['queue']>;
      queues.remove(taken);
      queues.insert(taken, list);
    }
    const expected = CHOICES / counts.length;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 5 degrees of freedom: one value in ten thousand is larger.
    expect(chiSquare).toBeLessThan(25.7);
  });

  it('random gives the same order for the same seed, and another for another seed', () => {
    const takenWith = (seed: string) => {
      const queues = queuesIn('random', seed);
      const mask = queues.emptyMask();
      queues.admit(mask, 0, 1);
      for (let k = 0; k < 20; k++) queues.insert(caseOf(k), queues.listOf(0, 1, 0));
      return Array.from({ length: 20 }, () => {
        const taken = queues.best(mask) as CaseRecord;
        queues.remove(taken);
        return taken.row;
      });
    };
    expect(takenWith('1')).toEqual(takenWith('1'));
    expect(takenWith('1')).not.toEqual(takenWith('2'));
    expect([...takenWith('1')].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, k) => k));
  });
});
