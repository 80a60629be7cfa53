import { describe, expect, it } from 'vitest';
import { DAY_MS } from '#base';
import { actKind, WAITING_CAUSES } from '#domain';
import { parseScenario } from '#scenario';
import { auditInMemory, loadScenario, runInMemory } from '../running.ts';
import { readFile, scenarioOf } from '../scenario/parsing.ts';
import { runObserved } from './observed-run.ts';

const OPEN = actKind('open');
const WAIT = actKind('wait');
const DUTY = actKind('duty');
const CLOSED = WAITING_CAUSES.indexOf('centre closed');
const NOBODY_SKILLED = WAITING_CAUSES.indexOf('nobody with the skill on duty');

describe('a case for which nobody is on duty', () => {
  it('waits for the skill while colleagues are at the centre, and for the centre once all have gone', () => {
    const scenario = { ...loadScenario('first-steps'), horizonMs: 3 * DAY_MS };
    const onDuty = new Int32Array(scenario.groups.length);
    const seen = { closed: 0, skilled: 0 };
    runObserved(scenario, (_timeMs, kind, aux, _case, a, _b, agents) => {
      if (kind === DUTY) onDuty[a] = (onDuty[a] as number) + (aux === 1 ? agents : -agents);
      if (kind !== WAIT) return;
      const centres = new Set(
        scenario.groups.filter((_, g) => (onDuty[g] as number) > 0).map(({ centre }) => centre),
      );
      // Charlotte never closes: a centre can be closed only if Dublin alone may serve the case.
      if (aux === CLOSED) {
        seen.closed++;
        expect(centres.has(0)).toBe(false);
      } else if (aux === NOBODY_SKILLED) seen.skilled++;
    });
    expect(seen.closed).toBeGreaterThan(0);
    expect(seen.skilled).toBeGreaterThan(0);
  });

  it('never lacks just the skill if each centre has one group', () => {
    const text =
      'meridian: 1\nname: varied\nextends: ../follow-the-sun\nhorizon: 2 days\ncentres: { singapore: { groups: { line: { shifts: { day: { agents: 0 } } } } } }\n';
    const path = 'scenarios/varied/scenario.yaml';
    const { scenario } = scenarioOf(parseScenario({ path, text, readFile }));
    const { ledger, summary } = runInMemory(scenario);
    const count = (index: number) => summary.waitingCauses[index]?.count;
    expect(count(CLOSED)).toBeGreaterThan(0);
    expect(count(NOBODY_SKILLED)).toBe(0);
    const waiting = auditInMemory(ledger, scenario).invariants.find(({ id }) => id === 'R23');
    expect(waiting?.violations).toBe(0);
  });
});

describe('cases of customers without the agreement that their law asks for', () => {
  const scenario = loadScenario('unsigned');
  const NO_AGREEMENT = WAITING_CAUSES.indexOf('no agreement in force');
  const segmentOf = (stream: number) => scenario.segments[scenario.streams[stream]?.segment ?? -1]?.id;
  const at = (date: string) => Date.parse(date) - scenario.startEpochMs;
  const lapsed: Readonly<Record<string, readonly [fromMs: number, toMs: number]>> = {
    hospitals: [0, at('2014-11-05T15:00:00Z')],
    ireland: [at('2014-11-05T00:00:00Z'), at('2014-11-06T09:00:00Z')],
  };

  it('wait for it and for nothing else, from when they come or it lapses until it is signed', () => {
    const streamOf = new Map<number, number>();
    const untrue: string[] = [];
    let counted = 0;
    const summary = runObserved(scenario, (timeMs, kind, aux, caseNumber, stream) => {
      if (kind === OPEN) streamOf.set(caseNumber, stream);
      if (kind !== WAIT) return;
      const segment = segmentOf(streamOf.get(caseNumber) ?? -1) ?? '';
      const [fromMs, toMs] = lapsed[segment] ?? [0, 0];
      const isLapsed = fromMs <= timeMs && timeMs < toMs;
      if (isLapsed) counted++;
      if (isLapsed !== (aux === NO_AGREEMENT)) untrue.push(`${segment} at ${timeMs}: ${WAITING_CAUSES[aux]}`);
    });
    expect(untrue).toEqual([]);
    expect(counted).toBeGreaterThan(300);
    const row = summary.waitingCauses.find(({ cause }) => cause === 'no agreement in force');
    expect(row?.count).toBe(counted);
  });

  it('have a false cause for an auditor who knows of no agreement', () => {
    const { ledger } = runInMemory(scenario);
    const waiting = (of: typeof scenario) =>
      auditInMemory(ledger, of).invariants.find(({ id }) => id === 'R23');
    expect(waiting(scenario)?.violations).toBe(0);
    const segments = scenario.segments.map(({ agreements: _, ...rest }) => rest);
    const { counterexample, violations } = waiting({ ...scenario, segments }) ?? {};
    expect(violations).toBeGreaterThan(300);
    expect(counterexample?.message).toContain("the recorded cause is 'no agreement in force'");
  });
});
