import { describe, expect, it } from 'vitest';
import type { Router } from '../../src/engine/routing/router.ts';
import { withSecondLooks } from '../../src/engine/routing/second-look.ts';
import { finishedRun, runOf } from '../experiment/finished-run.ts';
import { loadScenario } from '../running.ts';

const { run, scenario } = finishedRun('first-steps', 30);
const { router, workforce } = run;
const waiting = router.queues.all();
const anyCase = run.cases.records.find(({ routingClass }) => routingClass !== null) ?? expect.unreachable();
const group = workforce.groups[0] ?? expect.unreachable();

function looked(changes: Partial<Router>): Router {
  return withSecondLooks({ ...router, ...changes }, scenario, workforce.idle.since, true);
}

describe('a decision that is made again in the plain way', () => {
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
    const found = router.agentFor(anyCase);
    const other = workforce.agents.find(({ isIdle }) => !isIdle) ?? expect.unreachable();
    const wrong = found === null ? other : null;
    expect(() => looked({ agentFor: () => wrong }).agentFor(anyCase)).toThrow('an idle agent is passed over');
  });

  it('stops the program if a group takes another case than the first', () => {
    expect(waiting.length).toBeGreaterThan(0);
    const first = router.caseFor(group);
    const wrong = first === null ? anyCase : null;
    expect(() => looked({ caseFor: () => wrong }).caseFor(group)).toThrow(
      'takes another case than the first',
    );
  });

  it('stops the program if groups without the skills count as able', () => {
    const stranger = { ...anyCase, product: 1e6 };
    expect(() => looked({}).agentFor(stranger as never)).not.toThrow('is passed over');
    expect(() => looked({}).agentFor({ ...anyCase, tier: 9 } as never)).toThrow(
      'can serve a case instead of',
    );
  });
});
