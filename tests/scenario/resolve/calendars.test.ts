import { describe, expect, it } from 'vitest';
import type { Scenario, Window } from '#domain';
import { expandOutages } from '../../../src/engine/residency/outages.ts';
import { GOOD_FOLDER, parseFile, parseOverMinimal, scenarioOf } from '../parsing.ts';

/** Windows of simulated time as instants, `2014-10-20T07:00/15:00`. */
function instants(scenario: Scenario, windows: readonly Window[] | undefined): readonly string[] {
  const text = (ms: number) => new Date(scenario.startEpochMs + ms).toISOString().slice(0, 16);
  return (windows ?? []).map(({ fromMs, toMs }) => `${text(fromMs)}/${text(toMs)}`);
}

function dutyOf(scenario: Scenario, group: string, shift: string): readonly string[] {
  const found = scenario.groups.find(({ id }) => id === group)?.shifts.find(({ id }) => id === shift);
  return instants(scenario, found?.duty);
}

function dublinDuty(yaml: string): readonly string[] {
  return dutyOf(scenarioOf(parseOverMinimal(yaml)).scenario, 'dublin/all', 'day');
}

const { scenario: rich } = scenarioOf(parseFile(`${GOOD_FOLDER}/rich.yaml`));

describe('duty windows', () => {
  it('follow the local clock across the end of summer time', () => {
    const duty = dutyOf(rich, 'dublin/first', 'day');
    // Summer time until Sunday 26 October, the bank holiday of the 27th off, winter time from the 28th on.
    expect(duty[0]).toBe('2014-10-20T07:00/2014-10-20T15:00');
    expect(duty).toContain('2014-10-24T07:00/2014-10-24T15:00');
    expect(duty).toContain('2014-10-28T08:00/2014-10-28T16:00');
    expect(duty.some((window) => window.startsWith('2014-10-27'))).toBe(false);
    expect(duty).toHaveLength(5 + 4 + 1);
  });

  it('follow the local clock across the start of summer time, in the north in March and in the south in October', () => {
    const march = dublinDuty('start: 2015-03-27T00:00:00Z\nhorizon: 4 days\n');
    expect(march).toEqual(['2015-03-27T08:00/2015-03-27T16:00', '2015-03-30T07:00/2015-03-30T15:00']);
    const sydney = dublinDuty(
      'start: 2014-10-02T00:00:00+10:00\nhorizon: 6 days\ncentres: { dublin: { timeZone: Australia/Sydney } }\n',
    );
    // UTC+10 until Sunday 5 October, UTC+11 afterwards.
    expect(sydney).toEqual([
      '2014-10-01T22:00/2014-10-02T06:00',
      '2014-10-02T22:00/2014-10-03T06:00',
      '2014-10-05T21:00/2014-10-06T05:00',
      '2014-10-06T21:00/2014-10-07T05:00',
    ]);
  });

  it('of a night shift are an hour shorter or longer if the clock changes during it', () => {
    const night = (start: string) =>
      dublinDuty(
        `start: ${start}\nhorizon: 1 day\ncentres: { dublin: { groups: { all: { shifts: { day: { days: sat, from: "22:00", to: "06:00" } } } } } }\n`,
      );
    expect(night('2015-03-28T12:00:00Z')).toEqual(['2015-03-28T22:00/2015-03-29T05:00']);
    expect(night('2014-10-25T12:00:00Z')).toEqual(['2014-10-25T21:00/2014-10-26T06:00']);
  });

  it('begin before the run if a night shift is already working', () => {
    const shifts = rich.groups.find(({ id }) => id === 'sydney/first')?.shifts;
    // The run begins on 19 October, 22:00 UTC: 09:00 on Monday in Sydney. The night shift has gone home.
    expect(dutyOf(rich, 'sydney/first', 'night')[0]).toBe('2014-10-20T11:00/2014-10-20T19:00');
    expect(shifts?.[0]?.duty.every(({ toMs }) => toMs > 0)).toBe(true);
    const running = dublinDuty(
      'centres: { dublin: { groups: { all: { shifts: { day: { days: daily, from: "22:00", to: "06:00" } } } } } }\n',
    );
    expect(running[0]).toBe('2014-11-02T22:00/2014-11-03T06:00');
    expect(running.at(-1)).toBe('2014-11-16T22:00/2014-11-17T06:00');
  });

  it('are one whole window for agents who work around the clock', () => {
    expect(dutyOf(rich, 'sydney/second', 'day')).toHaveLength(1);
  });

  it('of a split shift are its pieces', () => {
    expect(dutyOf(rich, 'dublin/first', 'split').slice(0, 2)).toEqual([
      '2014-10-20T07:00/2014-10-20T11:00',
      '2014-10-20T12:00/2014-10-20T17:00',
    ]);
  });

  it('are cut by closures, holidays and the end of opening hours', () => {
    expect(dutyOf(rich, 'dublin/first', 'day').slice(2, 4)).toEqual([
      '2014-10-22T07:00/2014-10-22T12:00',
      '2014-10-22T13:30/2014-10-22T15:00',
    ]);
    const cut = dublinDuty(
      'centres: { dublin: { hours: [{ days: mon-fri, from: "09:00", to: "12:00" }], holidays: [2014-11-04] } }\nhorizon: 3 days\n',
    );
    expect(cut).toEqual(['2014-11-03T09:00/2014-11-03T12:00', '2014-11-05T09:00/2014-11-05T12:00']);
  });
});

describe('opening windows', () => {
  it('of a centre that never closes cover exactly the run', () => {
    const sydney = rich.centres.find(({ id }) => id === 'sydney');
    expect(sydney?.open).toEqual([{ fromMs: 0, toMs: rich.horizonMs }]);
  });

  it('follow hours, holidays of the country and closures', () => {
    const dublin = rich.centres.find(({ id }) => id === 'dublin');
    const open = instants(rich, dublin?.open);
    expect(open.slice(2, 4)).toEqual([
      '2014-10-22T07:00/2014-10-22T12:00',
      '2014-10-22T13:30/2014-10-22T17:00',
    ]);
    expect(open).toContain('2014-10-25T09:00/2014-10-25T13:00');
    expect(open.some((window) => window.startsWith('2014-10-27'))).toBe(false);
  });

  it('exclude holidays from 24x7 only if the scenario says so', () => {
    const holidays = 'holidays: { IE: [2014-11-04] }\nhorizon: 3 days\n';
    const openOf = (yaml: string) => {
      const { scenario } = scenarioOf(parseOverMinimal(holidays + yaml));
      return instants(scenario, scenario.centres[0]?.open);
    };
    expect(openOf('')).toEqual(['2014-11-03T00:00/2014-11-06T00:00']);
    expect(openOf('centres: { dublin: { holidays: IE } }\n')).toEqual([
      '2014-11-03T00:00/2014-11-04T00:00',
      '2014-11-05T00:00/2014-11-06T00:00',
    ]);
  });
});

describe('breaks', () => {
  it('cut the duty of a shift on the local clock, on the named days', () => {
    const { scenario } = scenarioOf(
      parseOverMinimal(`
horizon: 2 days
centres:
  dublin:
    groups:
      all:
        shifts:
          day: { breaks: [{ days: mon, from: "12:00", to: "12:30" }] }
`),
    );
    expect(instants(scenario, scenario.groups[0]?.shifts[0]?.duty)).toEqual([
      '2014-11-03T08:00/2014-11-03T12:00',
      '2014-11-03T12:30/2014-11-03T16:00',
      '2014-11-04T08:00/2014-11-04T16:00',
    ]);
  });
});

describe('head counts by interval', () => {
  const counts = (agents: string, rest = '') => {
    const { scenario } = scenarioOf(
      parseOverMinimal(`
horizon: 1 day
centres:
  dublin:
    groups:
      all:
        shifts: null
        headcounts: [{ days: mon-fri, from: "08:00", every: 1 h, agents: [${agents}] }${rest}]
`),
    );
    return { scenario, shifts: scenario.groups[0]?.shifts ?? [] };
  };

  it('put exactly the requested number of agents on duty in each interval', () => {
    const wanted = [4, 6, 8, 8, 0, 7, 8, 3];
    const { scenario, shifts } = counts(wanted.join(', '));
    wanted.forEach((agents, i) => {
      const at = (8 + i) * 3_600_000;
      const onDuty = shifts
        .filter(({ duty }) => duty.some(({ fromMs, toMs }) => fromMs <= at && at < toMs))
        .reduce((sum, shift) => sum + shift.agents, 0);
      expect(onDuty, `hour ${8 + i}`).toBe(agents);
    });
    expect(shifts.reduce((sum, shift) => sum + shift.agents, 0)).toBe(8);
    expect(instants(scenario, shifts[0]?.duty)).toEqual([
      '2014-11-03T08:00/2014-11-03T12:00',
      '2014-11-03T13:00/2014-11-03T16:00',
    ]);
  });

  it('add up if there are several', () => {
    const { shifts } = counts('2', ', { from: "10:00", every: 30 min, agents: [1, 0, 3] }');
    expect(shifts.map(({ agents, id }) => [id, agents])).toEqual([
      ['headcounts-1-1', 2],
      ['headcounts-2-1', 1],
      ['headcounts-2-2', 2],
    ]);
  });
});

describe('hours by date', () => {
  const duty = (yaml: string) => {
    const { scenario } = scenarioOf(
      parseOverMinimal(`centres: { dublin: { groups: { all: { ${yaml} } } } }\n`),
    );
    return scenario.groups[0]?.shifts.map(({ agents, duty: windows }) => [
      agents,
      instants(scenario, windows),
    ]);
  };

  it('replace those of a weekday where it leaves the date out', () => {
    const hours = `hours: [{ days: tue-wed, except: [2014-11-04], from: "08:00", to: "10:00" }, { dates: [2014-11-04], from: "14:00", to: "15:00" }]`;
    expect(duty(`shifts: { day: null, early: { agents: 2, ${hours} } }`)?.[0]).toEqual([
      2,
      [
        '2014-11-04T14:00/2014-11-04T15:00',
        '2014-11-05T08:00/2014-11-05T10:00',
        '2014-11-11T08:00/2014-11-11T10:00',
        '2014-11-12T08:00/2014-11-12T10:00',
      ],
    ]);
  });

  it('give head counts of single dates, by any interval', () => {
    const counts = `shifts: null, headcounts: [{ dates: [2014-11-05, 2014-11-06], from: "09:00", every: 15 min, agents: [1, 2, 2, 1] }]`;
    expect(duty(counts)).toEqual([
      [1, ['2014-11-05T09:00/2014-11-05T10:00', '2014-11-06T09:00/2014-11-06T10:00']],
      [1, ['2014-11-05T09:15/2014-11-05T09:45', '2014-11-06T09:15/2014-11-06T09:45']],
    ]);
  });
});

describe('common outages', () => {
  it('take the places down together, and leave their own outages unchanged', () => {
    const { scenario } = scenarioOf(
      parseOverMinimal(`
commonOutages:
  europe:
    regions: [emea]
    dataCentres: [dublin-dc]
    planned: [{ from: 2014-11-04T00:00:00Z, for: 2 h }]
    random: { every: 3 days, for: 2 h }
centres:
  dublin: { outages: { planned: [{ from: 2014-11-05T00:00:00Z, for: 1 h }] } }
`),
    );
    const [centre] = scenario.centres;
    const [dataCentre] = scenario.dataCentres;
    const random = [{ cause: 'common/europe', upMeanMs: 3 * 86_400_000, downMeanMs: 2 * 3_600_000 }];
    expect(centre?.randomOutages).toEqual(random);
    expect(dataCentre?.randomOutages).toEqual(random);
    expect(instants(scenario, dataCentre?.plannedOutages)).toEqual(['2014-11-04T00:00/2014-11-04T02:00']);
    expect(instants(scenario, centre?.plannedOutages)).toHaveLength(2);
    const windowsOf = (place: typeof centre | typeof dataCentre) =>
      expandOutages([], place?.randomOutages ?? [], scenario.horizonMs, '1', 0);
    expect(windowsOf(centre)).toEqual(windowsOf(dataCentre));
  });
});

describe('planned outages', () => {
  it('are relative to the start of the run, and overlapping ones are joined', () => {
    const [virginia] = rich.dataCentres;
    expect(instants(rich, virginia?.plannedOutages)).toEqual(['2014-10-21T00:00/2014-10-21T09:00']);
    expect(virginia?.randomOutages).toEqual([
      { cause: 'data centre/virginia', upMeanMs: 60 * 86_400_000, downMeanMs: 4 * 3_600_000 },
    ]);
  });
});
