import { describe, it } from 'vitest';
import type { Summary } from '#statistics';
import { type Estimate, estimate, expectNear, modelOf } from './model.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
/** Weights of 24 hours, from some hour on. */
const hours = (from: number, weights: readonly number[]) =>
  `[${Array.from({ length: 24 }, (_, hour) => weights[hour - from] ?? 0).join(', ')}]`;
const shift = (agents: number, ...spans: readonly (readonly [string, string])[]) =>
  `{ agents: ${agents}, days: null, from: null, to: null, hours: [${spans
    .map(([from, to]) => `{ days: mon-sun, from: "${from}", to: "${to}" }`)
    .join(', ')}] }`;

/**
 * Days of thirteen hours from 08:00 with busy days, steps of staffing, and one caller in ten who does not wait at all;
 * published with 90 % intervals of 10,000 and 1,000 days (SSJ's CallCenter example, Apache-2.0).
 */
describe('busy days with steps of staffing and balking', () => {
  const DAYS = 20;
  const calls = [100, 150, 150, 180, 200, 150, 150, 150, 120, 100, 80, 70, 60];
  const model = (shape: number) =>
    modelOf(`
horizon: ${DAYS} days
profiles: { web: { hours: ${hours(8, calls)} } }
busyness: { calls: { shape: ${shape} } }
centres:
  home:
    groups:
      servers:
        shifts:
          always: ${shift(4, ['08:00', '24:00'])}
          day: { agents: 2, days: mon-sun, from: "09:00", to: "18:00" }
          noon: { agents: 1, days: mon-sun, from: "10:00", to: "16:00" }
          peaks: { agents: 1, hours: [{ days: mon-sun, from: "10:00", to: "13:00" }, { days: mon-sun, from: "14:00", to: "16:00" }] }
segments:
  customers:
    busyness: calls
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 1660/day }]
work:
  patience: { web: exponential 1000 s }
  balking: { web: 0.1 }
  handle: { tier1: { web: exponential 100 s } }
serviceLevels: [{ channel: web, severity: C, within: 20 s, target: 0.8 }]
`);
  const figures = ({ hourly, total }: Summary) => {
    const inTime = sum(hourly.answeredInTime);
    const shortAbandons = total.judged - inTime / (total.serviceLevelWithoutShortAbandons ?? Number.NaN);
    return {
      calls: total.arrived / DAYS,
      waitS: (sum(hourly.waiting[0] ?? []) * 3600) / DAYS / 1660,
      within20s: (inTime + shortAbandons + total.balked) / DAYS / 1660,
      lost: (total.abandoned + total.balked) / DAYS / 1660,
    };
  };

  it('of little variation', () => {
    const found = estimate(model(400), 25, figures);
    expectNear(found.calls, 1660);
    expectNear(found.waitS, 4.713, 0.033 / 1.645);
    expectNear(found.within20s, 0.9245, 0.0005);
    expectNear(found.lost, 0.02, 0.0003);
  });

  it('of much variation', () => {
    const found = estimate(model(10), 25, figures);
    expectNear(found.calls, 1660);
    expectNear(found.waitS, 11.834, 1.775 / 1.645);
    expectNear(found.within20s, 0.853, 0.009 / 1.645);
    expectNear(found.lost, 0.0342, 0.0032 / 1.645);
  });
});

/**
 * Three types of calls with a common factor of the day, two groups of agents, service and patience by the two-hour period
 * of arrival (which is the channel here); published with 95 % intervals of 1,000 days (contactcenters' SimpleMSK,
 * Apache-2.0). The second type goes to the first group where it can.
 */
describe('busy days that three types of cases share, worked by two groups', () => {
  const DAYS = 10;
  /** By type and period, a minute. */
  const rates = [
    [4.2, 5.3, 3.2],
    [5.1, 4.3, 4.8],
    [6.3, 5.2, 4.8],
  ] as const;
  const segment = (type: number, region: string) => {
    const [first, second, third] = rates[type] as (typeof rates)[number];
    const all = first + second + third;
    const [phone, mail] = [first / all, second / all].map((share) => Number(share.toFixed(9)));
    return `
  type-${type}:
    title: Type ${type}
    promise: none
    placement: home
    busyness: day
    products: { type-${type}: 1 }
    severities: { C: 1 }
    channels: { phone: ${phone}, e-mail: ${mail}, web: ${1 - (phone ?? 0) - (mail ?? 0)} }
    customers: [{ country: US, region: ${region}, timeZone: UTC, languages: { en: 1 }, rate: ${120 * all}/day }]`;
  };
  const centre = (
    region: string,
    products: string,
    [always, morning, peak]: readonly [number, number, number],
  ) => `
  ${region}:
    title: ${region}
    country: US
    timeZone: UTC
    entity: vendor
    region: ${region}
    at: [0, 0]
    access: remote view
    hours: 24x7
    groups:
      agents:
        tier: 1
        languages: [en]
        products: ${products}
        shifts:
          always: { agents: ${always}, days: mon-sun, from: "08:00", to: "24:00" }
          morning: { agents: ${morning}, days: mon-sun, from: "08:00", to: "12:00" }
          peak: { agents: ${peak}, days: mon-sun, from: "10:00", to: "12:00" }`;
  const model = modelOf(`
horizon: ${DAYS} days
products: { any: null, type-0: {}, type-1: {}, type-2: {} }
profiles:
  phone: { hours: ${hours(8, [1, 1])} }
  e-mail: { hours: ${hours(10, [1, 1])} }
  web: { hours: ${hours(12, [1, 1])} }
busyness: { day: { shape: 28.7 } }
centres:
  home: null${centre('first', '[type-0, type-1]', [9, 3, 6])}${centre('second', '[type-1, type-2]', [11, 4, 5])}
segments:
  customers: null${segment(0, 'first')}${segment(1, 'first')}${segment(2, 'second')}
work:
  patience: { phone: exponential 200 s, e-mail: exponential 150 s, web: exponential 300 s }
  handle: { tier1: { phone: exponential 120 s, e-mail: exponential 100 s, web: exponential 150 s } }
routing: { preference: local specialist }
serviceLevels: [{ channel: [phone, e-mail, web], severity: C, within: 20 s, target: 0.8 }]
`);

  it('are served, abandon and are answered in time as published', () => {
    const inTimeOf = (summary: Summary, id: string) => {
      const row = summary.cells.find((cell) => cell.id === id);
      return ((row?.serviceLevel ?? 0) * (row?.judged ?? 0)) / DAYS;
    };
    const found = estimate(model, 30, (summary) => {
      const { total } = summary;
      const inTime = (total.serviceLevel ?? 0) * total.judged;
      return {
        served: total.answered / DAYS,
        abandoned: total.abandoned / DAYS,
        level: total.serviceLevelWithoutShortAbandons ?? Number.NaN,
        inTime: inTime / DAYS,
        ...Object.fromEntries(
          [0, 1, 2].flatMap((type) =>
            ['phone', 'e-mail', 'web'].map((channel) => [
              `${type}/${channel}`,
              inTimeOf(summary, `type-${type}/${channel}/C`),
            ]),
          ),
        ),
      } as Record<string, number>;
    });
    const of = (name: string) => found[name] as Estimate;
    expectNear(of('served'), 4297.3, 27.2 / 1.96);
    expectNear(of('abandoned'), 910.3, 34.2 / 1.96);
    expectNear(of('level'), 0.501, 0.0075 / 1.96);
    const cells = [
      ['0/phone', 170.2, 5.8],
      ['0/e-mail', 599.3, 5.2],
      ['0/web', 15.5, 1.7],
      ['1/phone', 262.9, 8.3],
      ['1/e-mail', 511.6, 5.4],
      ['1/web', 34.7, 3.4],
      ['2/phone', 259.8, 9.6],
      ['2/e-mail', 613.7, 6.1],
      ['2/web', 24.9, 2.8],
    ] as const;
    // Here an agent whose shift ends finishes the contact in hand while the others go on; there the next nine who become free
    // go home. That leaves some twelve calls less in the queues when the last period begins, and some cases more in time.
    for (const [name, published, halfWidth] of cells) {
      expectNear(of(name), published, Math.hypot(halfWidth / 1.96, name.endsWith('web') ? 4 : 0));
    }
  });
});
