import { AUDITOR_INDEPENDENCE, type InvariantResult, VerdictsOverTime } from '#audit';
import { increase, memoised } from '#base';
import type { CaseHistory, TransferRow } from '#cases';
import {
  CERTIFICATE_EDITIONS,
  type Certificate,
  givenLaw,
  type LegalEntity,
  legalBegin,
  legalEnd,
  type Scenario,
} from '#domain';
import { type Evidence, forEachHistory, omissionsOf } from '#exports';
import { agreementRows, dutyRows } from '../agreements.ts';
import { gapTexts, scopeText } from '../certificates.ts';
import { type LedgerKeeper, ledgerKeepers } from '../ledger-keepers.ts';
import { type PossibleRecipient, possibleRecipients } from '../possible-recipients.ts';
import { isTransfer, type Judged, NOT_ON_RECORD, ReceiptReader, type Standing } from '../receipts.ts';
import { type RecordLaw, RecordLaws } from './record-laws.ts';

export type ProcessingRecord = ReturnType<typeof recordOf>;

/** Activities of processing, and transfers. */
type ProcessingActivity = ReturnType<RecordCounts['activities']>[number];

/** A company that could have received data of a controller's cases, but did not. */
interface PossibleProcessor extends PossibleRecipient {
  readonly controller: string;
}

interface Tally {
  acts: number;
  cases: number;
  lastCase: number;
  readonly countries: Set<string>;
}

const RECORDS = new WeakMap<Evidence, ProcessingRecord>();

/** Four files use the record of one run, which is computed once. */
export function processingRecord(evidence: Evidence): ProcessingRecord {
  const made = RECORDS.get(evidence);
  if (made !== undefined) return made;
  const counts = openRecord(evidence);
  forEachHistory(evidence, (history) => counts.add(history));
  return counts.finish();
}

/** Computes the record from cases that the caller assembles: all of them, in order. */
export function openRecord(evidence: Evidence): {
  add(history: CaseHistory): void;
  finish(): ProcessingRecord;
} {
  const counts = new RecordCounts(evidence);
  return {
    add: (history) => counts.add(history),
    finish: () => {
      const record = recordOf(evidence, counts);
      RECORDS.set(evidence, record);
      return record;
    },
  };
}

/**
 * The record of a processor, in the sections that GDPR Art. 30(2) requires, and the register of sub-processors. It shows what the ledger
 * records as done, not what was planned. It cites the law in force, and names what is not modelled.
 */
function recordOf(evidence: Evidence, counts: RecordCounts) {
  const { audit, names, scenario } = evidence;
  const endMs = audit.ended?.timeMs ?? scenario.horizonMs;
  const activities = counts.activities();
  const possible = possibleProcessors(evidence, activities, counts.verdicts, endMs);
  const [vendor] = scenario.entities.filter(({ kind }) => kind === 'vendor');
  return {
    ...lawsOf(counts.laws, names.instant.bind(names), endMs),
    from: names.instant(0),
    to: names.instant(endMs),
    processor: { title: vendor?.title ?? scenario.title, country: vendor?.country ?? '' },
    /** How the scenario's law differs from that of history, in sentences. */
    law: givenLaw(scenario),
    /** With each controller; left out if the scenario says nothing about them. */
    agreements: agreementRows(evidence, () => true),
    /** What controllers have to encrypt; left out if the scenario says nothing about it. */
    duties: dutyRows(evidence, () => true),
    activities,
    transfers: counts.transfers(),
    /** How often subcontractors were needed, approvals asked for, and items came plain that were to be encrypted; left out if the scenario says nothing about any. */
    notable:
      scenario.promises.some(
        ({ approval, subcontractorsOnly }) => approval !== undefined || subcontractorsOnly !== undefined,
      ) || scenario.segments.some(({ encryption }) => encryption !== undefined)
        ? counts.notable()
        : undefined,
    possible,
    register: registerOf(evidence, counts, possible),
    securityMeasures: [
      'Every act on data is an entry of an append-only ledger that is sealed by a Merkle root.',
      `An auditor checks the ledger. ${AUDITOR_INDEPENDENCE} It found:`,
      ...audit.invariants.filter(({ id }) => MEASURES.includes(id)).map(measureText),
    ],
    ...omissionsOf(scenario),
  };
}

/** Invariants that are measures of security: storage, failover, purpose, erasure, working copies, attribution. */
const MEASURES: readonly string[] = ['R1', 'R3', 'R6', 'R15', 'R16', 'R20'];

function measureText({ checks, id, sentence, title, untested, violations }: InvariantResult): string {
  const found =
    untested === null ? `${violations} violations in ${checks} checks` : `not tested, since ${untested}`;
  return `${title} (${id}): ${sentence} Found: ${found}.`;
}

const NOTABLE: readonly string[] = [
  'given to a subcontractor',
  'approval of access from outside',
  'items to be encrypted',
];

/** One pass over all cases. Memory grows with segments × laws × entities × countries × bases. */
class RecordCounts {
  readonly laws: RecordLaws;
  readonly verdicts: VerdictsOverTime;
  readonly copies = new Map<string, number>();
  readonly accesses = new Map<string, number>();
  readonly accessesAtCentres = new Map<string, number>();
  private readonly reader: ReceiptReader;
  /** By the law as known today. */
  private readonly readerToday: ReceiptReader;
  private readonly keepers: readonly LedgerKeeper[];
  private readonly acts = new Tallies();
  private readonly sent = new Tallies();
  private readonly notes = new Tallies();
  private readonly promises = new Map<string, string>();
  private readonly roles: ReadonlyMap<string, 'processor' | undefined>;
  /** The laws that rows cite, by title. */
  private readonly named = new Map<string, RecordLaw>();

  constructor(evidence: Evidence) {
    const { names, scenario } = evidence;
    this.keepers = ledgerKeepers(evidence);
    this.laws = new RecordLaws(scenario);
    this.roles = new Map(scenario.segments.map(({ id, role }) => [id, role]));
    this.verdicts = new VerdictsOverTime(scenario);
    this.reader = new ReceiptReader(names, this.verdicts);
    this.readerToday = new ReceiptReader(names, new VerdictsOverTime(scenario, 'now'));
  }

  add(history: CaseHistory): void {
    const { caseNumber, segment } = history;
    this.promises.set(segment, history.promise);
    for (const copy of history.copies) {
      const law = this.lawAt(history, copy.fromMs);
      const category = storageOf(copy.role);
      this.acts.count([segment, law, copy.holder, category], caseNumber, copy.country);
      increase(this.copies, copy.holder);
      this.addUnrecorded(history, this.reader.ofCopy(history, copy), copy.country);
    }
    for (const access of history.accesses) {
      const law = this.lawAt(history, access.fromMs);
      const { company, country, employer, purpose } = access;
      this.acts.count([segment, law, employer, accessFor(purpose)], caseNumber, country);
      if (company !== employer)
        this.acts.count([segment, law, company, accessOfOthersFor(purpose)], caseNumber, country);
      increase(this.accesses, employer);
      increase(this.accessesAtCentres, company);
      this.addUnrecorded(history, this.reader.ofAccess(history, access), country);
      const ofEmployer = this.reader.ofEmployer(history, access);
      if (ofEmployer !== null) this.addUnrecorded(history, ofEmployer, country);
    }
    this.addLedger(history);
    for (const { kind, what } of history.exceptions)
      if (NOTABLE.includes(kind)) this.notes.count([segment, kind, what], caseNumber, '');
    for (const transfer of history.transfers) {
      const judged = this.reader.judge(history, transfer);
      if (!isTransfer(judged)) continue;
      const today = this.readerToday.judge(history, transfer);
      this.addTransfer(history, transfer, { atTheTime: judged, today });
    }
  }

  /** Each is a category of processing for one controller by one entity. */
  activities() {
    return this.acts.rows().map(([[controller = '', law = '', entity = '', category = ''], tally]) => ({
      ...this.ofController(controller, law, 'categories'),
      /** The customers' role for personal data. */
      role: this.roles.get(controller) ?? ('controller' as const),
      promise: this.promises.get(controller) ?? '',
      entity,
      category,
      countries: [...tally.countries].sort(),
      cases: tally.cases,
      acts: tally.acts,
    }));
  }

  /** By controller: to which group cases were given, and why nobody else could take them; what customers were asked to approve, and their answers; what came plain, and what was done. */
  notable() {
    return this.notes.rows().map(([[controller = '', kind = '', what = ''], { acts, cases }]) => ({
      controller,
      kind,
      what,
      cases,
      times: acts,
    }));
  }

  /** Those outside the free flow of a law that protects the data, or may protect it. */
  transfers() {
    return this.sent.rows().map(([key, tally]) => {
      const [controller = '', law = '', exporter = '', importer = '', country = '', ...rest] = key;
      const [basis = '', instrument = '', standing = '', reason = '', today = '', reasonToday = ''] = rest;
      const judged = judgedOf(standing, reason);
      const isSame = basis === 'same-entity';
      const carries = isSame || basis === NOT_ON_RECORD || basis === 'none' ? null : basis;
      return {
        ...this.ofController(controller, law, 'transfers'),
        /** Articles of the law on transfers. */
        rule: this.named.get(law)?.transfers ?? null,
        exporter,
        importer,
        country,
        /** What carries it; null if nothing does, and within one entity. */
        safeguard: carries === null || instrument === '' ? carries : `${carries}: ${instrument}`,
        /** For what an entity gets from itself: that this is no transfer, or why it is open. */
        sameEntity: isSame ? sameEntityText(judged) : null,
        ...judged,
        /** By the law as known today. */
        today: judgedOf(today, reasonToday),
        transfers: tally.acts,
        cases: tally.cases,
      };
    });
  }

  /** Adds the keeper of the ledger while it holds entries about the case. */
  private addLedger(history: CaseHistory): void {
    const { caseNumber, openedMs, segment } = history;
    for (const { country, entity, fromMs, toMs } of this.keepers) {
      if (toMs !== null && toMs <= openedMs) continue;
      const law = this.lawAt(history, Math.max(fromMs, openedMs));
      const category = 'storage (ledger, which tells of the case)';
      this.acts.count([segment, law, entity, category], caseNumber, country);
    }
  }

  /** Adds what reached a company although the law requires a basis, and no transfer is recorded. */
  private addUnrecorded(
    history: CaseHistory,
    receipt: ReturnType<ReceiptReader['ofCopy']>,
    country: string,
  ): void {
    const { basis, from, instrument, reason, standing, timeMs, to } = receipt;
    if (basis !== NOT_ON_RECORD) return;
    const sent = { timeMs, exporter: from ?? 'the customer', importer: to, country, basis, instrument };
    this.addTransfer(history, sent, { atTheTime: { standing, reason }, today: { standing, reason } });
  }

  private addTransfer(
    history: CaseHistory,
    {
      basis,
      country,
      exporter,
      importer,
      instrument,
      timeMs,
    }: Omit<TransferRow, 'entry' | 'place' | 'claim'>,
    { atTheTime, today }: { readonly atTheTime: Judged; readonly today: Judged },
  ): void {
    const parties = [history.segment, this.lawAt(history, timeMs), exporter, importer, country];
    const judged = [atTheTime.standing, atTheTime.reason ?? '', today.standing, today.reason ?? ''];
    this.sent.count([...parties, basis, instrument ?? '', ...judged], history.caseNumber, country);
  }

  /** The title of the law that governs the customer's data; empty if there is none. */
  private lawAt({ country }: CaseHistory, timeMs: number): string {
    const law = this.laws.at(country, timeMs);
    if (law === null) return '';
    this.named.set(law.title, law);
    return law.title;
  }

  /** Customers of a segment: each is a controller (or a processor for its own customers). */
  private ofController(controller: string, law: string, section: 'categories' | 'transfers') {
    return {
      controller,
      /** The act that governs their data; null if no modelled act does. */
      law: law === '' ? null : law,
      /** The article that requires this row, and the law's own article on its subject; null if there is none. */
      asked: this.named.get(law)?.record?.[section] ?? null,
    };
  }
}

function judgedOf(standing: string, reason: string): Judged {
  return { standing: standing as Standing, reason: reason === '' ? null : reason };
}

function sameEntityText({ reason, standing }: Judged): string {
  return standing === 'valid' ? 'not a transfer: same entity' : `${standing}: ${reason ?? ''}`;
}

/** The heading, and the rules of the laws in force about records and about sub-processors. */
function lawsOf(laws: RecordLaws, instant: (timeMs: number) => string, endMs: number) {
  const inForce = laws.inForce(endMs);
  const asking = inForce.flatMap(({ law }) => law?.record?.whole ?? []);
  const isAskedForAll = inForce.length > 0 && asking.length === inForce.length;
  const sentences = inForce.map(({ countries, fromMs, law, toMs }) => {
    const whose = `data of customers in ${countries.join(', ')}`;
    const time = fromMs === 0 && toMs === endMs ? '' : ` from ${instant(fromMs)} to ${instant(toMs)}`;
    if (law === null) return `No act whose articles this record knows governs ${whose}${time}.`;
    const asks =
      law.record === null
        ? 'It asks a processor for no such record.'
        : `It asks a processor for this record: ${law.record.whole}.`;
    return `${law.title} governs ${whose}${time}. ${asks}`;
  });
  return {
    heading: isAskedForAll
      ? `Record of processing activities, ${[...new Set(asking)].join('; ')}`
      : 'Record of processing',
    /** Which law governed whose data, and whether it requires a record. */
    laws: isAskedForAll ? sentences : [...sentences, SECTIONS],
    subProcessorRules: [...new Set(inForce.flatMap(({ law }) => law?.subProcessors ?? []))],
  };
}

const SECTIONS =
  'Where no law asks for it, the record has the sections that GDPR Art. 30(2) asks for: in the EU since 25 May 2018, in Iceland, Liechtenstein and ' +
  'Norway since 20 July 2018.';

/** For each controller, in the order of the segments. */
function possibleProcessors(
  { names, scenario }: Evidence,
  activities: readonly ProcessingActivity[],
  law: VerdictsOverTime,
  endMs: number,
): readonly PossibleProcessor[] {
  return scenario.segments.flatMap(({ id }, segment) => {
    const streams = scenario.streams.flatMap((stream, s) => (stream.segment === segment ? [s] : []));
    const actual = new Set(
      activities.flatMap(({ controller, entity }) => (controller === id ? [entity] : [])),
    );
    return possibleRecipients(names, streams, law, endMs)
      .filter(({ entity }) => !actual.has(entity))
      .map((recipient) => ({ controller: id, ...recipient }));
  });
}

function registerOf(
  { names, scenario }: Evidence,
  counts: RecordCounts,
  possible: readonly PossibleProcessor[],
) {
  const isAsked = scenario.promises.some(({ subcontractorStandard }) => subcontractorStandard !== undefined);
  const gaps = isAsked ? gapTexts(scenario) : [];
  return scenario.entities.map((entity, e) => {
    const { certificates = [], country, id, kind, subcontract, title } = entity;
    const flowDown = subcontract?.flowDown ?? null;
    const announcedMs = subcontract?.announcedEpochMs ?? null;
    return {
      entity: id,
      title,
      kind,
      country,
      places: names.rows.places
        .filter((place) => place.entity === e)
        .map((place) => `${place.name} (${place.country})`),
      instruments: instrumentsOf(entity, scenario),
      /** Those that it has; and if a promise asks for an equivalent standard, those that it lacks although the vendor has them. */
      certificates: [
        ...certificates.map((one) => certificateText(one, scenario)),
        ...gaps.flatMap((gap) => (gap.entity === e ? [gap.text] : [])),
      ],
      /** The day on which customers were told about a subcontractor; null if they were not, or need not be. */
      announced: announcedMs === null ? null : legalBegin(announcedMs),
      /** The period in which it is bound to the vendor's duties; null if it is not, or need not be. */
      bound: flowDown === null ? null : stretch(flowDown.fromEpochMs, flowDown.toEpochMs),
      copies: counts.copies.get(id) ?? 0,
      /** By its employees, and from centres that it runs. */
      accesses: counts.accesses.get(id) ?? 0,
      accessesAtCentres: counts.accessesAtCentres.get(id) ?? 0,
      /** Controllers whose data it could have received by promise and law, but did not. */
      couldReceiveFrom: possible.flatMap((one) => (one.entity === id ? [one.controller] : [])),
    };
  });
}

function instrumentsOf({ instruments }: LegalEntity, scenario: Scenario): readonly string[] {
  return instruments.map(
    ({ fromEpochMs, instrument, kind, toEpochMs }) =>
      `${kind} ${instrument} ${stretch(fromEpochMs, toEpochMs)}${timeInForce(scenario, instrument)}`,
  );
}

const SEPARATOR = '\u0000';

/** Tallies by keys of several words. */
class Tallies {
  private readonly found = new Map<string, { readonly key: readonly string[]; readonly tally: Tally }>();

  count(key: readonly string[], caseNumber: number, country: string): void {
    const name = key.join(SEPARATOR);
    let known = this.found.get(name);
    if (known === undefined) {
      known = { key, tally: { acts: 0, cases: 0, lastCase: -1, countries: new Set() } };
      this.found.set(name, known);
    }
    const { tally } = known;
    tally.acts++;
    if (tally.lastCase !== caseNumber) tally.cases++;
    tally.lastCase = caseNumber;
    tally.countries.add(country);
  }

  /** In the order of their keys. */
  rows(): readonly (readonly [readonly string[], Tally])[] {
    return [...this.found]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, { key, tally }]) => [key, tally] as const);
  }
}

/** Names of categories by what they are built from: each name is built once. */
const storageOf = memoised((role: string) => `storage (${role})`);
const accessFor = memoised((purpose: string) => `access for ${purpose}`);
const accessOfOthersFor = memoised(
  (purpose: string) => `access for ${purpose} by people of another employer`,
);

/** For a basis that the scenario dates itself: when it is in force here. */
function timeInForce({ law }: Scenario, instrument: string): string {
  const given = law?.bases.find(({ basis }) => basis === instrument);
  if (given === undefined) return '';
  return `; in this scenario, not in history, it is in force ${stretch(given.fromEpochMs, given.toEpochMs)}`;
}

/** A certificate ends with its edition, whatever date it carries. */
function certificateText(certificate: Certificate, scenario: Scenario): string {
  const { edition, fromEpochMs, toEpochMs } = certificate;
  const { title = edition, validToMs = null } = CERTIFICATE_EDITIONS.find(({ id }) => id === edition) ?? {};
  const shown = `${title}${scopeText(certificate, scenario)} ${stretch(fromEpochMs, toEpochMs)}`;
  return validToMs !== null && validToMs < toEpochMs
    ? `${shown}, but the edition ends at ${legalEnd(validToMs)}`
    : shown;
}

function stretch(fromEpochMs: number, toEpochMs: number | null): string {
  return `from ${legalBegin(fromEpochMs)}${toEpochMs === null ? '' : ` until ${legalEnd(toEpochMs)}`}`;
}
