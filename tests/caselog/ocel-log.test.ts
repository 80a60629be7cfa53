import { describe, expect, it } from 'vitest';
import { closeImport, columnsOf, OCEL_MAPPING, RowImporter, readMapping, readOcel } from '#caselog';
import { successOf } from '../running.ts';
import { casesOf } from './importing.ts';

function importOcel(text: string, mappingText = OCEL_MAPPING) {
  const mapping = successOf(readMapping('ocel', mappingText));
  const importer = new RowImporter(mapping);
  const counts = readOcel(text, columnsOf(mapping), mapping.columns.case?.[0] ?? '', importer);
  importer.end();
  const { log, report } = closeImport(importer, { name: 'log.json', read: {}, mapping });
  return { counts, log, report, stopped: importer.stopped };
}

const to = (...ids: readonly string[]) => ids.map((objectId) => ({ objectId, qualifier: 'of' }));
const LOG = {
  eventTypes: [],
  objectTypes: [],
  objects: [
    { id: 'c1', type: 'case', attributes: [{ name: 'severity', time: '1970-01-01T00:00:00Z', value: 'B' }] },
    { id: 'c2', type: 'case' },
    { id: 'ann', type: 'agent' },
  ],
  events: [
    { id: 'e1', type: 'opened', time: '2024-03-01T09:00:00Z', relationships: to('c1', 'nobody') },
    {
      id: 'e2',
      type: 'closed',
      time: '2024-03-01T10:00:00.000Z',
      relationships: to('ann', 'c1', 'c2', 'c1'),
      attributes: [{ name: 'group', value: 'desk' }],
    },
    { id: 'e3', type: 'shift', time: '2024-03-01T10:00:00.000Z', relationships: to('ann') },
  ],
};

describe('an OCEL log', () => {
  it('gives a row for each event and each of its cases', () => {
    const mapping = `${OCEL_MAPPING}  agent: 'object:agent'\n  group: group\n  severity: 'case:severity'\n`;
    const imported = importOcel(JSON.stringify(LOG), mapping);
    expect(imported.counts).toEqual({ events: 3, ofCases: 2 });
    expect(imported.report.rows).toEqual({ read: 3, imported: 3, refused: 0 });
    expect(casesOf(imported)).toMatchObject([
      {
        id: 'c1',
        severity: 'B',
        endedAtMs: Date.parse('2024-03-01T10:00:00Z'),
        events: [
          { activity: 'opened', agent: null, group: null, row: 1 },
          { activity: 'closed', agent: 'ann', group: 'desk', row: 2 },
        ],
      },
      { id: 'c2', severity: null, events: [{ activity: 'closed', row: 2 }] },
    ]);
  });

  it('refuses events that are none, or whose times are none', () => {
    const [first] = LOG.events;
    const events = [first, 7, { ...first, time: '2014-11-31T00:00:00Z' }, { ...first, time: undefined }];
    const { report } = importOcel(JSON.stringify({ ...LOG, events }));
    expect(report.refused).toMatchObject([
      { row: 2, problem: 'the event is no map' },
      { row: 3, column: 'event:time', problem: 'November 2014 has 30 days' },
      { row: 4, column: 'event:time', problem: 'the time is missing' },
    ]);
  });

  it.each([
    ['a text', 'id,at', OCEL_MAPPING, 'it is not JSON', 'export it again'],
    ['half a log', JSON.stringify(LOG).slice(0, 200), OCEL_MAPPING, 'it is not JSON', 'export it again'],
    ['another JSON', '{"events": {}}', OCEL_MAPPING, "no lists 'events' and 'objects'", 'OCEL 2.0'],
    ['a list', '[]', OCEL_MAPPING, "no lists 'events' and 'objects'", 'OCEL 2.0'],
    [
      'other objects',
      JSON.stringify(LOG),
      OCEL_MAPPING.replace('object:case', 'object:order'),
      "type 'order'",
      'agent, case',
    ],
    [
      'a case that is no object',
      JSON.stringify(LOG),
      OCEL_MAPPING.replace('object:case', 'id'),
      'no type of objects',
      'object:case',
    ],
    [
      'no events',
      JSON.stringify({ ...LOG, events: [] }),
      OCEL_MAPPING,
      'the log has no rows',
      'at least one row',
    ],
  ])('is refused for %s', (_, text, mapping, problem, remedy) => {
    const { stopped } = importOcel(text, mapping);
    expect(stopped?.problem).toContain(problem);
    expect(stopped?.remedy).toContain(remedy);
  });
});
