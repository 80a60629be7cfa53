import { describe, expect, it } from 'vitest';
import { type Trace, type TraceArrival, type TracedLife, traceOf } from './event-trace.ts';

/** D14: traces whose every event is known, as published with a library for simulating queueing networks. Times are exact. */

const every = (step: number, count: number, service: number) =>
  Array.from({ length: count }, (_, k): TraceArrival => ({ at: step * (k + 1), service }));

/** Also checks the audit. */
function livesOf(trace: Trace): readonly TracedLife[] {
  const { lives, violated } = traceOf(trace);
  expect(violated).toEqual([]);
  return lives;
}

const served = (...spans: readonly (readonly [number, number])[]): TracedLife => ({ served: spans });
const leaves = (left: number): TracedLife => ({ served: [], left });
const always = [0, 720] as const;

describe('customers who give up', () => {
  const patience = '  patience: { phone: fixed 6 min }';

  it('a) leave after a patience of 3, while the others are served', () => {
    const trace: Trace = { arrivals: every(7, 4, 11), until: 60, duty: [[1, always]], work: patience };
    expect(livesOf(trace)).toEqual([served([7, 18]), leaves(17), served([21, 32]), leaves(31)]);
  });

  it('b) also leave after the only agent has gone home, who finished the contact in hand', () => {
    const trace: Trace = { arrivals: every(7, 3, 11), until: 60, duty: [[1, [0, 16]]], work: patience };
    expect(livesOf(trace)).toEqual([served([7, 18]), leaves(17), leaves(24)]);
  });

  it('c) leave after individual patience', () => {
    const arrivals: readonly TraceArrival[] = [
      { at: 3, service: 20 },
      { at: 4, service: 20, channel: 'e-mail' },
      { at: 5, service: 20, channel: 'web' },
      { at: 20, service: 20 },
    ];
    // By channel: 100, 7 and 6 units.
    const work = '  patience: { phone: fixed 200 min, e-mail: fixed 14 min, web: fixed 12 min }';
    const trace: Trace = { arrivals, until: 60, duty: [[1, always]], work };
    expect(livesOf(trace)).toEqual([served([3, 23]), leaves(11), leaves(11), served([23, 43])]);
  });
});

describe('urgent customers', () => {
  it('d) wait for the contact in hand, and come next', () => {
    const arrivals: readonly TraceArrival[] = [
      { at: 1.5, service: 5 },
      { at: 5, service: 5 },
      { at: 7.5, service: 4, severity: 'A' },
    ];
    const trace: Trace = { arrivals, until: 60, duty: [[1, always]] };
    expect(livesOf(trace)).toEqual([served([1.5, 6.5]), served([6.5, 11.5]), served([11.5, 15.5])]);
  });
});

/** One unit of service takes one or two, with equal probability. */
const ONE_OR_TWO = `{ kind: empirical, cumulative: [[2 min, 0], [2 min, 0.5], [4 min, 0.5], [4 min, 1]] }`;
const SEEDS = Array.from({ length: 24 }, (_, k) => String(k));

describe('urgent customers who interrupt', () => {
  const preempting = (interrupted: string) =>
    `{ preference: longest idle, preemption: { by: A, interrupted: ${interrupted} } }`;

  it('d) take the agent from the contact in hand, which is restarted', () => {
    const arrivals: readonly TraceArrival[] = [
      { at: 1.5, service: 5 },
      { at: 5, service: 5 },
      { at: 7.5, service: 4, severity: 'A' },
    ];
    const trace: Trace = { arrivals, until: 60, duty: [[1, always]], routing: preempting('restart') };
    expect(livesOf(trace)).toEqual([
      served([1.5, 6.5]),
      served([6.5, 7.5], [11.5, 16.5]),
      served([7.5, 11.5]),
    ]);
  });

  const interruptedAt3: readonly TraceArrival[] = [
    { at: 1, service: 6 },
    { at: 3, service: 10, severity: 'A' },
  ];

  it.each([
    ['restart', 19],
    ['pause', 17],
    ['hand over', 17],
  ])('e) leave the other to be done afterwards: %s until %d', (policy, end) => {
    const trace: Trace = {
      arrivals: interruptedAt3,
      until: 60,
      duty: [[1, always]],
      routing: preempting(policy),
    };
    expect(livesOf(trace)).toEqual([served([1, 3], [13, end]), served([3, 13])]);
  });

  it('e) leave the other to be restarted with a new draw: of 6 at first, 3 or 6 afterwards', () => {
    const ends = new Set<number>();
    for (const seed of SEEDS) {
      const [low, high] = livesOf({
        arrivals: [{ at: 1, service: 3 }, interruptedAt3[1] as TraceArrival],
        until: 60,
        duty: [[1, always]],
        handle: ONE_OR_TWO,
        seed,
        routing: preempting('resample'),
      });
      const urgent = high?.served[0] as readonly [number, number];
      expect(low?.served[0]).toEqual([1, 3]);
      expect(low?.served[1]?.[0]).toBe(urgent[1]);
      ends.add((low?.served[1]?.[1] as number) - urgent[1]);
    }
    expect(ends).toEqual(new Set([3, 6]));
  });
});

describe('a customer who becomes urgent after 7', () => {
  it('h) queues behind those who were urgent before', () => {
    const arrivals: readonly TraceArrival[] = [
      { at: 3, service: 4.5, channel: 'web' },
      { at: 4, service: 4.5, channel: 'web', severity: 'A' },
      { at: 6, service: 4.5, channel: 'web' },
      { at: 8, service: 4.5, channel: 'web', severity: 'A' },
      { at: 12, service: 4.5, channel: 'web', severity: 'A' },
    ];
    const starts = (place: string) =>
      livesOf({
        arrivals,
        until: 60,
        duty: [[1, always]],
        work: `  severityRaise: { share: 1, after: fixed 14 min${place} }`,
      }).map(({ served: spans }) => spans[0]?.[0]);
    expect(starts(', place: last')).toEqual([3, 7.5, 21, 12, 16.5]);
    expect(starts('')).toEqual([3, 7.5, 16.5, 12, 21]);
  });
});

describe('an agent who is off from 5 to 9', () => {
  it.each([
    ['restart', [served([1, 5], [9, 19])]],
    ['pause', [served([1, 5], [9, 15])]],
    ['hand over', [served([1, 5], [9, 15])]],
  ] as const)('f) continues as the policy says: %s', (policy, expected) => {
    const trace: Trace = {
      arrivals: [{ at: 1, service: 10 }],
      until: 60,
      duty: [[1, [0, 5], [9, 720]]],
      work: `  shiftEnd: { phone: ${policy} }`,
    };
    expect(livesOf(trace)).toEqual(expected);
  });
});

describe('an agent who is off from 5 to 9, with newly drawn work', () => {
  it('f) continues for 10 or 20', () => {
    const ends = SEEDS.map((seed) => {
      const [life] = livesOf({
        arrivals: [{ at: 1, service: 10 }],
        until: 60,
        duty: [[1, [0, 5], [9, 720]]],
        handle: ONE_OR_TWO,
        seed,
        work: '  shiftEnd: { phone: resample }',
      });
      expect(life?.served[0]).toEqual([1, 5]);
      return life?.served[1]?.[1];
    });
    expect(new Set(ends)).toEqual(new Set([19, 29]));
  });
});

describe('shifts that end', () => {
  it('g) pause the contact until the agent is back', () => {
    const trace: Trace = {
      arrivals: every(7, 3, 4),
      until: 60,
      duty: [[1, [0, 24], [29, 720]]],
      work: '  shiftEnd: { phone: pause }',
    };
    expect(livesOf(trace)).toEqual([served([7, 11]), served([14, 18]), served([21, 24], [29, 30])]);
  });

  it('i) cause overtime of 0, 1, 3, 2 and 3', () => {
    const arrivals: readonly TraceArrival[] = [
      ...[5, 7, 9].map((service) => ({ at: 1, service })),
      ...[4, 5].map((service) => ({ at: 9, service })),
      { at: 12, service: 5 },
    ];
    const trace: Trace = {
      arrivals,
      until: 60,
      duty: [
        [3, [0, 7]],
        [2, [7, 11]],
        [1, [11, 20]],
      ],
    };
    const lives = livesOf(trace);
    const ends = lives.map(({ served: spans }) => spans[0]?.[1] as number);
    const overtime = [7, 7, 7, 11, 11, 20].map((end, k) => Math.max(0, (ends[k] as number) - end));
    expect(overtime.slice(0, 5)).toEqual([0, 1, 3, 2, 3]);
    expect(lives[5]).toEqual(served([12, 17]));
  });

  it('j) leave work for the next agent, who continues with the oldest first', () => {
    const trace: Trace = {
      arrivals: every(3, 4, 10),
      until: 60,
      duty: [
        [4, [0, 12.5]],
        [1, [17, 720]],
      ],
      work: '  shiftEnd: { phone: hand over }',
    };
    expect(livesOf(trace).slice(0, 2)).toEqual([
      served([3, 12.5], [17, 17.5]),
      served([6, 12.5], [17.5, 21]),
    ]);
  });
});
