import { describe, expect, it } from 'vitest';
import {
  ageingPriorityWaits,
  dm1Wait,
  erlangB,
  exponentialPatience,
  fixedPatience,
  jacksonNetwork,
  lognormalPatience,
  mg1Wait,
  mixedPatience,
  mm1WaitDeviation,
  mm1WithOutages,
  mmc,
  mmcWithPatience,
  normalCdf,
  preemptiveSojourns,
  priorityWaits,
  uniformPatience,
} from './theory.ts';
import { comingAndGoing, dayFromEmpty, erlangA, plannedOutage, waitingRoom } from './theory-chains.ts';
import { interruptedArePatient } from './theory-interruptions.ts';

/** The theory used for validation reproduces the digits that others have published or worked out. */

/** Each value is as printed, to the last printed digit: within half a unit of it, and a little more for truncated ones. */
function expectAll(values: readonly number[], printed: string): void {
  const texts = printed.split(' ');
  expect(values.length).toBe(texts.length);
  values.forEach((value, i) => {
    const text = texts[i] as string;
    const unit = 10 ** -(text.split('.')[1] ?? '').length;
    expect(Math.abs(value - Number(text)) <= 0.51 * unit, `${value} is not ${text}`).toBe(true);
  });
}

describe('Erlang B', () => {
  it('gives the published blocking', () => {
    expectAll([erlangB(1, 1), erlangB(2, 1), erlangB(17, 10)], '0.5 0.2 0.0129489');
  });

  it('gives the published numbers of trunks for 1 % blocking', () => {
    const trunks = (load: number) => {
      let c = 1;
      while (erlangB(c, load) > 0.01) c++;
      return c;
    };
    expect([10, 20, 50, 100].map(trunks)).toEqual([18, 30, 64, 117]);
    expectAll(
      [erlangB(18, 10), erlangB(30, 20), erlangB(64, 50), erlangB(117, 100)],
      '0.0071424 0.0084575 0.0084394 0.0097901',
    );
  });
});

describe('Erlang C', () => {
  it('gives the five published points', () => {
    const a = mmc({ lambda: 3.5, mu: 1 / 3, c: 13 });
    expectAll([a.meanWait * 60, a.waits, a.waitWithin(1 / 3)], '26.5569 0.36885 0.72061');
    const b = mmc({ lambda: 0.2, mu: 1 / 240, c: 55 });
    expectAll([b.waits, b.meanWait, b.waitWithin(15)], '0.238701 8.18403 0.845883');
    const c = mmc({ lambda: 100 / 30, mu: 1 / 3, c: 14 });
    expectAll([c.waits, c.waitWithin(1 / 3), c.occupancy], '0.174131933595 0.888350019179 0.7142857');
    const d = [2, 4].map((agents) => mmc({ lambda: 9, mu: 5, c: agents }));
    expectAll(
      d.flatMap(({ meanQueue, meanSojourn }) => [meanQueue, meanSojourn]),
      '7.67368 1.05263 0.105164 0.211685',
    );
    const e = mmc({ lambda: 300, mu: 182.5, c: 3 });
    expectAll(
      [e.meanQueue, e.meanInSystem, e.meanWait, e.meanSojourn],
      '0.352426 1.99626 0.00117475 0.00665421',
    );
  });

  it('gives the published factors of pooling', () => {
    const factor = (c: number) =>
      mmc({ lambda: 0.9, mu: 1, c: 1 }).meanWait / mmc({ lambda: 0.9 * c, mu: 1, c }).meanWait;
    expectAll([2, 4, 8, 16].map(factor), '2.1111 4.5700 10.2632 24.3513');
  });
});

describe('Erlang A', () => {
  const calls = (lambda: number, c: number, patience: number) =>
    erlangA({ lambda, mu: 1 / 3, c, theta: 1 / patience });

  it('gives the published points of two calculators', () => {
    const many = calls(3.5, 13, 5);
    const few = calls(3.5, 9, 5);
    expectAll(
      [many.meanWait * 60, many.abandons, few.meanWait * 60, few.abandons],
      '9.91280 0.0330427 56.6184 0.188728',
    );
    const fourteen = calls(100 / 30, 14, 5);
    expectAll(
      [
        fourteen.waits,
        fourteen.abandons,
        fourteen.occupancy,
        fourteen.meanWait,
        fourteen.servedWithin(1 / 3),
      ],
      '0.145260 0.0139837 0.704297 0.0699187 0.916792',
    );
    const thirteen = calls(100 / 30, 13, 5);
    expectAll(
      [
        thirteen.waits,
        thirteen.abandons,
        thirteen.occupancy,
        thirteen.meanWait,
        thirteen.servedWithin(1 / 3),
      ],
      '0.2258 0.0250 0.7500 0.1248 0.8582',
    );
  });

  it('gives the published loads', () => {
    const load = (rho: number, c: number, patience: number) => {
      const { abandons, meanWait, occupancy } = calls((rho * c) / 3, c, patience);
      return [abandons, meanWait, occupancy];
    };
    expectAll(load(0.95, 10, 5), '0.08975 0.4488 0.8647');
    expectAll(load(0.95, 10, 1), '0.13617 0.1362 0.8206');
    expectAll(load(0.95, 10, 30), '0.04333 1.3000 0.9088');
    expectAll(load(1.3, 10, 5), '0.24783 1.2391 0.9778');
    expectAll(load(1.3, 4, 5), '0.28512 1.4256 0.9293');
    expectAll(load(1.3, 50, 5), '0.23103 1.1551 0.9997');
  });
});

describe('limited places', () => {
  it('gives the four published points', () => {
    const rows = [40, 42, 44, 46].map((between) => {
      const room = waitingRoom({ lambda: 1 / between, mu: 1 / 600, c: 10, theta: 1 / 900, places: 20 });
      return [
        ...[room.occupancy, room.blocked, room.abandons, room.meanQueue, room.meanInSystem],
        room.meanWait,
      ];
    });
    const printed = [
      '0.990567 0.093936 0.271157 5.527938 15.433612 244.042',
      '0.986145 0.074228 0.254351 5.045798 14.907245 228.915',
      '0.980407 0.057849 0.236889 4.565157 14.369230 213.200',
      '0.973246 0.044505 0.219091 4.095784 13.828240 197.182',
    ];
    rows.forEach((row, i) => {
      expectAll(row, printed[i] as string);
    });
  });
});

describe('one agent', () => {
  it('waits as Pollaczek and Khinchine give', () => {
    expectAll(
      [0, 0.25, 1, 4].map((scv) => mg1Wait(0.8, 1, scv)),
      '2 2.5 4 10',
    );
  });

  it('waits as the root for regular arrivals gives', () => {
    expectAll([0.5, 0.8, 0.95].map(dm1Wait), '0.255001 1.692731 9.172434');
  });

  it('has the published spread of waits by discipline', () => {
    const deviations = (['first in', 'random', 'last in'] as const).map((discipline) =>
      mm1WaitDeviation(1 / 100, 1 / 80, discipline),
    );
    expectAll(deviations, '391.92 569.44 1085.17');
  });

  it('matches the formula for failures and repairs', () => {
    const { availability, meanInSystem, meanSojourn } = mm1WithOutages(0.5, 1, 0.1, 0.5);
    expectAll([availability, meanInSystem, meanSojourn], '0.833333 1.916667 3.833333');
  });
});

describe('patience with any distribution', () => {
  const shapes = [exponentialPatience(5), uniformPatience(10), fixedPatience(5), lognormalPatience(5, 1.5)];
  const cells = (c: number, rho: number) =>
    shapes.flatMap((shape) => {
      const { abandons, meanWait } = mmcWithPatience({ lambda: (rho * c) / 3, mu: 1 / 3, c }, shape);
      return [abandons, meanWait];
    });

  // The mean waits of fixed patience are from the closed form below; others integrated across its kink.
  it('gives the values that others integrated', () => {
    expectAll(cells(4, 0.8), '0.10214 0.5107 0.08051 0.6871 0.03597 1.1647 0.10357 0.4884');
    expectAll(cells(4, 1.3), '0.28512 1.4256 0.26760 2.1130 0.24546 3.5497 0.28852 1.2767');
    expectAll(cells(10, 0.9), '0.07190 0.3595 0.05611 0.5087 0.01425 1.1947 0.06914 0.3662');
    expectAll(cells(10, 1.1), '0.15309 0.7655 0.13655 1.1944 0.10363 3.1779 0.15206 0.7441');
    expectAll(cells(50, 0.8), '0.00328 0.0164 0.00201 0.0196 0.00000 0.0261 0.00181 0.0194');
    expectAll(cells(50, 1), '0.04919 0.2459 0.04045 0.3848 0.01077 2.2970 0.04342 0.3030');
    expectAll(cells(50, 1.3), '0.23103 1.1551 0.23078 2.0185 0.23077 4.8462 0.23094 1.1228');
  });

  it('agrees with the closed form of fixed patience under overload', () => {
    // Hardly anybody is served at once: the virtual wait grows as exp(5 x) until 5 min, and decreases after that.
    const { meanWait } = mmcWithPatience({ lambda: 65 / 3, mu: 1 / 3, c: 50 }, fixedPatience(5));
    const [below, above] = [1 / 5, 3 / 50];
    expectAll([meanWait - (below * (5 - 1 / 5) + 5 * above) / (below + above)], '0.000000');
  });

  it('agrees with Erlang A if patience has no memory', () => {
    const rates = { lambda: 3.5, mu: 1 / 3, c: 9 };
    const integral = mmcWithPatience(rates, exponentialPatience(5));
    const chain = erlangA({ ...rates, theta: 0.2 });
    expect(integral.waits).toBeCloseTo(chain.waits, 9);
    expect(integral.abandons).toBeCloseTo(chain.abandons, 9);
    expect(integral.meanWait).toBeCloseTo(chain.meanWait, 9);
  });

  it('gives a class of customers the wait of all if its patience is that of all', () => {
    const rates = { lambda: 3.5, mu: 1 / 3, c: 9 };
    const [hasty, calm] = [exponentialPatience(2), exponentialPatience(20)];
    const mixture = mmcWithPatience(
      rates,
      mixedPatience([
        { share: 0.3, patience: hasty },
        { share: 0.7, patience: calm },
      ]),
    );
    const waits = [hasty, calm].map((own) => mixture.meanWaitOf(own));
    expect(0.3 * (waits[0] as number) + 0.7 * (waits[1] as number)).toBeCloseTo(mixture.meanWait, 12);
    // Patience without memory: the share that abandons is the rate of giving up × the mean wait.
    expect((0.3 * (waits[0] as number)) / 2 + (0.7 * (waits[1] as number)) / 20).toBeCloseTo(
      mixture.abandons,
      9,
    );
  });

  it('has the normal distribution right, on both sides of the change of method', () => {
    expectAll(
      [0, -1, -3, -6, 1.959963984540054].map(normalCdf),
      '0.500000000000 0.158655253931 0.001349898032 0.000000000987 0.975000000000',
    );
    expect(normalCdf(-3.0000001) / normalCdf(-2.9999999)).toBeCloseTo(1 - 2e-7 * 3.283, 9);
  });
});

describe('priority', () => {
  it('gives the published waits', () => {
    expectAll(priorityWaits(1, 1, [0.18, 0.72]), '1.097561 10.975610');
    expectAll(
      [0.5, 0.8, 0.9].flatMap((rho) => priorityWaits(4, 1, [0.2 * 4 * rho, 0.8 * 4 * rho])),
      '0.048309 0.096618 0.17751 0.887548 0.240169 2.401687',
    );
    expectAll(priorityWaits(10, 1, [1, 3, 5]), '0.0743035 0.123839 1.114553');
  });
});

describe('priority that grows with the wait', () => {
  const lambdas = [0.4, 0.3, 0.2];
  const withRates = (rates: readonly number[]) =>
    ageingPriorityWaits(
      1,
      lambdas.map((lambda, k) => ({ lambda, rate: rates[k] as number })),
    );

  it('is first come, first served at equal rates, and strict priority at rates far apart', () => {
    for (const wait of withRates([1, 1, 1])) expect(wait).toBeCloseTo(9, 10);
    const strict = [...priorityWaits(1, 1, [...lambdas].reverse())].reverse();
    withRates([1, 1e9, 1e18]).forEach((wait, k) => {
      expect(wait).toBeCloseTo(strict[k] as number, 6);
    });
  });

  it('shifts waits from one class to another, and keeps their load-weighted sum', () => {
    const sum = withRates([1, 2, 5]).reduce((total, wait, k) => total + (lambdas[k] as number) * wait, 0);
    expect(sum).toBeCloseTo(0.9 * 9, 10);
  });
});

describe('priority that interrupts', () => {
  const lambdas = [0.2, 0.3, 0.4];

  it('leaves each class as if the less urgent did not exist, and changes no number in the system', () => {
    const sojourns = preemptiveSojourns(1, lambdas);
    let load = 0;
    let inSystem = 0;
    lambdas.forEach((lambda, k) => {
      load += lambda;
      inSystem += lambda * (sojourns[k] as number);
      expect(inSystem).toBeCloseTo(load / (1 - load), 12);
    });
  });
});

describe('networks', () => {
  it('give the published station totals with rework', () => {
    const terminal = (perHour: number, back: number) =>
      jacksonNetwork([
        { c: 3, mu: 1 / 3, arrivals: perHour / 60, next: [0, 1, 0] },
        { c: 2, mu: 1 / 2.4, arrivals: 0, next: [0, 0, 1] },
        { c: 4, mu: 1 / 4, arrivals: 0, next: [0, back, 0] },
      ]);
    const busy = terminal(33, 0.2);
    expectAll([busy.meanTotal], '19.6827');
    expectAll(
      busy.stations.map(({ meanInSystem }) => meanInSystem),
      '2.0083 5.1663 3.6508',
    );
    expectAll(
      busy.stations.map(({ meanWait }) => meanWait),
      '0.6515 5.1147 1.3103',
    );
    expectAll([terminal(36, 0.2).meanTotal, terminal(24, 0.4).meanTotal], '27.2235 22.9052');
  });

  it('give three tiers with waits for customers', () => {
    const delay = Number.POSITIVE_INFINITY;
    const { meanTotal, stations } = jacksonNetwork([
      { c: 11, mu: 2, arrivals: 12, next: [0, 0.3, 0, 0.2, 0] },
      { c: 10, mu: 1 / 1.5, arrivals: 0, next: [0.15, 0, 0.2, 0, 0.1] },
      { c: 6, mu: 1 / 4, arrivals: 0, next: [0, 0.1, 0, 0, 0] },
      { c: delay, mu: 1 / 8, arrivals: 0, next: [1, 0, 0, 0, 0] },
      { c: delay, mu: 1 / 24, arrivals: 0, next: [0, 1, 0, 0, 0] },
    ]);
    expectAll(
      stations.map(({ lambda }) => lambda),
      '16.02428 5.46282 1.09256 3.20486 0.54628',
    );
    expectAll(
      stations.slice(0, 3).map(({ meanWait }) => meanWait),
      '0.0413 0.37704 0.94077',
    );
    expectAll(
      stations.map(({ meanInSystem }) => meanInSystem),
      '8.6740 10.2539 5.3981 25.6388 13.1108',
    );
    expectAll([meanTotal], '5.25631');
  });
});

describe('transient chains', () => {
  const day = { lambda: 4.2, mu: 0.5, c: 12 };

  it('give a day from empty', () => {
    const patient = dayFromEmpty({ ...day, theta: 0 }, 480, 1 / 3);
    expectAll(
      [patient.inTime, patient.inTimeOfServed, patient.meanWait, patient.occupancy],
      '1815.27 0.90043 0.10068 0.69693',
    );
    const impatient = dayFromEmpty({ ...day, theta: 1 }, 480, 1 / 3);
    expectAll(
      [
        ...[impatient.abandoned, impatient.inTime, impatient.inTimeOfServed],
        ...[impatient.inTimeWithoutShort, impatient.occupancy],
      ],
      '59.263 1906.72 0.97444 0.96819 0.67656',
    );
    const limited = dayFromEmpty({ ...day, theta: 0, places: 17 }, 480, 1 / 3);
    expectAll(
      [limited.blocked, limited.inTime, limited.meanWait, limited.occupancy],
      '18.863 1854.07 0.06045 0.69047',
    );
  });

  it('give a planned outage', () => {
    const times = [0.5, 2, 2.25, 2.5, 3, 4.25, 5.5, 6.75, 8];
    const found = plannedOutage({ lambda: 8, mu: 1, c: 10 }, { from: 2, to: 3 }, times);
    expectAll(
      found.map(({ meanInSystem }) => meanInSystem),
      '9.6367 9.6367 11.6367 13.6367 17.6367 15.5148 13.9913 12.9151 12.1421',
    );
    expectAll(
      found.map(({ meanWaiting }) => meanWaiting),
      '1.6367 1.6367 11.6367 13.6367 17.6367 6.0708 4.9740 4.1912 3.6166',
    );
  });

  it('give agents whose interrupted customers do not give up: Erlang A without absences, and longer queues if those customers are taken later', () => {
    const rates = { lambda: 8, mu: 1, c: 10, theta: 0.5 };
    const { abandons, meanQueue } = erlangA(rates);
    const steady = interruptedArePatient({ ...rates, leave: 1e-9, come: 1 }, 'first');
    expect(steady.abandons).toBeCloseTo(abandons, 7);
    expect(steady.meanWait).toBeCloseTo(meanQueue / 8, 7);
    const away = { ...rates, leave: 1 / 50, come: 1 / 5 };
    const [first, last] = [interruptedArePatient(away, 'first'), interruptedArePatient(away, 'last')];
    expect(comingAndGoing(away).abandons).toBeGreaterThan(first.abandons);
    expect(first.abandons).toBeGreaterThan(last.abandons);
    expect(last.meanWait).toBeGreaterThan(first.meanWait);
  });

  it('give agents who come and go', () => {
    const absence = { lambda: 8, mu: 1, leave: 1 / 50, come: 1 / 5 };
    const patient = comingAndGoing({ ...absence, c: 12, theta: 0 });
    expectAll([patient.present, patient.meanWait, patient.noneFree], '10.90909 0.12503 0.28271');
    const impatient = comingAndGoing({ ...absence, c: 10, theta: 0.5 });
    expectAll([impatient.abandons, impatient.meanWait], '0.071989 0.143977');
  });
});
