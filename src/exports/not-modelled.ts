import { type AuditReport, agreementClauses } from '#audit';
import { type Agreement, type BasisInstrument, EXPORT_REGIMES, isFreeFlow, type Scenario } from '#domain';

/** Something that readers may expect in a report, but that is not modelled, or that the scenario does not say. */
interface Omission {
  readonly id: string;
  /** A phrase that completes "not modelled: …", or "not said by the scenario: …". */
  readonly what: string;
  /** The key that would say it; none for what no scenario can say. */
  readonly key?: string;
  /** Whether a reader of a report on this scenario could expect it. */
  readonly concerns: (scenario: Scenario) => boolean;
}

/** Royal assent on 19 June 2025; its parts on transfers came into force later, on 5 February 2026. */
const BRITISH_ACT_MS = Date.UTC(2025, 5, 19);

const OMISSIONS: readonly Omission[] = [
  {
    id: 'data-processing-agreements',
    what: 'whether each customer has signed a data processing agreement',
    key: 'agreements.dataProcessing of a segment',
    concerns: (scenario) => isAgreementUnsaid(scenario, 'dataProcessing'),
  },
  {
    id: 'duties-of-customers',
    what: 'what customers have to do themselves, such as encrypting files before they share them',
    key: 'encryption of a segment',
    concerns: ({ segments }) => segments.some(({ encryption }) => encryption === undefined),
  },
  {
    id: 'business-associate-agreements',
    what: 'business associate agreements (HIPAA) between the vendor and its customers in the United States',
    key: 'agreements.businessAssociate of a segment',
    concerns: (scenario) => isAgreementUnsaid(scenario, 'businessAssociate'),
  },
  {
    id: 'scope-of-certificates',
    what: 'which products and services a certificate covers, which therefore counts for all work of its company',
    key: 'services and products of a certificate',
    concerns: ({ entities, promises }) =>
      promises.some(
        ({ certified, certifiedSupport, subcontractorStandard }) =>
          (certified ?? certifiedSupport ?? subcontractorStandard) !== undefined,
      ) &&
      entities.some(({ certificates = [] }) =>
        certificates.some(
          ({ products, services }) =>
            services === undefined || (services.includes('support') && products === undefined),
        ),
      ),
  },
  {
    id: 'standard-of-subcontractors',
    what: 'whether subcontractors keep the security standard of the vendor',
    key: 'subcontractorStandard of a promise',
    concerns: (scenario) =>
      isUnsaidOfSubcontractors(scenario, ({ subcontractorStandard }) => subcontractorStandard),
  },
  {
    id: 'need-for-subcontractors',
    what: 'why a subcontractor was needed, where no promise says that they take cases only when required',
    key: 'subcontractorsOnly of a promise',
    concerns: (scenario) =>
      isUnsaidOfSubcontractors(scenario, ({ subcontractorsOnly }) => subcontractorsOnly),
  },
  {
    id: 'place-of-the-ledger',
    what: 'where the ledger is kept, which holds personal data too',
    key: 'ledger',
    concerns: ({ ledger }) => ledger === undefined,
  },
  {
    id: 'transfer-laws-elsewhere',
    what: 'laws of countries outside the EEA, Switzerland and the United Kingdom on what leaves them',
    concerns: ({ horizonMs, startEpochMs, streams }) =>
      streams.some(({ country }) =>
        [startEpochMs, startEpochMs + horizonMs].some(
          (atMs) => !EXPORT_REGIMES.some((regime) => isFreeFlow(regime, country, atMs)),
        ),
      ),
  },
  {
    id: 'onward-transfers',
    what:
      'onward transfers under Safe Harbor, Privacy Shield and the Data Privacy Framework: what a participant asks of those to whom it ' +
      'passes data on',
    concerns: (scenario) => reliesOn(scenario, ({ kind }) => kind === 'framework'),
  },
  {
    id: 'scope-of-participation',
    what: 'what a participation in the Data Privacy Framework covers: data of employees (HR data) needs a participation of its own',
    concerns: (scenario) => reliesOn(scenario, ({ instrument }) => instrument.startsWith('DPF_')),
  },
  {
    id: 'sufficiency-of-assessments',
    what:
      'whether an assessment of the law of an importer’s country is sufficient, and whether what it asks for is done: only that one is ' +
      'on record, and since when',
    concerns: (scenario) => reliesOn(scenario, ({ kind }) => kind !== 'framework'),
  },
  {
    id: 'british-act-of-2025',
    what:
      'the Data (Use and Access) Act 2025 of the United Kingdom: its own test of protection abroad, for transfers from there, and what it ' +
      'changes for data that comes there',
    concerns: ({ centres, dataCentres, entities, horizonMs, startEpochMs, streams }) =>
      startEpochMs + horizonMs > BRITISH_ACT_MS &&
      [...centres, ...dataCentres, ...entities, ...streams].some(({ country }) => country === 'GB'),
  },
  {
    id: 'sessions-of-software',
    what: 'sessions of software, in the record of processing and tables of accesses; the ledger, the audit, statements and boundaries have them',
    concerns: ({ software }) => software !== undefined,
  },
  {
    id: 'other-security-measures',
    what: 'security measures other than those that the invariants judge',
    concerns: () => true,
  },
  {
    id: 'contact-details',
    what: 'contact details of controllers, processors, their representatives and data protection officers',
    concerns: () => true,
  },
];

/** Whether the law of some customers asks for the agreement and the scenario does not say when they have it. */
function isAgreementUnsaid(
  { horizonMs, segments, startEpochMs, streams }: Scenario,
  kind: Agreement,
): boolean {
  return streams.some(
    ({ country, segment }) =>
      segments[segment]?.agreements?.[kind] === undefined &&
      agreementClauses(country, kind, startEpochMs, startEpochMs + horizonMs).length > 0,
  );
}

/** Whether a company has an instrument of that sort. */
function reliesOn({ entities }: Scenario, isMeant: (instrument: BasisInstrument) => boolean): boolean {
  return entities.some(({ instruments }) => instruments.some(isMeant));
}

/** Whether customers are promised nothing of that sort about the subcontractors that may get their cases. */
function isUnsaidOfSubcontractors(
  { entities, promises, segments }: Scenario,
  promisedIn: (promise: Scenario['promises'][number]) => string | undefined,
): boolean {
  const mayGetCases = segments.some(({ promise: index }) => {
    const promise = promises[index];
    return promise !== undefined && promise.subcontractors !== 'none' && promisedIn(promise) === undefined;
  });
  return mayGetCases && entities.some(({ kind }) => kind === 'subcontractor');
}

/** What readers of a report on a scenario may expect and nobody has judged, as phrases. Each report has these fields. */
export interface Omissions {
  /** What the scenario could say, and does not; each with its key. */
  readonly notSaid: readonly string[];
  /** What no scenario can say. */
  readonly notModelled: readonly string[];
}

/** What every report on the scenario has to name as not judged. */
export function omissionsOf(scenario: Scenario): Omissions {
  const concerned = OMISSIONS.filter(({ concerns }) => concerns(scenario));
  return {
    notSaid: concerned.flatMap(({ key, what }) => (key === undefined ? [] : [`${what} (${key})`])),
    notModelled: concerned.flatMap(({ key, what }) => (key === undefined ? [what] : [])),
  };
}

/** What is not judged, as a sentence for each reason. */
export function omissionSentences(omissions: Omissions): readonly string[] {
  return byReason(omissions).flatMap(([why, what]) =>
    what.length === 0 ? [] : [`${why}, and therefore not judged: ${what.join('; ')}.`],
  );
}

/** What is not judged, as a sentence for each subject. */
export function omissionLines(omissions: Omissions): readonly string[] {
  return byReason(omissions).flatMap(([why, what]) => what.map((one) => `${why}: ${one}.`));
}

function byReason({ notModelled, notSaid }: Omissions) {
  return [
    ['Not said by the scenario', notSaid],
    ['Not modelled', notModelled],
  ] as const;
}

/** `audit.json`: the report, and what it leaves out. */
export function auditJson(audit: AuditReport, scenario: Scenario): string {
  return `${JSON.stringify({ ...audit, ...omissionsOf(scenario) }, null, 2)}\n`;
}
