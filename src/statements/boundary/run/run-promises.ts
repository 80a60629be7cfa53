import { formatCount, listInWords, plural, present, raised, sumOf } from '#base';
import { APPROVAL_STEPS, legalBegin, legalEnd } from '#domain';
import { gapTexts } from '../../certificates.ts';
import type { OwnAccess } from '../access-section.ts';
import { type Flow, segmentsOf, totalOf } from '../flow.ts';
import { type BoundarySentence, said } from '../words/boundary-sentence.ts';
import { countryInWords, zoneInWords } from '../words/boundary-words.ts';
import type { PromiseTerms } from '../words/promise-terms.ts';
import type { RunDesk } from './run-desk.ts';

/** A promise may only say where data is stored first. */
export function firstSentences(desk: RunDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  const { storedFirst } = terms.promise;
  const flows = desk.flowsOf(terms, 'stored').filter(({ transfer }) => transfer?.from === null);
  if (storedFirst === undefined || flows.length === 0) return [];
  const whose = `customers of ${desk.customers(terms.segments)}`;
  const zone = zoneInWords(storedFirst);
  return desk.kept({
    again: [whose, 'these customers'],
    segments: terms.segments,
    invariants: ['R1'],
    properties: ['R1'],
    never: `What ${whose} send can never be stored first outside ${zone}; nothing is promised about where it goes then`,
    did: `In this run, first copies of what ${whose} sent rested in ${desk.places(flows)}.`,
    violated: `what ${whose} send was promised to be stored first in ${zone}, and was not`,
    counted: [desk.counted('first copies of these cases', flows)],
  });
}

/** Certificates of those who work on cases, and what subcontractors must have because the vendor has it. */
export function standardSentences(desk: RunDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  const { certifiedSupport, subcontractorStandard, subcontractors } = terms.promise;
  const isEquivalent = subcontractorStandard !== undefined && subcontractors !== 'none';
  const asked = present([
    certifiedSupport !== undefined &&
      `worked on only by companies with a certificate on ${certifiedSupport} for the support of their product`,
    isEquivalent &&
      'given only to subcontractors that have the certificates that the vendor has for the same work',
  ]);
  if (asked.length === 0) return [];
  const promised = `${desk.whose(terms)} were promised to be ${listInWords(asked)}`;
  const gaps = isEquivalent ? gapTexts(desk.scenario) : [];
  const lacks = gaps.map(
    ({ entity, text }) => ` ${desk.scenario.entities[entity]?.title ?? ''} had ${text}.`,
  );
  const did = `${raised(promised)}.${lacks.join('')}`;
  // The sentence on subcontractors names a breach of R9.
  if (subcontractors !== undefined) {
    const what = 'certificates of companies in the scenario';
    return [said(did, { kind: 'terms', what }, ...desk.proofGrounds(['R9']), ...desk.auditGrounds(['R9']))];
  }
  return desk.kept({
    segments: terms.segments,
    invariants: ['R9'],
    properties: ['R9'],
    never: `That ${desk.whose(terms)} come to a company without the certificates that were promised can never happen`,
    did,
    violated: promised,
  });
}

/** How often subcontractors were needed, and why. */
export function lastResortSentences(desk: RunDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  if (terms.promise.subcontractorsOnly === undefined) return [];
  const whose = desk.whose(terms);
  const totals = new Map<string, number>();
  for (const s of terms.segments)
    for (const [what, count] of desk.counts.segments[s]?.subcontracted ?? [])
      totals.set(what, (totals.get(what) ?? 0) + count);
  const given = sumOf([...totals.values()]);
  return desk.kept({
    segments: terms.segments,
    invariants: ['R27'],
    did: `${raised(whose)} go to subcontractors only when nobody of the vendor or an affiliate can take them. In this run that was so ${plural(given, 'time')}${tallied(totals)}.`,
    violated: `${whose} were promised to go to subcontractors only when nobody of the vendor or an affiliate can take them`,
    counted: [
      { kind: 'ledger', what: 'assignments to subcontractors with a reason on record', count: given },
    ],
  });
}

/** How often customers were asked to approve access from outside, and what they answered. */
export function approvalSentences(
  desk: RunDesk,
  { promise, segments }: PromiseTerms,
): readonly BoundarySentence[] {
  if (promise.approval === undefined) return [];
  const [asked, given, refused] = APPROVAL_STEPS.map((step) =>
    sumOf(segments.map((s) => desk.counts.segments[s]?.approvals.get(step) ?? 0)),
  ) as [number, number, number];
  const open = asked - given - refused;
  const answers = `${formatCount(given)} approved, ${formatCount(refused)} refused, and ${formatCount(open)} without an answer on record`;
  return [
    said(
      `In this run, customers of ${desk.customers(segments)} were asked about ${plural(asked, 'case')} whether somebody outside may see it${asked === 0 ? '' : `: ${answers}`}.`,
      { kind: 'ledger', what: 'customers asked to approve access from outside', count: asked },
      ...desk.auditGrounds(['R4']),
    ),
  ];
}

/** What the customers themselves have to encrypt, and what came plain all the same. */
export function dutySentences(desk: RunDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  return terms.segments.flatMap((s) => {
    const { encryption } = desk.scenario.segments[s] ?? {};
    if (encryption === undefined) return [];
    const whose = `customers of ${desk.segment(s)}`;
    const { fromEpochMs, items, plain, toEpochMs } = encryption;
    const until = toEpochMs === null ? '' : ` until ${legalEnd(toEpochMs)}`;
    const otherwise =
      plain === 'told'
        ? 'the vendor takes what comes plain, and tells them'
        : 'the vendor sends back what comes plain, and keeps no copy';
    const { plain: totals = new Map<string, number>() } = desk.counts.segments[s] ?? {};
    const fact = `${raised(whose)} have to encrypt some items (${listInWords(items)}) before they share them, from ${legalBegin(fromEpochMs)}${until}; ${otherwise}. In this run, `;
    const came = totals.size === 0 ? 'nothing came plain' : `the ledger records${tallied(totals)}`;
    return desk.kept({
      segments: [s],
      invariants: ['R28'],
      did: `${fact}${came}.`,
      violated: `${whose} were to be told of what came plain, or get it back`,
      counted: [
        { kind: 'ledger', what: 'steps with items to be encrypted', count: sumOf([...totals.values()]) },
      ],
    });
  });
}

/** `: a (3 times); b (once)`, most first. */
function tallied(totals: ReadonlyMap<string, number>): string {
  const sorted = [...totals].sort(([, m], [, n]) => n - m);
  const parts = sorted.map(([what, count]) => `“${what}” (${count === 1 ? 'once' : plural(count, 'time')})`);
  return parts.length === 0 ? '' : `: ${parts.join('; ')}`;
}

/** The ledger mentions cases, without their contents. */
export function ledgerSentences(desk: RunDesk): readonly BoundarySentence[] {
  const { dataCentres, ledger, segments } = desk.scenario;
  if (ledger === undefined || desk.figures('R19') === null) return [];
  const places = ledger.dataCentres.map((index) => {
    const { country = '', title = '' } = dataCentres[index] ?? {};
    return `${title} (${countryInWords(country)})`;
  });
  return desk.kept({
    segments: segments.map((_, s) => s),
    invariants: ['R19'],
    did: `The ledger itself mentions cases without their contents. It may be kept at ${listInWords(places, 'or')}, and no promise was broken by it in this run.`,
    violated: 'the ledger, which mentions cases without their contents, was kept where a promise forbids it',
  });
}

/** No product and no channel is an exception: the cases that were looked at, by both. */
export function coverageSentences(desk: RunDesk): readonly BoundarySentence[] {
  const promised = desk.terms
    .filter(({ restrictions }) => restrictions.size > 0)
    .flatMap(({ segments }) => segments);
  const counts = promised.flatMap((s) => desk.counts.segments[s] ?? []);
  const cases = counts.reduce((sum, one) => sum + one.cases, 0);
  if (cases === 0) return [];
  const by = (of: 'byChannel' | 'byProduct', nameOf: (id: string) => string) => {
    const totals = new Map<string, number>();
    for (const one of counts)
      for (const [id, count] of one[of]) totals.set(id, (totals.get(id) ?? 0) + count);
    return listInWords([...totals].sort().map(([id, count]) => `${nameOf(id)} (${formatCount(count)})`));
  };
  const product = (id: string) => desk.scenario.products.find((one) => one.id === id)?.title || id;
  return [
    said(
      `No product and no channel is left out for customers to whom something was promised: it holds for all of ${plural(cases, 'case')}, by ${by('byChannel', (id) => id)}, and about ${by('byProduct', product)}.`,
      { kind: 'terms', what: 'a promise is made to customers, whatever product and channel' },
      { kind: 'ledger', what: 'cases of these customers', count: cases },
    ),
  ];
}

export function accessOfRun(desk: RunDesk): OwnAccess {
  return {
    copiesThere: (seen) => copiesThere(desk, seen),
    emergencies: (terms, rules) => emergencySentences(desk, terms, rules),
  };
}

function copiesThere(desk: RunDesk, seen: readonly Flow[]) {
  const place = seen[0]?.place ?? -1;
  const segments = segmentsOf(seen);
  const copies = desk.flows.filter(
    (flow) =>
      flow.mode === 'stored' &&
      flow.place === place &&
      flow.segments.some((segment) => segments.includes(segment)),
  );
  const centre = desk.scenario.centres[place - desk.scenario.dataCentres.length];
  const text =
    centre?.access === 'remote view' && copies.length === 0
      ? ' They saw it by remote view, and no copy was stored there.'
      : ` ${plural(totalOf(copies), 'copy of these cases was', 'copies of these cases were')} stored there, too.`;
  return { text, grounds: [desk.counted('copies stored there', copies)] };
}

function emergencySentences(desk: RunDesk, { segments }: PromiseTerms, rules: string) {
  const opened = segments.reduce((sum, s) => sum + (desk.counts.segments[s]?.emergencies ?? 0), 0);
  return desk.kept({
    segments,
    invariants: ['R13'],
    properties: ['R13.group-eligible'],
    never:
      'Emergency access can never go to a centre that keeps a copy, or to a group that anything but the zone for access forbids',
    did: `${rules}. In this run ${opened === 0 ? 'no case was' : opened === 1 ? 'one case was' : `${formatCount(opened)} cases were`} opened so.`,
    violated: `an emergency access did not follow its rules. ${rules}`,
    counted: [
      { kind: 'safeguard', what: 'rules of emergency access in the promise', from: null, to: null },
      { kind: 'ledger', what: 'emergencies opened', count: opened },
    ],
  });
}
