import { describe, expect, it } from 'vitest';
import { withoutEvent } from '#planning';
import { loadSource, parseSource } from '#scenario';
import { readInRoot } from '../../demand/model.ts';
import { successOf } from '../../running.ts';

const NOON = '{ from: 2025-03-05T12:00:00Z, for: 4 h }';
const EVENING = '{ from: 2025-03-05T18:00:00Z, for: 2 h }';
const FILE = `meridian: 1
name: model
extends: ../three-centres
centres:
  dublin: { closures: [${NOON}], outages: { planned: [${NOON}, ${EVENING}] } }
dataCentres: { dublin-dc: { outages: { planned: [${NOON}] } } }
commonOutages:
  both: { centres: [dublin], dataCentres: [frankfurt], planned: [{ from: 2025-03-06T12:00:00Z, for: 1 h }] }
  elsewhere: { centres: [denver], planned: [{ from: 2025-03-05T13:00:00Z, for: 1 h }] }
surges: [{ from: 2025-03-07T00:00:00Z, for: 2 h, factor: 6 }, { from: 2025-03-07T01:00:00Z, for: 1 h, factor: 3 }, { from: 2025-03-08T00:00:00Z, for: 2 h, factor: 2 }]
`;

describe('a scenario without an event', () => {
  const source = successOf(
    loadSource({ path: 'scenarios/model/scenario.yaml', text: FILE, readFile: readInRoot }),
  );
  const { events } = successOf(parseSource(source));

  it('has all others, for each outage, closure and surge', () => {
    expect(events.map(({ kind }) => kind)).toEqual([
      'outage',
      'closure',
      'outage',
      'outage',
      'outage',
      'surge',
      'surge',
      'surge',
    ]);
    for (const event of events) {
      const left = successOf(parseSource(withoutEvent(source, event)));
      expect(left.events).toEqual(events.filter((one) => one !== event));
    }
  });

  it('is the same scenario as one that never named it', () => {
    const all = events.reduce((rest, event) => withoutEvent(rest, event), source);
    const never = { path: 'scenarios/model/scenario.yaml', readFile: readInRoot };
    const text = 'meridian: 1\nname: model\nextends: ../three-centres\n';
    const plain = successOf(parseSource(successOf(loadSource({ ...never, text }))));
    expect(successOf(parseSource(all)).scenario).toEqual(plain.scenario);
  });
});
