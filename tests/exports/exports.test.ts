import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import canonicalize from 'canonicalize';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '#audit';
import { INVARIANTS } from '#audit';
import { PARQUET_TABLES } from '#exports';
import { meridian, newFolder } from '../apps/cli/cli.ts';
import { makeBundle, type SmallBundle, textOf } from '../bundle/small-bundle.ts';
import { OCEL_SCHEMA, OSCAL_SCHEMAS } from './schemas.ts';
import { xesFaults } from './xes-rules.ts';

/** A program that is not ours reads each export. */

let made: SmallBundle;
let audit: AuditReport;
beforeAll(() => {
  made = makeBundle('german-night', '2 days');
  audit = JSON.parse(textOf(made.files, 'ledger/audit.json')) as AuditReport;
});

const text = (path: string) => textOf(made.files, path);
const json = (path: string): unknown => JSON.parse(text(path));
const lines = (path: string) =>
  text(path)
    .split(/\r?\n/)
    .filter((line) => line !== '');

function validator() {
  const ajv = new Ajv({ allErrors: true, unicodeRegExp: true, allowUnionTypes: true });
  addFormats.default(ajv);
  return ajv;
}

describe('events.ndjson', () => {
  it('has one CloudEvent per entry, with the attributes that the specification requires', () => {
    const events = lines('events.ndjson').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events).toHaveLength(audit.entries);
    const names = new Set(events.map(({ id, source }) => `${String(source)} ${String(id)}`));
    expect(names.size).toBe(events.length);
    for (const event of events) {
      expect(event.specversion).toBe('1.0');
      expect(event.type).toMatch(/^meridian\.[a-z-]+$/);
      expect(event.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(Object.keys(event).every((key) => /^[a-z0-9]{1,20}$/.test(key))).toBe(true);
    }
  });

  it('is canonical JSON (RFC 8785)', () => {
    for (const line of lines('events.ndjson').slice(0, 2000))
      expect(canonicalize(JSON.parse(line))).toBe(line);
  });
});

describe('ocel.json', () => {
  interface Ocel {
    eventTypes: { name: string; attributes: { name: string; type: string }[] }[];
    objectTypes: { name: string }[];
    events: {
      id: string;
      type: string;
      relationships: { objectId: string }[];
      attributes: { name: string; value: unknown }[];
    }[];
    objects: {
      id: string;
      type: string;
      attributes: { name: string; time: string }[];
      relationships: { objectId: string }[];
    }[];
  }

  it('obeys the JSON Schema of OCEL 2.0', () => {
    const validate = validator().compile(OCEL_SCHEMA);
    expect(validate(json('ocel.json')), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  });

  /** The pattern of a text that stands for a value of a type. */
  const TEXT_OF: Readonly<Record<string, RegExp>> = {
    string: /^/,
    integer: /^\d+$/,
    boolean: /^(true|false)$/,
  };

  it('relates every event to existing objects, and every object to an event', () => {
    const { events, objects } = json('ocel.json') as Ocel;
    const ids = new Set(objects.map(({ id }) => id));
    expect(ids.size).toBe(objects.length);
    const related = new Set(
      events.flatMap(({ relationships }) => relationships.map(({ objectId }) => objectId)),
    );
    expect(events.every(({ relationships }) => relationships.length > 0)).toBe(true);
    expect([...related].filter((id) => !ids.has(id))).toEqual([]);
    expect([...ids].filter((id) => !related.has(id))).toEqual([]);
    const linked = objects.flatMap(({ relationships }) => relationships.map(({ objectId }) => objectId));
    expect(linked.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('declares every type and attribute, dates attributes in order, and has every kind of object', () => {
    const { eventTypes, events, objectTypes, objects } = json('ocel.json') as Ocel;
    const declared = new Map(eventTypes.map(({ attributes, name }) => [name, attributes]));
    for (const { attributes, type } of events) {
      for (const { name, value } of attributes) {
        const found = declared.get(type)?.find((attribute) => attribute.name === name);
        expect(found, `${type}.${name}`).toBeDefined();
        expect(value, `${type}.${name}`).toMatch(TEXT_OF[found?.type ?? ''] ?? /^$/);
      }
    }
    for (const { attributes, id } of objects) {
      const times = attributes.map(({ time }) => time);
      expect(times, id).toEqual(times.toSorted());
    }
    expect(new Set(objects.map(({ type }) => type))).toEqual(new Set(objectTypes.map(({ name }) => name)));
  });
});

describe('cases.xes', () => {
  it('obeys the XML Schema of XES', () => {
    expect(xesFaults(text('cases.xes'))).toEqual([]);
  });

  it('is well-formed, with a trace per case and the extensions that it uses', () => {
    expect(XMLValidator.validate(text('cases.xes'))).toBe(true);
    const parser = new XMLParser({
      ignoreAttributes: false,
      isArray: (name) => ['trace', 'event', 'string', 'extension'].includes(name),
    });
    const { log } = parser.parse(text('cases.xes')) as {
      log: {
        extension: { '@_prefix': string }[];
        trace: { event: { string: { '@_key': string; '@_value': string }[]; date: object }[] }[];
      };
    };
    expect(log.extension.map((extension) => extension['@_prefix'])).toEqual([
      'concept',
      'time',
      'org',
      'lifecycle',
    ]);
    expect(log.trace).toHaveLength(audit.cases);
    const keys = ['concept:name', 'lifecycle:transition'];
    for (const { event } of log.trace) {
      for (const { date, string } of event) {
        for (const key of keys)
          expect(string.filter((attribute) => attribute['@_key'] === key)).toHaveLength(1);
        expect(date).toBeDefined();
      }
    }
    const transitions = new Set(
      log.trace.flatMap(({ event }) =>
        event.flatMap(({ string }) =>
          string.filter((one) => one['@_key'] === 'lifecycle:transition').map((one) => one['@_value']),
        ),
      ),
    );
    expect([...transitions].sort()).toEqual(['assign', 'complete', 'reassign', 'schedule', 'start']);
  });
});

describe('oscal/', () => {
  it('obeys the schemas of OSCAL 1.2.1', () => {
    for (const [name, schema] of Object.entries(OSCAL_SCHEMAS)) {
      const validate = validator().compile(schema);
      expect(
        validate(json(`oscal/${name}.json`)),
        `${name}: ${JSON.stringify(validate.errors?.slice(0, 3))}`,
      ).toBe(true);
    }
  });

  it('names only controls and statements of the catalog, and existing observations', () => {
    const { catalog } = json('oscal/catalog.json') as {
      catalog: { controls: { id: string; parts: { id: string }[] }[] };
    };
    const { controls } = catalog;
    expect(controls).toHaveLength(INVARIANTS.length);
    const parts = controls.flatMap((control) => control.parts.map(({ id }) => id));
    expect(new Set(parts).size).toBe(parts.length);
    const { results } = (
      json('oscal/assessment-results.json') as { 'assessment-results': { results: Record<string, never>[] } }
    )['assessment-results'];
    const [result] = results as unknown as {
      findings: {
        target: { 'target-id': string; status: { state: string } };
        'related-observations': { 'observation-uuid': string }[];
      }[];
      observations: { uuid: string }[];
    }[];
    const tested = audit.invariants.filter(({ checks }) => checks > 0).length;
    expect(result?.findings).toHaveLength(tested);
    expect(result?.observations).toHaveLength(audit.invariants.length);
    for (const finding of result?.findings ?? []) {
      expect(parts).toContain(finding.target['target-id']);
      expect(finding.target.status.state).toBe('satisfied');
      const [observation] = finding['related-observations'];
      expect(result?.observations.map(({ uuid }) => uuid)).toContain(observation?.['observation-uuid']);
    }
  });

  it('reports a violation as not satisfied', () => {
    const broken = makeBundle('german-night', '3 h', { breach: 'anonymous-access' });
    const results = textOf(broken.files, 'oscal/assessment-results.json');
    expect(results).toContain(
      '"status":{"reason":"fail","state":"not-satisfied"},"target-id":"r20_statement"',
    );
  });
});

describe('parquet/', () => {
  it('is read by DuckDB, with the right number of rows and correct types', async () => {
    const connection = await (await DuckDBInstance.create()).connect();
    const rowsOf = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
    const file = (table: string) => `'${join(made.folder, 'parquet', `${table}.parquet`)}'`;
    for (const table of PARQUET_TABLES)
      expect((await rowsOf(`SELECT count(*) FROM ${file(table)}`)).length).toBe(1);
    const count = async (table: string) =>
      Number((await rowsOf(`SELECT count(*) FROM ${file(table)}`))[0]?.[0]);
    expect(await count('entries')).toBe(audit.entries);
    expect(await count('cases')).toBe(audit.cases);
    expect(await count('accesses')).toBe(lines('csv/accesses.csv').length - 1);
    expect(await count('copies')).toBe(lines('csv/copies.csv').length - 1);
    expect(await count('transfers')).toBe(lines('csv/transfers.csv').length - 1);
    const types = await rowsOf(
      `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${file('accesses')})`,
    );
    expect(Object.fromEntries(types)).toMatchObject({
      case_number: 'BIGINT',
      agent: 'VARCHAR',
      duration_s: 'DOUBLE',
    });
    expect(String(Object.fromEntries(types).began)).toMatch(/^TIMESTAMP/);
    const [longest] = await rowsOf(
      `SELECT max(duration_s), max(epoch_ms(ended) - epoch_ms(began)) / 1000 FROM ${file('accesses')}`,
    );
    expect(longest?.[0]).toBe(longest?.[1]);
    const [first] = await rowsOf(`SELECT epoch_ms(occurred) FROM ${file('entries')} ORDER BY entry LIMIT 1`);
    const { startEpochMs } = json('scenario.json') as { startEpochMs: number };
    expect(Number(first?.[0])).toBe(startEpochMs);
  });
});

describe('gdpr/', () => {
  it('records storage and access for each controller, and only transfers outside the free flow', () => {
    const record = text('gdpr/processing-record.csv');
    // No law of 2014 asks a processor for this record, so no article of the GDPR is cited.
    expect(record).toContain(
      'b,,Directive 95/46/EC,,The vendor,customers of premier,,ireland,storage (primary)',
    );
    const transfers = lines('gdpr/processing-record.csv').filter((line) => line.startsWith('c,'));
    expect(transfers.length).toBeGreaterThan(0);
    for (const line of transfers) expect(line).toContain(',US,');
    expect(transfers.filter((line) => line.includes('customers of premier'))).toEqual([]);
    expect(text('gdpr/processing-record.html')).toContain('United States');
  });

  it('lists every entity in the register', () => {
    const { entities } = json('scenario.json') as { entities: { id: string }[] };
    expect(
      lines('gdpr/sub-processors.csv')
        .slice(1)
        .map((line) => line.split(',')[0]),
    ).toEqual(entities.map(({ id }) => id));
  });
});

describe('meridian export', () => {
  it('writes exactly what is requested', () => {
    const out = newFolder();
    const { code, out: printed } = meridian(
      'export',
      made.runFolder,
      '--format',
      'xes',
      '--format',
      'csv',
      '--out',
      out,
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(printed) as unknown[]).toHaveLength(13);
    expect(readFileSync(join(out, 'cases.xes'), 'utf8')).toBe(text('cases.xes'));
  });

  it('exits with 2 for an unknown format, and for none', () => {
    expect(meridian('export', made.runFolder, '--format', 'pdf').err).toContain('unknown format pdf');
    expect(meridian('export', made.runFolder).code).toBe(2);
    expect(meridian('export', newFolder(), '--format', 'csv').code).toBe(2);
  });
});
