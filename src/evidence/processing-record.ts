import { type CsvValue, csvLine } from '#base';
import {
  CERTIFICATE_EDITIONS,
  type Certificate,
  EXPORT_REGIMES,
  exportRegimeOf,
  isFreeFlow,
  type Scenario,
} from '#domain';
import { forEachHistory } from './case-files.ts';
import type { Evidence } from './evidence.ts';

/**
 * The record that a processor keeps (GDPR Art. 30(2)), and the register of sub-processors (Art. 28(2)): from what the ledger
 * tells was done, not from what was planned. What the model does not have is said to be so.
 */
export interface ProcessingRecord {
  readonly processor: { readonly title: string; readonly country: string };
  readonly activities: readonly ProcessingActivity[];
  readonly transfers: readonly ThirdCountryTransfer[];
  readonly register: readonly SubProcessor[];
  readonly securityMeasures: readonly string[];
  readonly notInTheModel: readonly string[];
}

/** A category of processing for one controller by one entity. */
export interface ProcessingActivity {
  /** The customers of a segment: each is a controller. */
  readonly controller: string;
  readonly promise: string;
  readonly entity: string;
  readonly category: string;
  readonly countries: readonly string[];
  readonly cases: number;
  readonly acts: number;
}

/** To a country outside of the free flow of the customer's law. */
export interface ThirdCountryTransfer {
  readonly controller: string;
  readonly importer: string;
  readonly country: string;
  readonly safeguard: string;
  readonly transfers: number;
  readonly cases: number;
}

export interface SubProcessor {
  readonly entity: string;
  readonly title: string;
  readonly kind: string;
  readonly country: string;
  readonly places: readonly string[];
  readonly instruments: readonly string[];
  /** With edition and dates; an edition may end earlier. */
  readonly certificates: readonly string[];
  /** The day on which customers were told of a subcontractor; null where they were not, or need not be. */
  readonly announced: string | null;
  /** From when to when it is bound to the duties of the vendor; null where it is not, or none need be. */
  readonly bound: string | null;
  readonly copies: number;
  readonly accesses: number;
}

interface Tally {
  acts: number;
  cases: number;
  lastCase: number;
  readonly countries: Set<string>;
}

const RECORDS = new WeakMap<Evidence, ProcessingRecord>();

/** Four files are made of the record of one run: it is made once. */
export function processingRecord(evidence: Evidence): ProcessingRecord {
  const made = RECORDS.get(evidence) ?? makeRecord(evidence);
  RECORDS.set(evidence, made);
  return made;
}

/** One pass over all cases; memory by segments × entities × countries. */
function makeRecord(evidence: Evidence): ProcessingRecord {
  const { audit, names, scenario } = evidence;
  const activities = new Map<string, Tally>();
  const transfers = new Map<string, Tally>();
  const copies = new Map<string, number>();
  const accesses = new Map<string, number>();
  const promises = new Map<string, string>();
  forEachHistory(evidence, (history) => {
    const { caseNumber, country: customerCountry, segment } = history;
    promises.set(segment, history.promise);
    for (const { country, holder, role } of history.copies) {
      count(activities, [segment, holder, `storage (${role})`], caseNumber, country);
      copies.set(holder, (copies.get(holder) ?? 0) + 1);
    }
    for (const { country, employer, purpose } of history.accesses) {
      count(activities, [segment, employer, `access for ${purpose}`], caseNumber, country);
      accesses.set(employer, (accesses.get(employer) ?? 0) + 1);
    }
    for (const { basis, country, importer, instrument, timeMs } of history.transfers) {
      if (!isThirdCountry(customerCountry, country, scenario.startEpochMs + timeMs)) continue;
      const safeguard = instrument === null ? basis : `${basis}: ${instrument}`;
      count(transfers, [segment, importer, country, safeguard], caseNumber, country);
    }
  });
  const [vendor] = scenario.entities.filter(({ kind }) => kind === 'vendor');
  return {
    processor: { title: vendor?.title ?? scenario.title, country: vendor?.country ?? '' },
    activities: rowsOf(activities).map(([[controller = '', entity = '', category = ''], tally]) => ({
      controller,
      promise: promises.get(controller) ?? '',
      entity,
      category,
      countries: [...tally.countries].sort(),
      cases: tally.cases,
      acts: tally.acts,
    })),
    transfers: rowsOf(transfers).map(
      ([[controller = '', importer = '', country = '', safeguard = ''], tally]) => ({
        controller,
        importer,
        country,
        safeguard,
        transfers: tally.acts,
        cases: tally.cases,
      }),
    ),
    register: scenario.entities.map(
      ({ certificates = [], country, id, instruments, kind, subcontract, title }, e) => ({
        entity: id,
        title,
        kind,
        country,
        places: names.rows.places
          .filter(({ entity }) => entity === e)
          .map((place) => `${place.name} (${place.country})`),
        instruments: instruments.map(
          ({ fromEpochMs, instrument, kind: of, toEpochMs }) =>
            `${of} ${instrument} ${stretch(fromEpochMs, toEpochMs)}${timeInForce(scenario, instrument)}`,
        ),
        certificates: certificates.map(certificateText),
        announced: subcontract?.announcedEpochMs == null ? null : day(subcontract.announcedEpochMs),
        bound:
          subcontract?.flowDown == null
            ? null
            : stretch(subcontract.flowDown.fromEpochMs, subcontract.flowDown.toEpochMs),
        copies: copies.get(id) ?? 0,
        accesses: accesses.get(id) ?? 0,
      }),
    ),
    securityMeasures: [
      'Every act on data is an entry of an append-only ledger that is sealed by a Merkle root.',
      'An auditor that shares no code with what it audits checks the ledger. It found:',
      ...audit.invariants
        .filter(({ id }) => MEASURES.includes(id))
        .map(
          ({ checks, id, sentence, violations }) =>
            `${id}: ${sentence} ${violations} violations in ${checks} checks.`,
        ),
    ],
    notInTheModel: [
      'contact details of processors, controllers, representatives and data protection officers (Art. 30(2)(a))',
      'measures of security beyond those above (Art. 32(1))',
    ],
  };
}

/** Invariants that are measures of security: storage, failover, purpose, erasure, working copies, attribution. */
const MEASURES: readonly string[] = ['R1', 'R3', 'R6', 'R15', 'R16', 'R20'];

/** Whether data of a customer in one country leaves, in the other, the free flow of the law that protects it. */
function isThirdCountry(customerCountry: string, country: string, atMs: number): boolean {
  const regime = exportRegimeOf(customerCountry, atMs);
  return EXPORT_REGIMES.some((known) => known === regime && !isFreeFlow(known, country, atMs));
}

const SEPARATOR = '\u0000';

function count(
  tallies: Map<string, Tally>,
  key: readonly string[],
  caseNumber: number,
  country: string,
): void {
  const name = key.join(SEPARATOR);
  let tally = tallies.get(name);
  if (tally === undefined) {
    tally = { acts: 0, cases: 0, lastCase: -1, countries: new Set() };
    tallies.set(name, tally);
  }
  tally.acts++;
  if (tally.lastCase !== caseNumber) tally.cases++;
  tally.lastCase = caseNumber;
  tally.countries.add(country);
}

function rowsOf(tallies: Map<string, Tally>): readonly (readonly [readonly string[], Tally])[] {
  return [...tallies.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, tally]) => [name.split(SEPARATOR), tally]);
}

function day(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

/** Of a basis that the scenario dates itself: when it is in force here. */
function timeInForce({ law }: Scenario, instrument: string): string {
  const given = law?.bases.find(({ basis }) => basis === instrument);
  if (given === undefined) return '';
  return `; in this scenario, not in history, it is in force ${stretch(given.fromEpochMs, given.toEpochMs)}`;
}

/** A certificate ends with its edition, whatever is printed on it. */
function certificateText({ edition, fromEpochMs, toEpochMs }: Certificate): string {
  const { title = edition, validToMs = null } = CERTIFICATE_EDITIONS.find(({ id }) => id === edition) ?? {};
  const shown = `${title} ${stretch(fromEpochMs, toEpochMs)}`;
  return validToMs !== null && validToMs < toEpochMs
    ? `${shown}, but the edition ends ${day(validToMs)}`
    : shown;
}

function stretch(fromEpochMs: number, toEpochMs: number | null): string {
  return `from ${day(fromEpochMs)}${toEpochMs === null ? '' : ` to ${day(toEpochMs)}`}`;
}

export function processingRecordCsv({ activities, processor, transfers }: ProcessingRecord): string {
  const head = [
    'article',
    'processor',
    'controller',
    'entity',
    'what',
    'countries',
    'safeguard',
    'cases',
    'acts',
  ];
  const rows: CsvValue[][] = [
    ...activities.map(({ acts, cases, category, controller, countries, entity }) => [
      '30(2)(b)',
      processor.title,
      `customers of ${controller}`,
      entity,
      category,
      countries.join('; '),
      null,
      cases,
      acts,
    ]),
    ...transfers.map(({ cases, controller, country, importer, safeguard, transfers: acts }) => [
      '30(2)(c)',
      processor.title,
      `customers of ${controller}`,
      importer,
      'transfer to a third country',
      country,
      safeguard,
      cases,
      acts,
    ]),
  ];
  return [head, ...rows].map(csvLine).join('');
}

export function subProcessorsCsv({ register }: ProcessingRecord): string {
  const head = [
    ...['entity', 'title', 'kind', 'country', 'places', 'instruments', 'certificates', 'announced', 'bound'],
    ...['copies held', 'accesses'],
  ];
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
  ]);
  return [head, ...rows].map(csvLine).join('');
}
