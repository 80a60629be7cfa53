import { plural } from '#base';
import { type Consent, legalBegin, legalEnd } from '#domain';
import { type BoundarySection, type BoundarySentence, said } from '../words/boundary-sentence.ts';
import { countryInWords, durationInWords, zoneInWords } from '../words/boundary-words.ts';
import type { PromiseTerms } from '../words/promise-terms.ts';
import { coveredBy, inLog, type LogDesk, rowsOfCases } from './log-desk.ts';

/** Consents and emergencies: what the scenario permits. A log does not tell of any. */
export function allowancesSection(desk: LogDesk): BoundarySection {
  return {
    id: 'allowances',
    title: 'Consents and emergencies',
    sentences: desk.terms.flatMap((terms) =>
      desk.rowsOf(terms) === undefined
        ? []
        : [...consentSentences(desk, terms), ...emergencySentences(desk, terms)],
    ),
  };
}

/** The exceptions by which cases of these customers may be viewed from outside. */
export function allowedWays(desk: LogDesk, { promise, segments }: PromiseTerms): readonly string[] {
  const consents = segments.some((s) => (desk.scenario.segments[s]?.consents ?? []).length > 0);
  return [
    ...(consents ? ['on a consent'] : []),
    ...(promise.breakGlass === undefined ? [] : ['in an emergency']),
  ];
}

function consentSentences(desk: LogDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  const covered = desk.flowsOf(terms, 'viewed').filter(({ isConsented }) => isConsented);
  return terms.segments.flatMap((s) =>
    (desk.scenario.segments[s]?.consents ?? []).flatMap((consent) => {
      const { fromMs, toMs } = timesOf(consent);
      if (toMs <= desk.clock.firstMs || fromMs > desk.clock.lastMs) return [];
      const what = consent.dimensions
        .map((one) => (one === 'access' ? 'access' : 'processing'))
        .join(' and ');
      const [from, to] = [legalBegin(fromMs), legalEnd(toMs)];
      return [
        said(
          `The scenario has a consent of customers of ${desk.segment(s)} to ${what} in ${zoneInWords(consent.zone)}, from ${from} until ${to}. It does not cover stored copies. The log has no column that says whether a view relied on a consent; ${covered.length === 0 ? 'no row is from outside while a consent of customers with this promise covered it' : `${rowsOfCases(covered)} are from outside while a consent of customers with this promise ${coveredBy(covered)} them`}.`,
          { kind: 'safeguard', what: 'consent of the customers', from, to },
          inLog('access from outside while a consent covered it', covered),
        ),
      ];
    }),
  );
}

function timesOf({ fromEpochMs, givenEpochMs, toEpochMs }: Consent) {
  return { fromMs: Math.max(fromEpochMs, givenEpochMs), toMs: toEpochMs };
}

function emergencySentences(desk: LogDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  const rule = terms.promise.breakGlass;
  if (rule === undefined) return [];
  const { approvers, strandedForMs, windowMs } = rule;
  const group = desk.scenario.groups[approvers];
  const country = desk.scenario.centres[group?.centre ?? -1]?.country ?? '';
  const outside = desk.flowsOf(terms, 'viewed').filter(({ isOutside }) => isOutside);
  return [
    said(
      `In an emergency, a case of severity A of ${desk.customers(terms.segments)} that the promise has kept from everybody for ${durationInWords(strandedForMs)} may be opened to somebody outside for ${durationInWords(windowMs)}, if two people of the group “${group?.id ?? ''}” in ${countryInWords(country)} approve it. The log has no column that tells of emergencies, approvals or reviews; ${plural(desk.rowsOf(terms)?.cases ?? 0, 'case')} of these customers ${desk.rowsOf(terms)?.cases === 1 ? 'is' : 'are'} in the log, and ${outside.length === 0 ? 'no row of them is' : `${rowsOfCases(outside)} are`} from outside.`,
      { kind: 'safeguard', what: 'rules of emergency access in the promise', from: null, to: null },
      inLog('access from outside', outside),
    ),
  ];
}
