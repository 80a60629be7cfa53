import { describe, expect, it } from 'vitest';
import type { CaseRecord } from '../../src/engine/cases/case-record.ts';
import type { Agent } from '../../src/engine/people/agents.ts';
import { composeHooks, type Hooks } from '../../src/engine/run/hooks.ts';

const RECORD = { caseNumber: 7 } as CaseRecord;
const AGENT = { index: 3 } as Agent;

function compose(...hooks: readonly Hooks[]) {
  return composeHooks(hooks.map((one) => ({ hooks: one })));
}

describe('composeHooks', () => {
  it('gives null for a hook that no feature has', () => {
    const { created, effects, leftMs, settled } = compose({}, {});
    expect([created, leftMs, settled]).toEqual([null, null, null]);
    expect(effects).toEqual([]);
  });

  it('returns the hook of a single feature unchanged', () => {
    const created = () => undefined;
    expect(compose({}, { created }).created).toBe(created);
  });

  it('calls the hooks of several features in order, with the same arguments', () => {
    const calls: unknown[] = [];
    const noting = (name: string): Hooks => ({
      planned: (record, agent, _event, waitMs) => void calls.push([name, record, agent, waitMs]),
    });
    compose(noting('first'), noting('second'), noting('third')).planned?.(RECORD, AGENT, {} as never, 5);
    expect(calls).toEqual(['first', 'second', 'third'].map((name) => [name, RECORD, AGENT, 5]));
  });

  it('asks no further feature once one has handled the matter', () => {
    const asked: string[] = [];
    const saying = (name: string, answer: boolean): Hooks => ({
      timerDue() {
        asked.push(name);
        return answer;
      },
    });
    expect(compose(saying('a', false), saying('b', true), saying('c', true)).timerDue?.(1, 2)).toBe(true);
    expect(asked).toEqual(['a', 'b']);
    expect(compose(saying('d', false), saying('e', false)).timerDue?.(1, 2)).toBe(false);
  });

  it('lets all features settle in each round, and repeats while one has more to do', () => {
    const asked: string[] = [];
    const settling = (name: string, hasMore: boolean): Hooks => ({
      settled() {
        asked.push(name);
        return hasMore;
      },
    });
    expect(compose(settling('a', true), settling('b', false)).settled?.()).toBe(true);
    expect(asked).toEqual(['a', 'b']);
    expect(compose(settling('c', false), settling('d', false)).settled?.()).toBe(false);
  });

  it('takes the first answer that is not null, and adds up numbers', () => {
    const hooks = compose(
      { leftMs: () => null, heldUpMs: () => 2 },
      { leftMs: () => 40, heldUpMs: () => 3 },
      { leftMs: () => 50 },
    );
    expect(hooks.leftMs?.(RECORD)).toBe(40);
    expect(hooks.heldUpMs?.(RECORD)).toBe(5);
  });

  it('keeps the effects of every feature', () => {
    const [one, other] = [{ joinQueue: () => undefined }, { retire: () => undefined }];
    expect(compose({ effects: one }, {}, { effects: other }).effects).toEqual([one, other]);
  });
});
