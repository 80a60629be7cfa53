import { listInWords } from '#base';
import { certificateEditionById, legalBegin, legalEnd } from '#domain';
import { scopeText } from '../certificates.ts';
import type { BoundaryDesk } from './boundary-desk.ts';
import { type BoundarySentence, type Ground, said } from './words/boundary-sentence.ts';
import { zoneInWords } from './words/boundary-words.ts';
import type { PromiseTerms } from './words/promise-terms.ts';

/** What only one source can say of the consents of a segment. */
export interface OwnConsents {
  readonly uses: string;
  readonly grounds: readonly Ground[];
  /** Accesses that no consent covered, or might not. */
  readonly broken: readonly BoundarySentence[];
}

/** Consents, contracts and certificates, which have an end. */
export function temporarySentences(
  desk: BoundaryDesk,
  ownOf: (segment: number) => OwnConsents,
): readonly BoundarySentence[] {
  const segments = [...new Set(desk.terms.flatMap((terms) => terms.segments))].sort((a, b) => a - b);
  return [
    ...segments.flatMap((segment) => consentSentences(desk, segment, ownOf(segment))),
    ...contractSentences(desk),
    ...desk.terms.flatMap((terms) => certificateSentences(desk, terms)),
  ];
}

function consentSentences(
  desk: BoundaryDesk,
  segment: number,
  { broken, grounds, uses }: OwnConsents,
): readonly BoundarySentence[] {
  const { consents = [] } = desk.scenario.segments[segment] ?? {};
  const day = (atMs: number) => desk.instant(atMs, [segment]);
  const inForce = consents.flatMap(({ dimensions, fromEpochMs, givenEpochMs, toEpochMs, zone }) => {
    // A consent holds from its date, or from when it was given if that is later.
    const beginMs = Math.max(fromEpochMs, givenEpochMs);
    // One that lapsed before, or begins later, permits nothing in these days.
    if (toEpochMs <= desk.fromMs || beginMs >= desk.endMs) return [];
    const may = listInWords(
      dimensions.map((one) => (one === 'access' ? 'people may see' : 'systems may process')),
    );
    const [from, to] = [day(beginMs), day(toEpochMs)];
    return [
      said(
        `Customers of ${desk.segment(segment)} consented on ${day(givenEpochMs)} that in ${zoneInWords(zone)} ${may} their cases from ${from} until ${to}. It never covers stored copies. ${uses}`,
        { kind: 'safeguard', what: 'consent of the customers', from, to },
        ...grounds,
      ),
    ];
  });
  return [...inForce, ...broken];
}

function contractSentences(desk: BoundaryDesk): readonly BoundarySentence[] {
  return desk.scenario.entities.flatMap(({ id, subcontract, title }) => {
    const end = subcontract?.flowDown?.toEpochMs ?? null;
    const flows = desk.flows.filter(({ company, employer }) => company === id || employer === id);
    if (end === null || end <= desk.fromMs || flows.length === 0) return [];
    const did = flows.some(({ mode }) => mode === 'processed') ? 'stored, saw or processed' : 'stored or saw';
    const from = legalBegin(subcontract?.flowDown?.fromEpochMs ?? desk.fromMs);
    return [
      said(
        `${title} is bound to the vendor’s duties until ${legalEnd(end)}. Its places and people ${did} data (${desk.amount(flows)} ${desk.inSource}).`,
        { kind: 'safeguard', what: `contract with ${title}`, from, to: legalEnd(end) },
        ...desk.auditGrounds(['R9']),
      ),
    ];
  });
}

/** Certificates that a promise asks of the companies that store: each ends at its date, or with its edition. */
function certificateSentences(desk: BoundaryDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  const { certified } = terms.promise;
  if (certified === undefined) return [];
  const stored = desk.flowsOf(terms, 'stored').filter(({ dimension }) => dimension !== 'workingCopy');
  return desk.scenario.entities.flatMap(({ certificates = [], id, title }) => {
    const flows = stored.filter(({ company }) => company === id);
    const [last] = certificates
      .filter(({ edition, fromEpochMs }) => edition.startsWith(certified) && fromEpochMs < desk.endMs)
      .filter(({ services }) => services?.includes('storage') !== false)
      .map((one) => ({ ...one, endMs: Math.min(one.toEpochMs, editionEndMs(one.edition)) }))
      .sort((left, right) => right.endMs - left.endMs);
    if (flows.length === 0 || last === undefined || !desk.isKnownCompany(id)) return [];
    const name = certificateEditionById(last.edition)?.title ?? last.edition;
    const to = legalEnd(last.endMs);
    const ends = last.endMs < last.toEpochMs ? ', when the edition ends' : '';
    return [
      said(
        `${title} is certified (${name}${scopeText(last, desk.scenario)}), as ${desk.whose(terms)} ask of a company that stores them, until ${to}${ends}. It stored copies of them (${desk.amount(flows)} ${desk.inSource}).`,
        {
          kind: 'safeguard',
          what: `certificate of ${title} (${name})`,
          from: legalBegin(last.fromEpochMs),
          to,
        },
        ...desk.auditGrounds(['R1']),
      ),
    ];
  });
}

function editionEndMs(edition: string): number {
  return certificateEditionById(edition)?.validToMs ?? Number.POSITIVE_INFINITY;
}
