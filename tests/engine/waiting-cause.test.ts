import { describe, expect, it } from 'vitest';
import { DAY_MS } from '#base';
import { actKind, WAITING_CAUSES } from '#domain';
import { parseScenario } from '#scenario';
import { auditInMemory, loadScenario, runInMemory } from '../running.ts';
import { readFile, scenarioOf } from '../scenario/parsing.ts';
import { runObserved } from './observed-run.ts';

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
