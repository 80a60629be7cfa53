import { leavingsOf } from '#audit';
import { listInWords, plural } from '#base';
import { type Consent, certificateEditionById, legalBegin, legalEnd } from '#domain';
import { type BoundaryDesk, totalActs } from './boundary-desk.ts';
import { type BoundarySentence, said } from './words/boundary-sentence.ts';
import { countryInWords, durationInWords, zoneInWords } from './words/boundary-words.ts';
import type { PromiseTerms } from './words/promise-terms.ts';

/** Arrangements with an end: consents, data centres that are emptied, countries that leave a zone, contracts and bases that end. */
export function temporarySentences(desk: BoundaryDesk): readonly BoundarySentence[] {
  return [
    ...consentSentences(desk),
    ...evacuationSentences(desk),
    ...leavingSentences(desk),
    ...basisEndSentences(desk),
    ...contractSentences(desk),
    ...desk.terms.flatMap((terms) => certificateSentences(desk, terms)),
  ];
}

function consentSentences(desk: BoundaryDesk): readonly BoundarySentence[] {
  return desk.scenario.segments.flatMap(({ consents = [] }, s) => [
    ...consents.flatMap((consent) => consentSentence(desk, consent, s)),
    ...brokenConsents(desk, s),
  ]);
}

function consentSentence(desk: BoundaryDesk, consent: Consent, segment: number): readonly BoundarySentence[] {
  const { fromMs, toMs } = timesOf(desk, consent);
  // A consent that lapsed before, or begins later, permits nothing in these days.
  if (toMs <= 0 || fromMs >= desk.endMs) return [];
  const { startEpochMs } = desk.scenario;
  const whose = [segment];
  const used = usesOfConsents(desk, segment);
  const may = listInWords(
    consent.dimensions.map((one) => (one === 'access' ? 'people may see' : 'systems may process')),
  );
  const given = desk.clock.instant(consent.givenEpochMs - startEpochMs, whose);
  const text =
    `Customers of ${desk.segment(segment)} consented on ${given} that in ${zoneInWords(consent.zone)} ${may} their cases ` +
    `from ${desk.clock.instant(fromMs, whose)} until ${desk.clock.instant(toMs, whose)}. It never covers stored copies. ${plural(used, 'access', 'accesses')} relied on a consent of theirs in this run.`;
  return [
    said(
      text,
      {
        kind: 'safeguard',
        what: 'consent of the customers',
        from: desk.clock.instant(fromMs, whose),
        to: desk.clock.instant(toMs, whose),
      },
      ...desk.proofGrounds(['R12']),
      ...desk.auditGrounds(['R12']),
      { kind: 'ledger', what: 'accesses on a consent', count: used },
    ),
  ];
}

function usesOfConsents(desk: BoundaryDesk, segment: number): number {
  return totalActs(desk.flows.filter((flow) => flow.segment === segment && flow.exception === 'consent'));
}

/** Accesses that named a consent which did not cover them, or that a proof does not rule out. */
function brokenConsents(desk: BoundaryDesk, segment: number): readonly BoundarySentence[] {
  if (desk.counts.violationsIn(['R12'], [segment]) === null) {
    const isGiven = (desk.scenario.segments[segment]?.consents ?? []).length > 0;
    return isGiven ? desk.possibleBreaks(['R12']) : [];
  }
  return desk.kept({
    segments: [segment],
    again: null,
    never: '',
    did: '',
    counted: [],
    invariants: ['R12'],
    properties: ['R12'],
    violated: `accesses to cases of ${desk.segment(segment)} relied on a consent that did not cover them`,
  });
}

/** A consent holds from its date, or from when it was given if that is later. */
function timesOf(
  { scenario: { startEpochMs } }: BoundaryDesk,
  { fromEpochMs, givenEpochMs, toEpochMs }: Consent,
) {
  return { fromMs: Math.max(fromEpochMs, givenEpochMs) - startEpochMs, toMs: toEpochMs - startEpochMs };
}

function evacuationSentences(desk: BoundaryDesk): readonly BoundarySentence[] {
  const { dataCentres, evacuations, streams } = desk.scenario;
  const all = streams.map(({ segment }) => segment);
  return evacuations.flatMap(({ atMs, dataCentre, to }) => {
    const { country = '', title = '' } = dataCentres[dataCentre] ?? {};
    const places = to.map(
      (one) => `${dataCentres[one]?.title} (${countryInWords(dataCentres[one]?.country ?? '')})`,
    );
    const held = totalActs(
      desk.flows.filter(({ mode, placeIndex }) => mode === 'stored' && placeIndex === dataCentre),
    );
    if (held === 0) return [];
    return [
      said(
        `Copies rest at ${title} (${countryInWords(country)}) until ${desk.clock.instant(atMs, all)}, and then move to ${listInWords(places, 'or')}. ${plural(held, 'copy was', 'copies were')} stored there in this run.`,
        { kind: 'terms', what: `evacuation of ${title}` },
        { kind: 'ledger', what: `copies stored at ${title}`, count: held },
      ),
    ];
  });
}

/** A country that leaves a zone which some promise names. */
function leavingSentences(desk: BoundaryDesk): readonly BoundarySentence[] {
  const leadMs = desk.scenario.retention.leavingLeadMs ?? 0;
  const all = desk.scenario.segments.map((_, s) => s);
  return leavingsOf(desk.scenario, leadMs).flatMap(({ country, timeMs, zone }) => {
    const when = desk.clock.instant(timeMs, all);
    const place = `${countryInWords(country)} leaves ${zoneInWords(zone)} on ${when}`;
    return desk.kept({
      again: null,
      segments: all,
      invariants: ['R22'],
      properties: ['R22'],
      never: `${place}; no copy that was promised to stay in ${zoneInWords(zone)} can be there at that moment`,
      did: `${place}. In this run no copy that was promised to stay in the zone was there at that moment.`,
      violated: `${place}, and copies that were promised to stay in the zone were still there, or were stored there shortly before`,
      counted: [],
    });
  });
}

function basisEndSentences(desk: BoundaryDesk): readonly BoundarySentence[] {
  const rule = desk.scenario.retention.basisEnd;
  if (rule === undefined) return [];
  const all = desk.scenario.segments.map((_, s) => s);
  const { graceMs, movedAfterMs } = rule;
  const times = `moves ${durationInWords(movedAfterMs)} after the end of the basis, and is gone ${durationInWords(graceMs)} after it`;
  return desk.kept({
    again: null,
    segments: all,
    invariants: ['R8'],
    properties: ['R8'],
    never: `Data held on a basis that ends ${times}: none can be left then`,
    did: `In this run no copy was left where its basis had ended, after the grace period of ${durationInWords(graceMs)}.`,
    violated: `data held on a basis that had ended was not gone in time (it ${times})`,
    counted: [],
  });
}

function contractSentences(desk: BoundaryDesk): readonly BoundarySentence[] {
  const { entities, startEpochMs } = desk.scenario;
  return entities.flatMap(({ id, subcontract, title }) => {
    const end = subcontract?.flowDown?.toEpochMs ?? null;
    const acts = totalActs(desk.flows.filter(({ company, employer }) => company === id || employer === id));
    if (end === null || end <= startEpochMs || acts === 0) return [];
    const from = legalBegin(subcontract?.flowDown?.fromEpochMs ?? startEpochMs);
    return [
      said(
        `${title} is bound to the vendor’s duties until ${legalEnd(end)}. ${plural(acts, 'copy or access of its places and people is', 'copies and accesses of its places and people are')} on record in this run.`,
        { kind: 'safeguard', what: `contract with ${title}`, from, to: legalEnd(end) },
        ...desk.auditGrounds(['R9']),
      ),
    ];
  });
}

/** Certificates that a promise asks of the companies that store: each ends at its date, or with its edition. */
function certificateSentences(
  desk: BoundaryDesk,
  { promise: { certified }, segments }: PromiseTerms,
): readonly BoundarySentence[] {
  if (certified === undefined) return [];
  const { entities, startEpochMs } = desk.scenario;
  const stored = desk.flows.filter(
    ({ dimension, mode, segment }) =>
      mode === 'stored' && dimension !== 'workingCopy' && segments.includes(segment),
  );
  return entities.flatMap(({ certificates = [], id, title }) => {
    const copies = totalActs(stored.filter(({ company }) => company === id));
    const [last] = certificates
      .filter(
        ({ edition, fromEpochMs }) =>
          edition.startsWith(certified) && fromEpochMs < startEpochMs + desk.endMs,
      )
      .map((one) => ({ ...one, endMs: Math.min(one.toEpochMs, editionEndMs(one.edition)) }))
      .sort((left, right) => right.endMs - left.endMs);
    if (copies === 0 || last === undefined) return [];
    const name = certificateEditionById(last.edition)?.title ?? last.edition;
    const to = legalEnd(last.endMs);
    const ends = last.endMs < last.toEpochMs ? ', when the edition ends' : '';
    return [
      said(
        `${title} is certified (${name}), as cases of ${desk.customers(segments)} ask of a company that stores them, until ${to}${ends}. It stored ${plural(copies, 'copy', 'copies')} of them in this run.`,
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
