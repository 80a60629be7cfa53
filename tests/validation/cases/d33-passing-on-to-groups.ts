import { meanInSystem, meanSojourn, meanVisitWait, visitsPerHour } from '../measures.ts';
import type { Visit } from '../run-log.ts';
import { longRun, minutes, perMinute } from '../scenario-text.ts';
import { jacksonNetwork } from '../theory.ts';
import { waitingRoom } from '../theory-chains.ts';
import { exact, type Measure, measure, type Point, type ValidationCase } from '../validation-case.ts';

/** The group of tier 1, and two groups of tier 2: agents, and the mean handle time in minutes. */
const GROUPS = [
  { id: 'first', title: 'first line', tier: 1, agents: 3, handle: 1 },
  { id: 'one', title: 'group one', tier: 2, agents: 4, handle: 2 },
  { id: 'two', title: 'group two', tier: 2, agents: 3, handle: 2 },
] as const;

interface Network {
  /** Arrivals per minute. */
  readonly rate: number;
  readonly agents: readonly [number, number, number];
  /** Rows of `transfer`, as YAML. */
  readonly transfer: string;
}

function changesOf({ agents, rate, transfer }: Network): string {
  const shifts = (k: number) => `{ always: { agents: ${agents[k]}, from: "00:00", to: "24:00" } }`;
  const groups = GROUPS.map(
    ({ id, tier }, k) => `${id}: { tier: ${tier}, languages: [en], products: all, shifts: ${shifts(k)} }`,
  );
  return `
centres: { home: { groups: { agents: null, ${groups.join(', ')} } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${perMinute(rate)} }]
work:
  handle: { tier1: { phone: exponential ${minutes(1)} }, tier2: { phone: exponential ${minutes(2)} } }
  transfer: { ${transfer} }
`;
}

const of =
  (group: number) =>
  (visit: Visit): boolean =>
    visit.group === group;

/** A visit that nobody answered has no group: cases passed on wait for the group that is named, and all of these are answered. */
function networkPoint(): Point {
  const rate = 2;
  const transfer =
    'tier1: [{ to: 2, group: home/one, share: 0.5 }, { to: 2, group: home/two, share: 0.2 }], ' +
    'tier2: [{ to: 2, group: home/two, share: 0.4 }, { to: 2, group: home/one, share: 0.3 }, { to: 1, share: 0.1 }]';
  // Contacts of a group find nothing by the transfer to the group itself.
  const next = [
    [0, 0.5, 0.2],
    [0.1, 0, 0.4],
    [0.1, 0.3, 0],
  ];
  const stations = GROUPS.map(({ agents: c, handle }, k) => ({
    c,
    mu: 1 / handle,
    arrivals: k === 0 ? rate : 0,
    next: next[k] as number[],
  }));
  const theory = jacksonNetwork(stations);
  const source = 'Jackson';
  const changes = changesOf({ rate, agents: [3, 4, 3], transfer });
  return {
    id: 'both ways between two groups',
    setups: [longRun(changes, { arrivals: 12_000, rate, warmUp: 300, drain: 600, least: 300 })],
    measures: [
      measure('mean time in system', 'min', (run) => meanSojourn(run), exact(theory.meanTotal, source)),
      ...GROUPS.flatMap(({ title }, k): readonly Measure[] => {
        const station = theory.stations[k] as (typeof theory.stations)[number];
        const here = of(k);
        const { lambda, meanInSystem: number, meanWait } = station;
        return [
          measure(`visits, ${title}`, 'per h', (run) => visitsPerHour(run, here), exact(60 * lambda, source)),
          measure(`mean wait, ${title}`, 'min', (run) => meanVisitWait(run, here), exact(meanWait, source)),
          measure(`mean number, ${title}`, '', (run) => meanInSystem(run, here), exact(number, source)),
        ];
      }),
    ],
    replications: { full: 40, short: 8 },
  };
}

/** So many agents in tier 1 that cases never wait there: what it passes on is a Poisson process. */
const MANY = 60;

/** Who finds the queue of the group full is lost, each group with its own limit. */
function limitedPoint(): Point {
  const rate = 2;
  const groups = [
    { id: 'one', agents: 2, share: 0.6, room: 2 },
    { id: 'two', agents: 1, share: 0.4, room: 0 },
  ] as const;
  const rows = groups.map(
    ({ id, room, share }) =>
      `{ to: 2, group: home/${id}, share: ${share}, way: limited, waiting: ${room}, otherwise: lost }`,
  );
  const changes = changesOf({ rate, agents: [MANY, 2, 1], transfer: `tier1: [${rows.join(', ')}]` });
  const source = 'M/M/c/K';
  return {
    id: 'limits of their own',
    setups: [longRun(changes, { arrivals: 12_000, rate, warmUp: 120, drain: 240, least: 300 })],
    measures: groups.flatMap(({ agents: c, id, room, share }, k): readonly Measure[] => {
      const here = of(k + 1);
      const theory = waitingRoom({ lambda: rate * share, mu: 1 / 2, c, theta: 0, places: c + room });
      return [
        measure(
          `answered, group ${id}`,
          'per h',
          (run) => visitsPerHour(run, here),
          exact(60 * rate * share * (1 - theory.blocked), source),
        ),
        measure(
          `mean number, group ${id}`,
          '',
          (run) => meanInSystem(run, here),
          exact(theory.meanInSystem, source),
        ),
      ];
    }),
    replications: { full: 40, short: 8 },
  };
}

export const D33: ValidationCase = {
  id: 'D33',
  title: 'Passing on to a group of the same tier',
  model:
    'Two groups of tier 2 that pass cases on to each other and back to tier 1, as a network of M/M/c; and groups with limited queues of their own, as M/M/c/K.',
  points: [networkPoint(), limitedPoint()],
};
