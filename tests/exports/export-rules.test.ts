import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { OCEL_SCHEMA, OSCAL_SCHEMAS } from './schemas.ts';
import { xesFaults } from './xes-rules.ts';

/** The rules that check exports must themselves detect faults. */
describe('the rules for exports', () => {
  it('XES: detect wrong versions, names, values, places and elements', () => {
    const log = (head: string, body = '') =>
      `<?xml version="1.0"?><log xes.version="1849.2016">${head}<trace>${body}</trace></log>`;
    expect(xesFaults(log('<classifier name="Activity" keys="concept:name"/>'))).toEqual([]);
    expect(xesFaults(log('').replace('1849.2016', '1849-2016'))).toEqual(['log xes.version="1849-2016"']);
    expect(xesFaults(log('<classifier name="By day" keys="a"/>'))).toEqual(['classifier name="By day"']);
    expect(xesFaults(log('', '<event><string key="a b" value=""/></event>'))).toEqual(['string key="a b"']);
    expect(xesFaults(log('', '<event><int key="n" value="1.5"/></event>'))).toEqual(['int value="1.5"']);
    expect(xesFaults(log('', '<event><date key="d" value="2015-10-02"/></event>'))).toHaveLength(1);
    expect(xesFaults(log('', '<event/><string key="late" value=""/>'))).toEqual([
      'string stands in trace where it must not',
    ]);
    expect(xesFaults(log('', '<note/>'))).toContain('there is no element note');
    expect(xesFaults('<trace/>')).toEqual(['there is not one log']);
  });

  it('OCEL and OSCAL: detect numbers as values, titles of two lines, and unknown states', () => {
    const ajv = new Ajv({ unicodeRegExp: true });
    addFormats.default(ajv);
    const event = (value: unknown) => ({
      eventTypes: [],
      objectTypes: [],
      events: [
        {
          id: 'e0',
          type: 'open',
          time: '2015-10-02T00:00:00.000Z',
          attributes: [{ name: 'customer', value }],
          relationships: [],
        },
      ],
      objects: [],
    });
    expect(ajv.validate(OCEL_SCHEMA, event('72'))).toBe(true);
    expect(ajv.validate(OCEL_SCHEMA, event(72))).toBe(false);
    const catalog = (title: string, id = 'r1') => ({
      catalog: {
        uuid: '5f0c6e26-6a4b-5f4b-8f43-0d8a7f6ad111',
        metadata: {
          title,
          'last-modified': '2015-10-02T00:00:00.000Z',
          version: '1.0.0',
          'oscal-version': '1.2.1',
          remarks: 'What the audit shares with what it judges.',
        },
        controls: [
          {
            id,
            title: 'A promise',
            props: [{ name: 'label', value: 'R1' }],
            parts: [{ id: `${id}_statement`, name: 'statement', prose: 'It is kept.' }],
          },
        ],
      },
    });
    expect(ajv.validate(OSCAL_SCHEMAS.catalog, catalog('One line'))).toBe(true);
    expect(ajv.validate(OSCAL_SCHEMAS.catalog, catalog('Two\nlines'))).toBe(false);
    expect(ajv.validate(OSCAL_SCHEMAS.catalog, catalog('One line', '1r'))).toBe(false);
  });
});
