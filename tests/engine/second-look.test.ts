import { describe, expect, it } from 'vitest';
import type { Router } from '../../src/engine/routing/router.ts';
import { withSecondLooks } from '../../src/engine/routing/second-look.ts';
import { finishedRun, runOf } from '../experiment/finished-run.ts';
import { loadScenario } from '../running.ts';

const { run, scenario } = finishedRun('first-steps', 30);
const { router, workforce } = run;
const waiting = router.queues.all();
const inHand = workforce.agents.find((agent) => agent.inHand !== null)?.inHand ?? expect.unreachable();

function looked(changes: Partial<Router>): Router {
  return withSecondLooks({ ...router, ...changes }, scenario, workforce, true);
}

describe('an answer of the router that is worked out again in the plain way', () => {
  it('is the same in a run whose groups speak a language of which customers speak a variety', () => {
    const whole = loadScenario('first-steps');
    const [first = '', ...rest] = whole.languages;
    const languages = [`${first}-AT`, ...rest, first];
    const groups = whole.groups.map((one) => ({
      ...one,
      languages: one.languages.map((language) => (language === 0 ? whole.languages.length : language)),
    }));
    const streams = whole.streams.map((stream) => ({
      ...stream,
      languageShares: [...stream.languageShares, 0],
    }));
    expect(() => runOf({ ...whole, languages, groups, streams }, 24)).not.toThrow();
  });

  it('stops the program if an idle agent is passed over, or one is chosen who may not take the case', () => {
    const found = router.agentFor(inHand);
    const other = workforce.agents.find(({ isIdle }) => !isIdle) ?? expect.unreachable();
    const wrong = found === null ? other : null;
    expect(() => looked({ agentFor: () => wrong, ranks: false }).lookAgain()).toThrow(
      'an idle agent is passed over',
    );
    expect(() => looked({ agentFor: () => wrong, ranks: true }).agentFor(inHand)).toThrow(
      'an idle agent is passed over',
    );
  });

  it('stops the program if a group takes another case than the first', () => {
    expect(waiting.length).toBeGreaterThan(0);
    const first = router.caseFor(workforce.groups[0] ?? expect.unreachable());
    const wrong = first === null ? inHand : null;
    expect(() => looked({ caseFor: () => wrong }).lookAgain()).toThrow('takes another case than the first');
  });

  it('stops the program if groups without the skills count as able', () => {
    const { agentFor } = looked({ ranks: true });
    expect(() => agentFor({ ...inHand, tier: 9 } as never)).toThrow('can serve a case instead of');
  });

  it('leaves the case in hand and the last decision as they were', () => {
    const { routingClass } = inHand;
    const decision = { ...router.decision };
    looked({ ranks: false }).lookAgain();
    expect(inHand.routingClass).toBe(routingClass);
    expect(router.decision).toEqual(decision);
  });
});
