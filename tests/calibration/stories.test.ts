import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#base';
import { clockOf } from '../../src/calibration/arrivals/day-counts.ts';
import { contactsOf } from '../../src/calibration/cases/contacts.ts';
import { estimatePatience, firstWait } from '../../src/calibration/cases/customers.ts';
import { estimateFlow } from '../../src/calibration/cases/flow.ts';
import { inHandOf, readingOf } from '../../src/calibration/cases/work.ts';
import { findOutages, OpenHours } from '../../src/calibration/people/hours.ts';
import { findGroups } from '../../src/calibration/people/presence.ts';
import { readStories } from '../../src/calibration/stories/read-stories.ts';
import { settle } from '../../src/calibration/stories/settled.ts';
import { casesOf, importCsv } from '../caselog/importing.ts';
import { DEFAULTS } from './defaults.ts';

const MAPPING = 'columns: {case: id, time: at, activity: state, tier: tier, group: team, agent: who}';

function storiesOf(rows: readonly string[], until?: string) {
  const { log } = importCsv(['id,at,state,tier,team,who', ...rows].join('\n'), MAPPING);
  const read = readStories(casesOf({ log }), until === undefined ? {} : { untilMs: Date.parse(until) });
  return { read, stories: settle(read.stories, DEFAULTS).stories };
}

const at = (minute: number) =>
  new Date(Date.parse('2024-03-04T08:00:00Z') + minute * MINUTE_MS).toISOString();

/** Up to tier 2, back to tier 1, a reply of the customer, resolved, opened again, closed. */
const LONG = [
  `a,${at(0)},New,1,desk,`,
  `a,${at(5)},Active,1,desk,ann`,
  `a,${at(15)},queued,2,experts,`,
  `a,${at(20)},Active,2,experts,bob`,
  `a,${at(50)},queued,1,desk,`,
  `a,${at(60)},Active,1,desk,ann`,
  `a,${at(70)},Awaiting User Info,1,desk,`,
  `a,${at(130)},Active,1,desk,ann`,
  `a,${at(140)},Resolved,1,desk,`,
  `a,${at(200)},reopened,1,desk,`,
  `a,${at(210)},Active,1,desk,cem`,
  `a,${at(220)},Resolved,1,desk,`,
  `a,${at(300)},Closed,1,desk,`,
];

describe('a story', () => {
  it('has queues of the tier that takes the case, where no event of the queue names one', () => {
    const unnamed = LONG.map((row) => row.replace(/,(New|queued|reopened),\d,/, ',$1,,'));
    expect(unnamed).not.toEqual(LONG);
    expect(storiesOf(unnamed).stories[0]?.spells).toEqual(storiesOf(LONG).stories[0]?.spells);
  });

  it('has a spell for each state of the case', () => {
    const [story] = storiesOf(LONG).stories;
    expect(story?.spells.map(({ agent, state, tier }) => `${state} ${tier} ${agent ?? ''}`.trim())).toEqual([
      'queued 1',
      'working 1 ann',
      'queued 2',
      'working 2 bob',
      'queued 1',
      'working 1 ann',
      'customer 1',
      'working 1 ann',
      'resolved 1',
      'queued 1',
      'working 1 cem',
      'resolved 1',
    ]);
    expect(story?.ending).toBe('closed');
    expect((story?.resolvedMs ?? 0) - (story?.openedMs ?? 0)).toBe(140 * MINUTE_MS);
  });

  it('has nobody who works it after it got another group without an agent, and one contact if its agent takes it along', () => {
    const spells = (...rows: readonly string[]) =>
      storiesOf(rows).stories[0]?.spells.map(({ agent, group, state }) => [state, group, agent]);
    const first = `a,${at(0)},Active,1,desk,ann`;
    expect(spells(first, `a,${at(5)},Active,1,shop,`, `a,${at(9)},Active,1,shop,bob`)).toEqual([
      ['working', 'desk', 'ann'],
      ['working', 'shop', null],
      ['working', 'shop', 'bob'],
    ]);
    expect(spells(first, `a,${at(5)},Active,1,shop,ann`)).toEqual([['working', 'desk', 'ann']]);
    expect(spells(first, `a,${at(5)},Active,1,desk,`)).toEqual([['working', 'desk', 'ann']]);
  });

  it('ends unseen where the log is cut', () => {
    const [story] = storiesOf(LONG, at(55)).stories;
    expect(story?.spells.at(-1)).toMatchObject({ state: 'queued', toMs: null });
    expect(story?.ending).toBeNull();
    expect(story?.resolvedMs).toBeNull();
  });

  it('tells a customer who gave up from one who was answered', () => {
    const { stories } = storiesOf([
      `a,${at(0)},queued,,,`,
      `a,${at(3)},left the queue,,,`,
      `b,${at(0)},queued,,,`,
      `b,${at(4)},left the queue,,,`,
      `b,${at(4)},working,,,ann`,
      `b,${at(9)},resolved,,,`,
      `c,${at(0)},queued,,,`,
      `c,${at(2)},closed,,,`,
    ]);
    expect(stories.map((story) => firstWait(story))).toEqual([
      { ms: 3 * MINUTE_MS, isAbandoned: true },
      { ms: 4 * MINUTE_MS, isAbandoned: false },
      { ms: 2 * MINUTE_MS, isAbandoned: true },
    ]);
    expect(estimatePatience(stories).get('phone')?.abandoned).toMatchObject({ value: 2 / 3, n: 3 });
  });

  it('counts activities that begin no known state', () => {
    const { read } = storiesOf([`a,${at(0)},New,,,`, `a,${at(1)},note,,,`, `a,${at(2)},note,,,`]);
    expect([...read.unknownActivities]).toEqual([['note', 2]]);
  });

  it('is filled where the log says nothing, and the filling is reported', () => {
    const { read } = storiesOf([`a,${at(0)},New,,,`]);
    const { assumptions, stories } = settle(read.stories, DEFAULTS);
    expect(stories[0]).toMatchObject({ country: 'IE', channel: 'phone', segment: 'all' });
    expect(assumptions).toHaveLength(6);
    expect(assumptions[0]).toBe('The log names no segment for 1 case of 1; they are taken to have all.');
  });
});

describe('where cases go', () => {
  const { stories } = storiesOf(LONG);
  const contacts = contactsOf(stories);

  it('is read from what follows a contact', () => {
    expect(contacts.map(({ after }) => after)).toEqual(['up', 'down', 'customer', 'resolved', 'resolved']);
  });

  it('gives shares of escalation, return, reply and re-opening', () => {
    const flow = estimateFlow(stories, contacts, Date.parse(at(400)), true);
    expect(flow.escalation.get(1)).toMatchObject({ value: 1, n: 1 });
    expect(flow.returns.get(2)).toMatchObject({ value: 1, n: 1 });
    expect(flow.customerShare?.value).toBeCloseTo(1 / 3);
    expect(flow.reopeningShare).toMatchObject({ value: 1 / 2, n: 2 });
    expect(flow.pingPong).toMatchObject({ value: 1, n: 1 });
  });

  it('tells a contact that was cut off from one that needed somebody else', () => {
    const rows = (id: string, next: number) => [
      `${id},${at(0)},Active,1,desk,ann`,
      `${id},${at(10)},queued,1,desk,`,
      `x${id},${at(next)},Active,1,desk,ann`,
    ];
    expect(contactsOf(storiesOf(rows('a', 20)).stories)[0]).toMatchObject({
      after: 'same tier',
      isCut: false,
    });
    expect(contactsOf(storiesOf(rows('a', 600)).stories)[0]).toMatchObject({
      after: 'same tier',
      isCut: true,
    });
  });
});

/** How contacts are read of a desk that never closes. */
function readingHere(contacts: ReturnType<typeof contactsOf>) {
  const untilMs = Date.parse(at(1000));
  const span = {
    fromMs: Date.parse(at(0)),
    untilMs,
    clock: clockOf('UTC', { fromMs: Date.parse(at(0)), untilMs }),
  };
  const value = { value: 1, low: 1, high: 1, n: 1 };
  const always = new OpenHours({ present: Array.from({ length: 168 }, () => value) }, span);
  return readingOf(contacts, { inHand: inHandOf(contacts, untilMs), untilMs, hoursOf: () => always });
}

describe('people', () => {
  it('with one case in hand let work be separated from waiting, with two they do not', () => {
    const one = contactsOf(storiesOf(LONG).stories);
    expect(readingHere(one)).toBe('separate');
    const both = [...LONG, ...LONG.map((row) => row.replace(/^a/, 'b'))];
    expect(readingHere(contactsOf(storiesOf(both).stories))).toBe('in hand');
  });

  it('who have one case in hand for most of a day wait meanwhile', () => {
    const rows = (minutes: number) => [
      `a,${at(0)},Active,1,desk,ann`,
      `a,${at(minutes)},Resolved,1,desk,ann`,
      `a,${at(minutes + 1)},Closed,1,desk,ann`,
    ];
    expect(readingHere(contactsOf(storiesOf(rows(7 * 60)).stories))).toBe('separate');
    expect(readingHere(contactsOf(storiesOf(rows(9 * 60)).stories))).toBe('in hand');
  });

  it('are present from the first to the last activity of a shift', () => {
    const rows = [0, 60, 119].flatMap((minute, k) => [
      `c${k},${at(minute)},Active,1,desk,ann`,
      `c${k},${at(minute + 1)},Resolved,1,desk,`,
    ]);
    const fromMs = Date.parse('2024-03-04T00:00:00Z');
    const untilMs = fromMs + 7 * 24 * HOUR_MS;
    const contacts = contactsOf(storiesOf(rows).stories);
    const clock = clockOf('UTC', { fromMs, untilMs });
    const [group] = findGroups(contacts, {
      clock,
      fromMs,
      untilMs,
      awake: ({ spell }, toMs) => [{ fromMs: spell.fromMs, toMs }],
    });
    expect(group?.agents).toBe(1);
    expect(group?.perWeek.value).toBeCloseTo(2);
    expect(group?.present.slice(7, 11).map(({ value }) => value)).toEqual([0, 1, 1, 0]);
  });

  it('whose centre falls silent for hours had an outage', () => {
    const rows: string[] = [];
    for (let minute = 0; minute < 4 * 7 * 24 * 60; minute += 60) {
      if (minute >= 20_000 && minute < 20_580) continue;
      rows.push(
        `m${minute},${at(minute)},Active,1,desk,ann`,
        `m${minute},${at(minute + 5)},Resolved,1,desk,`,
      );
    }
    const fromMs = Date.parse(at(0));
    const untilMs = fromMs + 4 * 7 * 24 * HOUR_MS;
    const contacts = contactsOf(storiesOf(rows).stories);
    const found = findOutages(contacts, { clock: clockOf('UTC', { fromMs, untilMs }), fromMs, untilMs });
    expect(found.map((one) => [one.centre, one.fromMs, one.toMs])).toEqual([
      ['desk', Date.parse(at(19_985)), Date.parse(at(20_580))],
    ]);
  });
});
