import { type CsvValue, csvLine } from '#base';
import type { ColumnName } from '#exports';
import type { ProcessingRecord } from './processing-record.ts';

const HEAD = [
  ...(['section', 'asked_by', 'law', 'rule', 'processor', 'controller', 'exporter', 'entity'] as const),
  ...([
    'what',
    'countries',
    'safeguard',
    'same_entity',
    'auditor',
    'auditor_today',
    'cases',
    'acts',
  ] as const),
] as const satisfies readonly ColumnName[];

type Cells = Readonly<Partial<Record<(typeof HEAD)[number], CsvValue>>>;

/**
 * The record as one table, by sections: `a` processor and period, `b` categories, agreements with controllers, their duties, why subcontractors were needed, what was approved and what came plain, `c` transfers, `d` security, as GDPR Art. 30(2) numbers
 * them; then notes about the record itself: the law in force, possible recipients, what is not modelled.
 */
export function processingRecordCsv(record: ProcessingRecord): string {
  const { processor } = record;
  const say = (section: string, sentences: readonly string[]) =>
    sentences.map((what): Cells => ({ section, what }));
  const rows: readonly Cells[] = [
    { section: 'a', what: `${record.heading}, from ${record.from} to ${record.to}`, entity: processor.title },
    ...record.activities.map(
      ({ acts, asked, cases, category, controller, countries, entity, law, role }) => ({
        section: 'b',
        asked_by: asked,
        law,
        entity,
        what: category,
        cases,
        acts,
        controller: `customers of ${controller}${role === 'processor' ? ' (processors)' : ''}`,
        countries: countries.join('; '),
      }),
    ),
    ...(record.agreements ?? []).map(({ agreement, from, segment, to }) => ({
      section: 'agreements',
      controller: `customers of ${segment}`,
      what:
        from === null ? `no ${agreement}` : `${agreement} from ${from}${to === null ? '' : ` until ${to}`}`,
    })),
    ...(record.duties ?? []).map(({ encrypt, from, otherwise, segment, to }) => ({
      section: 'duties',
      controller: `customers of ${segment}`,
      what: `to encrypt ${encrypt.join(', ')}, from ${from}${to === null ? '' : ` until ${to}`}; otherwise ${otherwise}`,
    })),
    ...(record.notable ?? []).map(({ cases, controller, kind, times, what }) => ({
      section: 'on record',
      controller: `customers of ${controller}`,
      what: `${kind}: ${what}`,
      cases,
      acts: times,
    })),
    ...record.transfers.map((transfer) => ({
      section: 'c',
      asked_by: transfer.asked,
      law: transfer.law,
      rule: transfer.rule,
      controller: `customers of ${transfer.controller}`,
      exporter: transfer.exporter,
      entity: transfer.importer,
      countries: transfer.country,
      what:
        transfer.sameEntity === null
          ? 'transfer to a third country'
          : 'reaches the same entity in a third country',
      safeguard: transfer.safeguard ?? (transfer.sameEntity === null ? 'none' : null),
      same_entity: transfer.sameEntity,
      auditor: verdictText(transfer),
      auditor_today: verdictText(transfer.today),
      cases: transfer.cases,
      acts: transfer.transfers,
    })),
    ...say('d', record.securityMeasures),
    ...say('law in force', record.laws),
    ...say('law of the scenario', record.law),
    ...record.possible.flatMap(({ controller, country, entity, ways }) =>
      ways.map(({ from, to, what }) => ({
        section: 'possible recipients',
        entity,
        countries: country,
        controller: `customers of ${controller}`,
        what: `could ${what}, from ${from} to ${to}; has not`,
      })),
    ),
    ...say('not said by the scenario', record.notSaid),
    ...say('not modelled', record.notModelled),
  ];
  const line = (cells: Cells) =>
    csvLine(HEAD.map((name) => (name === 'processor' ? processor.title : (cells[name] ?? null))));
  return [csvLine(HEAD), ...rows.map(line)].join('');
}

function verdictText({ reason, standing }: ProcessingRecord['transfers'][number]['today']): string {
  return reason === null ? standing : `${standing}: ${reason}`;
}

export function subProcessorsCsv({ register }: ProcessingRecord): string {
  const head = [
    ...([
      'entity',
      'title',
      'kind',
      'country',
      'places',
      'instruments',
      'certificates',
      'announced',
    ] as const),
    ...(['bound', 'copies_held', 'accesses_by_its_people', 'accesses_at_its_centres'] as const),
    'could_have_received_from',
  ] as const satisfies readonly ColumnName[];
  const rows = register.map((row): CsvValue[] => [
    row.entity,
    row.title,
    row.kind,
    row.country,
    row.places.join('; '),
    row.instruments.join('; '),
    row.certificates.join('; '),
    row.announced,
    row.bound,
    row.copies,
    row.accesses,
    row.accessesAtCentres,
    row.couldReceiveFrom.map((controller) => `customers of ${controller}`).join('; '),
  ]);
  return [head, ...rows].map(csvLine).join('');
}
