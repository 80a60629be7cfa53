import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#base';
import { actKind, type Scenario } from '#domain';
import { auditInMemory, runInMemory } from '../running.ts';
import { batchMeans, overQueue, runObserved, scoreOf } from './observed-run.ts';

const AFTER_CONTACT = actKind('after-contact work');
const ASSIGN = actKind('assign');
const VIEW_END = actKind('view end');

interface Desk {
  readonly days: number;
  readonly agents: number;
  readonly shift?: string;
  readonly rate: string;
  readonly work: string;
  readonly more?: string;
}

function desk({ days, agents, shift = '', rate, work, more = '' }: Desk): Scenario {
  return overQueue(`
horizon: ${days} days
centres: { home: { groups: { servers: { shifts: { always: { agents: ${agents}${shift} } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate} }]
${more}
work:
  ${work}
`);
}

/** Waits of the cases, in hours. */
function waitsOf(scenario: Scenario): number[] {
  const waits: number[] = [];
  runObserved(scenario, (_time, kind, _aux, _case, _a, _b, _c, d) => {
    if (kind === ASSIGN) waits.push(d / HOUR_MS);
  });
  return waits;
}

describe('after-contact work', () => {
  const HANDLE = 'handle: { tier1: { web: exponential 40 min } }';
  const AFTER = 'afterContact: { tier1: { web: exponential 20 min } }';
  const busy = desk({ days: 4000, agents: 1, rate: '0.7/h', work: `${HANDLE}\n  ${AFTER}` });

  it('makes cases wait as if it were part of the contact: Pollaczek–Khinchine for two exponential stages', () => {
    // λ = 0.7, E[S] = 1, E[S²] = Var + 1 = (2/3)² + (1/3)² + 1 = 14 ÷ 9: E[W] = λ·E[S²] ÷ (2(1 − ρ)) = 49 ÷ 27.
    expect(Math.abs(scoreOf(batchMeans(waitsOf(busy)), 49 / 27))).toBeLessThan(4);
  });

  it('counts as busy time, but not as handle time or time to resolution', () => {
    const { centres, total } = runInMemory(busy).summary;
    expect(centres[0]?.occupancy).toBeCloseTo(0.7, 1);
    expect(centres[0]?.handleMeanS).toBeCloseTo(2400, -2);
    expect((total.sojournMeanS ?? 0) - (total.speedOfAnswerS ?? 0)).toBeCloseTo(
      centres[0]?.handleMeanS ?? 0,
      -2,
    );
  });

  it('begins when the case leaves, keeps the agent from other cases, and keeps the audit clean', () => {
    const scenario = desk({
      days: 40,
      agents: 3,
      shift: ', from: "08:00", to: "16:00"',
      rate: '30/day',
      work: `${HANDLE}\n  afterContact: { tier1: { web: fixed 12 min } }\n  customerWait: { share: 0.3, reply: exponential 3 h, autoClose: 7 days }`,
    });
    const endedMs = new Map<number, number>();
    const begunMs = new Map<number, number>();
    const lengths = new Set<number>();
    const run = runInMemory(scenario);
    runObserved(scenario, (timeMs, kind, aux, _case, _a, _b, c) => {
      if (kind === VIEW_END) endedMs.set(c, timeMs);
      else if (kind === ASSIGN) expect(begunMs.has(c)).toBe(false);
      else if (kind === AFTER_CONTACT && aux === 1) {
        expect(timeMs).toBe(endedMs.get(c));
        begunMs.set(c, timeMs);
      } else if (kind === AFTER_CONTACT) {
        lengths.add(timeMs - (begunMs.get(c) ?? 0));
        begunMs.delete(c);
      }
    });
    expect([...lengths]).toEqual([12 * MINUTE_MS]);
    expect(run.summary.centres[0]?.overtimeHours).toBeGreaterThan(0);
    const audit = auditInMemory(run.ledger, scenario);
    expect(audit.verdict).toBe('clean');
  });

  it('does not follow contacts that are handed over', () => {
    const scenario = desk({
      days: 10,
      agents: 2,
      shift: ', from: "08:00", to: "16:00"',
      rate: '20/day',
      work: 'handle: { tier1: { web: fixed 20 h } }\n  afterContact: { tier1: { web: fixed 1 h } }\n  shiftEnd: { web: restart }',
    });
    let begun = 0;
    let interrupted = 0;
    runObserved(scenario, (_time, kind) => {
      if (kind === AFTER_CONTACT) begun++;
      else if (kind === VIEW_END) interrupted++;
    });
    expect([begun, interrupted]).toEqual([0, 20]);
  });

  it('of length 0 changes nothing at all', () => {
    const plain = desk({ days: 20, agents: 2, rate: '2/h', work: HANDLE });
    const none = desk({
      days: 20,
      agents: 2,
      rate: '2/h',
      work: `${HANDLE}\n  afterContact: { tier1: { web: fixed 0 s } }`,
    });
    expect(runInMemory(none).summary).toEqual(runInMemory(plain).summary);
  });
});
