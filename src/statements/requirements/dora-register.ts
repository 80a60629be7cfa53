import { type CsvValue, csvLine } from '#base';
import type { Scenario } from '#domain';
import type { Flow } from '../boundary/flow.ts';

/** Fields of the template B_02.02 whose numbers a source gives (Implementing Regulation (EU) 2024/2956). */
const SERVICES_HEAD = [
  'customers',
  'provider',
  'B_02.02.0130 country of provision',
  'B_02.02.0140 storage of data',
  'B_02.02.0150 location of data at rest',
  'B_02.02.0160 location of processing',
  'B_02.02.0170 sensitiveness',
];

/** Fields of the template B_05.02, by their names: no source gives their numbers. Ranks are those of the scenario. */
const CHAIN_HEAD = [
  'customers',
  'service',
  'provider',
  'country',
  'rank',
  'recipient of the subcontracted service',
];

/**
 * What flows of customers' data say for the register of information under DORA: two tables in CSV, by the name of their file. A cell has one
 * value, so each combination of countries has a row. Cells of what no source says stay empty: the sensitiveness of data, and ranks that the scenario does not say.
 */
export function doraRegister(scenario: Scenario, flows: readonly Flow[]): ReadonlyMap<string, string> {
  const { entities, segments } = scenario;
  const services: (readonly CsvValue[])[] = [];
  const chain: (readonly CsvValue[])[] = [];
  const titleOf = (id: string | null) => entities.find((one) => one.id === id)?.title ?? null;
  const vendor = entities.find(({ kind }) => kind === 'vendor')?.title ?? null;
  for (const [s, segment] of segments.entries()) {
    const own = flows.filter(({ country, segments: of }) => country !== '' && of.includes(s));
    const seen = own.filter(({ mode }) => mode === 'seen');
    const stored = own.filter(({ dimension, mode }) => mode === 'stored' && dimension !== 'workingCopy');
    const processed = own.filter(({ mode }) => mode === 'processed');
    const rests = distinct(stored.map(({ country }) => [country]));
    const title = segment.title || segment.id;
    for (const [provider, country] of distinct(seen.map((flow) => [titleOf(flow.company), flow.country]))) {
      const common = [title, provider ?? null, country ?? null];
      if (rests.length === 0) services.push([...common, 'no', null, country ?? null, null]);
      for (const [rest] of rests) services.push([...common, 'yes', rest ?? null, country ?? null, null]);
    }
    for (const { country, id, kind, rank = null, title: provider } of entities) {
      if (kind !== 'subcontractor') continue;
      const isAt = (some: readonly Flow[]) =>
        some.some(({ company, employer }) => [company, employer].includes(id));
      const done = [
        ...(isAt(stored) ? ['storage of data'] : []),
        ...(isAt(seen) ? ['support'] : []),
        ...(isAt(processed) ? ['processing by software'] : []),
      ];
      for (const service of done) chain.push([title, service, provider, country, rank, vendor]);
    }
  }
  return new Map([
    ['dora-b-02-02.csv', [SERVICES_HEAD, ...services].map(csvLine).join('')],
    ['dora-b-05-02.csv', [CHAIN_HEAD, ...chain].map(csvLine).join('')],
  ]);
}

/** Rows without repetition, in order. */
function distinct<Row extends readonly (string | null)[]>(rows: readonly Row[]): readonly Row[] {
  const byText = new Map(rows.map((row) => [JSON.stringify(row), row] as const));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
