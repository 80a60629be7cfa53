import { describe, expect, it } from 'vitest';
import { actKind, CASE_STATES, type Scenario, TRANSITION_EVENTS } from '#domain';
import { parseScenarioJson } from '#scenario';
import { scenarioJson } from '../../src/scenario/scenario-json.ts';
import { checkedRun } from '../bundle/recount/recounting.ts';
import { runObserved } from '../engine/observed-run.ts';
import { auditInMemory, runInMemory } from '../running.ts';
import { erlangB, fixedPatience, mmcWithPatience } from '../validation/theory.ts';
import { auditedRun, estimate, expectNear, modelOf, summaryOf } from './model.ts';

const customers = (rate: string) =>
  `customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate} }]`;
const agents = (count: number) =>
  `centres: { home: { groups: { servers: { shifts: { always: { agents: ${count} } } } } } }`;

describe('customers who call again', () => {
  it('after a long time make a loss system as busy as one with all their calls', () => {
    const model = modelOf(`
horizon: 40 days
${agents(2)}
lines: { web: { total: 2 } }
segments: { customers: { ${customers('1/min')} } }
work: { retry: { web: { share: 0.5, after: exponential 5 h } } }
`);
    // Customers call again after a time much longer than a call, so these calls find the lines busy as often as first calls do. The load a
    // of all calls is then 1 ÷ (1 − B(a) ÷ 2), where B is Erlang's loss formula for two lines.
    let load = 1;
    for (let i = 0; i < 100; i++) load = 1 / (1 - erlangB(2, load) / 2);
    const found = estimate(model, 16, ({ total }) => ({
      blocked: total.blocked / total.arrived,
      again: total.retries / total.blocked,
      arrived: total.arrived / (40 * 1440),
    }));
    expectNear(found.blocked, erlangB(2, load));
    // A retry comes 5 h after the blocked call, so those of the last 5 of the 960 h are missing.
    expectNear(found.again, 0.5 * (1 - 5 / 960));
    expectNear(found.arrived, 1 + (load - 1) * (1 - 5 / 960));
  });

  it('have fresh patience and the same request: in the end everybody who never gives up for good is answered', () => {
    const model = modelOf(`
horizon: 1 day
${agents(1)}
segments: { customers: { channels: { web: 1 }, ${customers('1/h')} } }
work:
  patience: { web: fixed 2 min }
  handle: { tier1: { web: fixed 30 min } }
  retry: { web: { share: 0.95, after: fixed 10 min } }
`);
    const { summary, violated } = auditedRun(model);
    expect(violated).toEqual([]);
    const { abandoned, answered, arrived, retries } = summary.total;
    expect(retries).toBeGreaterThan(5);
    // Patience of two minutes, and a next try after ten: nobody is answered in between.
    expect(arrived - answered - abandoned).toBeLessThanOrEqual(1);
    expect(retries).toBeLessThanOrEqual(abandoned);
  });

  it('change nobody else: with other staff, the first-time cases are the same', () => {
    const first = (count: number) => {
      const { total } = summaryOf(
        modelOf(`
horizon: 6 h
${agents(count)}
lines: { phone: { total: 30 } }
segments: { customers: { channels: { web: 0.4, phone: 0.6 }, ${customers('6/min')} } }
work:
  patience: { phone: exponential 1 min, web: exponential 5 min }
  retry: { phone: { share: 0.5, after: exponential 10 min, channel: web }, web: { share: 0.3, after: exponential 5 min } }
  message: { phone: { after: 2 min, channel: e-mail } }
`),
      );
      return total.arrived - total.retries - total.messages;
    };
    expect(first(2)).toBe(first(7));
  });
});

describe('what a customer who calls again keeps', () => {
  const [ASSIGN, FOLLOW_UP, OPEN, TRANSITION] = ['assign', 'follow-up', 'open', 'transition'].map((kind) =>
    actKind(kind as 'open'),
  );
  const PATIENCE = TRANSITION_EVENTS.indexOf('patience');
  const WORKING = CASE_STATES.indexOf('open.working');
  const model = (keeps: string, retry = '') =>
    modelOf(`
horizon: 2 days
${agents(1)}
segments: { customers: { channels: { web: 0.5, phone: 0.5 }, ${customers('40/h')} } }
work:
  patience: { web: exponential 1 min, phone: exponential 1 min }
  handle: { tier1: { web: exponential 3 min, phone: exponential 3 min } }
  retry: { web: { share: 0.9, after: exponential 10 min${keeps} }, phone: { share: 0.9, after: exponential 10 min${keeps}${retry} } }
`);

  /** For each customer, by the first case: each wait that ended in giving up, and each contact, ms. */
  function livesOf(scenario: Scenario): readonly { readonly waits: number[]; readonly contacts: number[] }[] {
    const firstOf: number[] = [];
    const since: number[] = [];
    const lives: { waits: number[]; contacts: number[] }[] = [];
    runObserved(scenario, (timeMs, kind, aux, caseNumber, before, _after, _c, d) => {
      if (kind === OPEN) {
        firstOf[caseNumber] = caseNumber;
        lives[caseNumber] = { waits: [], contacts: [] };
      }
      if (kind === FOLLOW_UP) firstOf[caseNumber] = firstOf[d] as number;
      const life = lives[firstOf[caseNumber] as number];
      if (kind === OPEN || kind === ASSIGN) since[caseNumber] = timeMs;
      if (kind !== TRANSITION || life === undefined) return;
      const lengthMs = timeMs - (since[caseNumber] as number);
      if (aux === PATIENCE) life.waits.push(lengthMs);
      else if (before === WORKING) life.contacts.push(lengthMs);
    });
    return Object.values(lives);
  }
  const kinds = (times: readonly number[]) => new Set(times).size;

  it('is patience for every try, if the scenario says so', () => {
    const often = (keeps: string) =>
      livesOf(model(keeps)).filter(({ waits }) => waits.length > 1 && !waits.includes(0));
    const kept = often(', keeps: patience');
    expect(kept.length).toBeGreaterThan(100);
    expect(kept.every(({ waits }) => kinds(waits) === 1)).toBe(true);
    expect(often('').filter(({ waits }) => kinds(waits) === 1).length).toBeLessThan(3);
  });

  it('is work: as long as it would have been at the first try', () => {
    const first = ({ work, ...scenario }: Scenario): Scenario => ({
      ...scenario,
      groups: scenario.groups.map((group) => ({
        ...group,
        shifts: group.shifts.map((shift) => ({ ...shift, agents: 99 })),
      })),
      work,
    });
    // With 99 agents nobody has to call again: the same customers, in the order of their first calls.
    const wantedMs = livesOf(first(model(''))).map(({ contacts }) => contacts[0]);
    const sameOf = (keeps: string) => {
      const times = livesOf(model(keeps)).map(({ contacts, waits }) => [waits.length, contacts[0]] as const);
      const again = times.filter(([tries, ms]) => tries > 0 && ms !== undefined);
      expect(again.length).toBeGreaterThan(100);
      const wanted = new Set(wantedMs);
      return again.filter(([, ms]) => wanted.has(ms)).length / again.length;
    };
    expect(sameOf(', keeps: [work]')).toBe(1);
    expect(sameOf('')).toBeLessThan(0.1);
  });

  it('is what a trace gave, and keeps engines and audit in agreement', () => {
    const scenario = model(', keeps: all', ', channel: web');
    const [stream] = scenario.streams;
    if (stream === undefined) throw new Error('no stream');
    const atMs = Array.from({ length: 400 }, (_, k) => k * 70_000);
    const trace = {
      atMs,
      patienceMs: atMs.map(() => 45_000),
      handleMs: [atMs.map(() => 111_000), null, null],
    };
    const streams = scenario.streams.map((one, s) =>
      s === 0
        ? { ...one, rate: { fromMs: [0], perMs: [0] }, trace }
        : { ...one, rate: { fromMs: [0], perMs: [0] } },
    );
    const lives = livesOf({ ...scenario, streams });
    expect(new Set(lives.flatMap(({ waits }) => waits))).toEqual(new Set([45_000]));
    expect(new Set(lives.flatMap(({ contacts }) => contacts))).toEqual(new Set([111_000]));
    expect(
      lives.filter(({ contacts, waits }) => waits.length > 0 && contacts.length > 0).length,
    ).toBeGreaterThan(20);
    expect(auditedRun({ ...scenario, streams }).violated).toEqual([]);
    expect(auditedRun({ ...scenario, horizonMs: 8 * 3_600_000 }).violated).toEqual([]);
  });
});

describe('customers who leave a message', () => {
  it('end their call then, and the message is worked as a written case', () => {
    // A call every ten minutes, of 15 minutes each: every other caller waits for four minutes and leaves a message, which the agent takes a
    // minute later.
    const { summary, violated } = auditedRun(
      modelOf(`
horizon: 130 min
${agents(1)}
segments: { customers: { channels: { web: 0, phone: 1 }, arrivals: { intervals: fixed }, ${customers('6/h')} } }
work:
  patience: { phone: exponential 100 h, e-mail: fixed 1 s }
  handle: { tier1: { phone: fixed 15 min, e-mail: fixed 1 min } }
  message: { phone: { after: 4 min, channel: e-mail } }
`),
    );
    expect(violated).toEqual([]);
    const [phone, mail] = summary.channels;
    expect(phone).toMatchObject({ arrived: 12, answered: 6, answeredAtOnce: 6, abandoned: 0, messages: 6 });
    expect(mail).toMatchObject({ arrived: 6, answered: 6, speedOfAnswerS: 60, abandoned: 0, messages: 0 });
    expect(summary.total).toMatchObject({ arrived: 18, answered: 12, messages: 6, retries: 0 });
  });
});

describe('a message that nobody answers', () => {
  const recorded = (more = '') =>
    modelOf(`
horizon: 130 min
${agents(1)}
segments: { customers: { channels: { web: 0, phone: 1 }, arrivals: { intervals: fixed }, ${customers('6/h')} } }
work:
  handle: { tier1: { phone: fixed 15 min } }
  message: { phone: { after: 4 min, channel: none } }
${more}`);

  it('ends the case, counts as a message, and becomes no case', () => {
    const scenario = recorded();
    const { summary, violated } = auditedRun(scenario);
    expect(violated).toEqual([]);
    expect(summary.total).toMatchObject({ arrived: 12, answered: 6, abandoned: 0, messages: 6, retries: 0 });
    expect(summary.channels.map(({ arrived }) => arrived)).toEqual([12, 0, 0]);
    expect(checkedRun(scenario).difference).toBeNull();
    const read = parseScenarioJson(scenarioJson(scenario));
    expect(read.ok && read.value.work.message?.phone).toEqual({ afterMs: 240_000, channel: null });
  });

  it('changes nothing for those who call again on another channel', () => {
    const { summary, violated } = auditedRun(
      recorded('  retry: { phone: { share: 0.9, after: fixed 1 min } }\n  patience: { phone: fixed 3 min }'),
    );
    expect(violated).toEqual([]);
    // Everybody gives up before leaving a message.
    expect(summary.total.messages).toBe(0);
    expect(summary.total.retries).toBeGreaterThan(0);
  });

  it('violates R18 in a ledger in which it became a case', () => {
    const answered = modelOf(`
horizon: 130 min
${agents(1)}
segments: { customers: { channels: { web: 0, phone: 1 }, arrivals: { intervals: fixed }, ${customers('6/h')} } }
work:
  handle: { tier1: { phone: fixed 15 min, e-mail: fixed 1 min } }
  message: { phone: { after: 4 min, channel: e-mail } }
`);
    const { ledger } = runInMemory(answered);
    const message = { phone: { afterMs: 240_000, channel: null }, 'e-mail': null, web: null };
    const { invariants } = auditInMemory(ledger, { ...answered, work: { ...answered.work, message } });
    const r18 = invariants.find(({ id }) => id === 'R18');
    expect(r18?.counterexample?.message).toContain('whose customer left no message');
  });

  it('is left by as many callers as M/M/1 with a fixed patience loses', () => {
    // Messages after a fixed wait are fixed patience: M/M/1+D, Baccelli and Hebuterne.
    const { abandons } = mmcWithPatience({ lambda: 0.8, mu: 1, c: 1 }, fixedPatience(2));
    const figures = estimate(
      modelOf(`
horizon: 10 days
${agents(1)}
segments: { customers: { channels: { web: 0, phone: 1 }, ${customers('48/h')} } }
work:
  handle: { tier1: { phone: exponential 1 min } }
  message: { phone: { after: 2 min, channel: none } }
`),
      10,
      ({ total: { arrived, messages } }) => ({ messages: messages / arrived }),
    );
    expectNear(figures.messages, abandons);
  });

  it('is left at once after 0 s: as many as Erlang’s loss formula refuses', () => {
    const scenario = modelOf(`
horizon: 10 days
${agents(2)}
segments: { customers: { channels: { web: 0, phone: 1 }, ${customers('1/min')} } }
work:
  handle: { tier1: { phone: exponential 1 min } }
  message: { phone: { after: 0 s, channel: none } }
`);
    const { summary, violated } = auditedRun(scenario);
    expect(violated).toEqual([]);
    expect(checkedRun(scenario).difference).toBeNull();
    expect(summary.total.answered).toBe(summary.total.answeredAtOnce);
    const read = parseScenarioJson(scenarioJson(scenario));
    expect(read.ok && read.value.work.message?.phone).toEqual({ afterMs: 0, channel: null });
    const figures = estimate(scenario, 10, ({ total: { arrived, messages } }) => ({
      messages: messages / arrived,
    }));
    expectNear(figures.messages, erlangB(2, 1));
  });
});

describe('all demand features together', () => {
  it('add up, run alike on all three engines, and keep the audit clean', () => {
    const model = modelOf(`
horizon: 8 h
${agents(4)}
busyness: { day: { shape: 5 } }
surges: [{ from: "2014-11-03T03:00:00Z", for: 1 h, factor: 4 }]
lines: { phone: { total: 9, waiting: 4 }, web: { waiting: 6 } }
segments:
  customers:
    busyness: day
    arrivals: { intervals: { phone: hyperexponential scv 4 }, batch: { 1: 0.8, 3: 0.2 } }
    channels: { web: 0.4, phone: 0.6 }
    ${customers('5/min')}
work:
  patience: { phone: exponential 90 s, web: exponential 5 min }
  balking: { phone: 0.2 }
  retry: { phone: { share: 0.6, after: exponential 5 min }, web: { share: 0.3, after: fixed 0 s, channel: phone } }
  message: { phone: { after: 1 min, channel: e-mail } }
`);
    const { summary, violated } = auditedRun(model);
    expect(violated).toEqual([]);
    const { abandoned, answered, arrived, balked, blocked, messages, retries } = summary.total;
    for (const count of [abandoned, answered, balked, blocked, messages, retries])
      expect(count).toBeGreaterThan(20);
    const waiting = arrived - answered - abandoned - balked - blocked - messages;
    expect(waiting).toBeGreaterThanOrEqual(0);
    expect(waiting).toBeLessThan(messages);
    expect(retries).toBeLessThan(abandoned + balked + blocked);
    expect(summary.channels.find(({ id }) => id === 'e-mail')?.arrived).toBe(messages);
  });
});
