import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { actKind, CASE_STATES, TRANSITION_EVENTS } from '#domain';
import { auditedRun, modelOf } from '../demand/model.ts';
import { runObserved } from '../engine/observed-run.ts';
import { auditInMemory, runInMemory } from '../running.ts';

const OPEN = actKind('open');
const TRANSITION = actKind('transition');
const state = (name: (typeof CASE_STATES)[number]) => CASE_STATES.indexOf(name);

const desk = (more: string) =>
  modelOf(`
horizon: 20 days
centres: { home: { groups: { servers: { shifts: { always: { agents: 2 } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 30/day }]
work:
  handle: { tier1: { web: exponential 30 min } }
  customerWait: { share: 0.3, reply: exponential 5 h, autoClose: 7 days }
  vendorWait: { tier1: { share: 0.25, reply: exponential 8 h } }
  reopening: { share: 0.2, after: exponential 1 day }
  closing: 5 days
targets:
${more}`);

const target = (name: string, of: string, pauses: string) =>
  `  ${name}: { of: ${of}, channel: web, severity: all, within: 3 h, target: 0.8, pauses: ${pauses} }\n`;

describe('targets', () => {
  const scenario = desk(
    target('answered', 'answer', 'all') +
      target('plain', 'resolution', '[]').replace(', pauses: []', '') +
      target('customer', 'resolution', 'customer') +
      target('both', 'resolution', 'all'),
  );

  it('stop their clocks while the case waits for the named party, as the ledger records', () => {
    const arrived = new Map<number, number>();
    const since = new Map<number, number>();
    const paused = {
      plain: new Map<number, number>(),
      customer: new Map<number, number>(),
      both: new Map<number, number>(),
    };
    const resolved = new Set<number>();
    const met = { plain: 0, customer: 0, both: 0 };
    const names = ['plain', 'customer', 'both'] as const;
    const summary = runObserved(scenario, (timeMs, kind, _aux, caseNumber, before, after) => {
      if (kind === OPEN) arrived.set(caseNumber, timeMs);
      if (kind !== TRANSITION) return;
      const parties = [state('open.awaitingCustomer'), state('open.awaitingVendor')];
      if (parties.includes(after)) since.set(caseNumber, timeMs);
      else if (parties.includes(before)) {
        const lengthMs = timeMs - (since.get(caseNumber) ?? 0);
        for (const name of names) {
          const isPaused = name === 'both' || (name === 'customer' && before === parties[0]);
          if (isPaused) paused[name].set(caseNumber, (paused[name].get(caseNumber) ?? 0) + lengthMs);
        }
      }
      if (after !== state('resolved') || resolved.has(caseNumber)) return;
      resolved.add(caseNumber);
      for (const name of names) {
        const spentMs = timeMs - (arrived.get(caseNumber) ?? 0) - (paused[name].get(caseNumber) ?? 0);
        if (spentMs <= 3 * HOUR_MS) met[name]++;
      }
    });
    expect(resolved.size).toBeGreaterThan(400);
    const rows = (summary.targets ?? []).filter(({ segment }) => segment === null);
    expect(rows.slice(1).map(({ id, judged, met: count }) => [id, judged, count])).toEqual(
      names.map((name) => [name, resolved.size, met[name]]),
    );
    expect(met.plain).toBeLessThan(met.customer);
    expect(met.customer).toBeLessThan(met.both);
    expect(rows[0]?.judged).toBe(summary.total.answered);
  });

  it('are the same on every engine, and waits for a vendor keep the audit clean', () => {
    const { summary, violated } = auditedRun(scenario);
    expect(violated).toEqual([]);
    expect(summary.targets?.map(({ segment }) => segment)).toEqual(
      [0, 1, 2, 3].flatMap(() => [null, 'customers']),
    );
  });

  it('the audit reports a wait for a vendor that the scenario never consults', () => {
    const { ledger } = runInMemory(scenario);
    const { vendorWait: _, ...work } = scenario.work;
    const { invariants } = auditInMemory(ledger, { ...scenario, work });
    const found = invariants.find(({ id }) => id === 'R18');
    expect(found?.counterexample?.message).toContain('vendor');
  });

  it('change no act of the run', () => {
    const { targets: _, ...without } = scenario;
    const told = (one: typeof scenario) => {
      let sum = 0;
      runObserved(one, (timeMs, kind, aux) => {
        if (kind === TRANSITION && aux !== TRANSITION_EVENTS.indexOf('RELOCATE')) sum += timeMs;
      });
      return sum;
    };
    expect(told(without)).toBe(told(scenario));
  });
});
