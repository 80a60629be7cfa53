import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { parseScenario } from '#scenario';
import { readInRoot } from '../../demand/model.ts';
import { successOf } from '../../running.ts';

const DAY_HOURS = 24;

function eventsOf(yaml: string) {
  const text = `meridian: 1\nname: model\nextends: ../three-centres\n${yaml}`;
  return successOf(parseScenario({ path: 'scenarios/model/scenario.yaml', text, readFile: readInRoot }))
    .events;
}

const WEDNESDAY = '{ from: 2025-03-05T08:00:00Z, for: 4 h }';

describe('dated events of a scenario', () => {
  it('are none where the file names none and the law does not change', () => {
    expect(eventsOf('')).toEqual([]);
  });

  it('are planned outages, closures and surges, in order of time and with their titles', () => {
    const events = eventsOf(`
centres:
  dublin: { closures: [{ from: 2025-03-07T00:00:00Z, for: 1 day }], outages: { planned: [${WEDNESDAY}] } }
surges: [{ from: 2025-03-04T00:00:00Z, for: 2 h, product: platform, segment: germany, factor: 6 }]
`);
    expect(
      events.map(({ fromMs, kind, of, toMs }) => [kind, of, fromMs / HOUR_MS, (toMs ?? 0) / HOUR_MS]),
    ).toEqual([
      ['surge', ['6 times as many cases of Platform, Germany'], DAY_HOURS, DAY_HOURS + 2],
      ['outage', ['Dublin'], 2 * DAY_HOURS + 8, 2 * DAY_HOURS + 12],
      ['closure', ['Dublin'], 4 * DAY_HOURS, 5 * DAY_HOURS],
    ]);
    expect(events.map(({ timeZone }) => timeZone)).toEqual([
      'Europe/Berlin',
      'Europe/Dublin',
      'Europe/Dublin',
    ]);
  });

  it('are one where a centre and a data centre are down at the same time', () => {
    const [event, ...others] = eventsOf(`
centres: { dublin: { outages: { planned: [${WEDNESDAY}] } } }
dataCentres: { dublin-dc: { outages: { planned: [${WEDNESDAY}] } } }
`);
    expect(others).toEqual([]);
    expect(event?.of).toEqual(['Dublin', 'data centre Dublin']);
  });

  it('leave out what is over before the run or begins after it', () => {
    const outside = '{ from: 2025-03-01T08:00:00Z, for: 4 h }, { from: 2025-05-01T08:00:00Z, for: 4 h }';
    expect(eventsOf(`centres: { dublin: { outages: { planned: [${outside}] } } }`)).toEqual([]);
  });

  it('name a change of law, which lasts, whether history or the scenario dates it', () => {
    const [made] = eventsOf('law: { DPF_EU_US: { to: 2025-03-10T00:00:00Z } }');
    expect(made).toMatchObject({ kind: 'law', fromMs: 7 * DAY_HOURS * HOUR_MS, toMs: null });
    expect(made?.of.join()).toContain('Data Privacy Framework');
    const text = `meridian: 1\nname: model\nextends: ../london-2020\n`;
    const parsed = parseScenario({ path: 'scenarios/model/scenario.yaml', text, readFile: readInRoot });
    expect(
      successOf(parsed)
        .events.map(({ of }) => of.join())
        .join(),
    ).toContain('EEA: GB leaves');
  });
});
