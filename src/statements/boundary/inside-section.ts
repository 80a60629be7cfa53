import { formatCount, listInWords, onlyIf, plural, raised, rowAt } from '#base';
import type { PromiseDimension } from '#domain';
import { type BoundaryDesk, groupedBy, totalActs } from './boundary-desk.ts';
import { type BoundarySection, type BoundarySentence, said } from './words/boundary-sentence.ts';
import { countriesInWords, countryInWords, zoneInWords, zonesInWords } from './words/boundary-words.ts';
import type { PromiseTerms } from './words/promise-terms.ts';

const STORED: readonly (readonly [PromiseDimension, string])[] = [
  ['storage', 'primary copies and replicas'],
  ['backup', 'backups'],
  ['workingCopy', 'working copies'],
];

/** What stays inside, and of whom: each restriction of each promise. */
export function insideSection(desk: BoundaryDesk): BoundarySection {
  const sentences = desk.terms.flatMap((terms) => [
    ...storedSentences(desk, terms),
    ...firstSentences(desk, terms),
    ...seenSentences(desk, terms),
    ...personSentences(desk, terms),
    ...subcontractorSentences(desk, terms),
  ]);
  return {
    id: 'inside',
    title: 'What stays inside, and of whom',
    sentences: [...sentences, ...ledgerSentences(desk)],
  };
}

function storedSentences(
  desk: BoundaryDesk,
  { restrictions, segments }: PromiseTerms,
): readonly BoundarySentence[] {
  const whose = `cases of ${desk.customers(segments)}`;
  const withCopies = STORED.flatMap(([dimension, what]) => {
    const restriction = restrictions.get(dimension);
    const flows = desk.flows.filter(
      (flow) => flow.mode === 'stored' && flow.dimension === dimension && segments.includes(flow.segment),
    );
    return restriction === undefined || flows.length === 0 ? [] : [{ dimension, what, restriction, flows }];
  });
  // Dimensions with the same zones share a sentence.
  return groupedBy(withCopies, ({ restriction }) => restriction.zones.join()).flatMap((same) => {
    const { restriction } = rowAt(same, 0);
    const what = listInWords(same.map((one) => one.what));
    const flows = same.flatMap((one) => one.flows);
    const zone = zonesInWords(restriction.zones);
    const copies = totalActs(flows);
    const free = [...new Set(same.flatMap((one) => one.restriction.freeClasses))];
    const except = free.length === 0 ? '' : `, apart from ${listInWords(free)}`;
    return desk.kept({
      again: [whose, 'these cases'],
      segments,
      invariants: ['R1', 'R3', 'R22'],
      properties: ['R1', 'R3'],
      never: `${raised(what)} of ${whose} can never rest outside ${zone}${except}, as it is made up at each moment`,
      did: `In this run ${plural(copies, 'copy', 'copies')} (${what}) of ${whose} rested in ${countriesInWords(flows.map(({ country }) => country))}, and none outside ${zone}${except}.`,
      violated: `${what} of ${whose} were promised to stay in ${zone}${except}, and did not; they rested in ${countriesInWords(flows.map(({ country }) => country))}`,
      counted: [{ kind: 'ledger', what: `copies of these cases (${what})`, count: copies }],
    });
  });
}

/** A promise may only say where data is stored first. */
function firstSentences(
  desk: BoundaryDesk,
  { promise, segments }: PromiseTerms,
): readonly BoundarySentence[] {
  const { storedFirst } = promise;
  if (storedFirst === undefined) return [];
  const flows = desk.flows.filter(
    ({ from, mode, segment }) => mode === 'stored' && from === null && segments.includes(segment),
  );
  if (flows.length === 0) return [];
  const whose = `customers of ${desk.customers(segments)}`;
  const zone = zoneInWords(storedFirst);
  const copies = totalActs(flows);
  return desk.kept({
    again: [whose, 'these customers'],
    segments,
    invariants: ['R1'],
    properties: ['R1'],
    never: `What ${whose} send can never be stored first outside ${zone}; nothing is promised about where it goes then`,
    did: `In this run ${plural(copies, 'first copy', 'first copies')} of what ${whose} sent rested in ${countriesInWords(flows.map(({ country }) => country))}.`,
    violated: `what ${whose} send was promised to be stored first in ${zone}, and was not`,
    counted: [{ kind: 'ledger', what: 'first copies of these cases', count: copies }],
  });
}

function seenSentences(
  desk: BoundaryDesk,
  { promise, restrictions, segments }: PromiseTerms,
): readonly BoundarySentence[] {
  const access = restrictions.get('access') ?? restrictions.get('processing');
  if (access === undefined) return [];
  const flows = desk.flows.filter(({ mode, segment }) => mode === 'seen' && segments.includes(segment));
  const total = totalActs(flows);
  if (total === 0) return [];
  const whose = `cases of ${desk.customers(segments)}`;
  const zone = zonesInWords(access.zones);
  const consents = segments.some((s) => (desk.scenario.segments[s]?.consents ?? []).length > 0);
  const ways = [
    ...(consents ? ['on a consent that “Temporary transfers” names'] : []),
    ...onlyIf(
      promise.breakGlass !== undefined,
      () => 'in an emergency that “Access from outside without a copy” describes',
    ),
  ];
  const except = ways.length === 0 ? '' : `, except ${listInWords(ways, 'or')}`;
  const ordinary = flows.filter(({ exception }) => exception === null);
  const beyond = flows.filter(({ exception }) => exception !== null);
  const exceptional =
    beyond.length === 0
      ? ''
      : `; ${formatCount(totalActs(beyond))} of them came from ${countriesInWords(beyond.map(({ country }) => country))} by such an exception`;
  const from =
    ordinary.length === 0 ? '' : ` began in ${countriesInWords(ordinary.map(({ country }) => country))}`;
  return desk.kept({
    again: [whose, 'these cases'],
    segments,
    invariants: ['R4'],
    properties: ['R4'],
    never: `${raised(whose)} can never be seen from outside ${zone}${except}`,
    did: `In this run ${plural(total, 'access', 'accesses')} to ${whose}${from || ' took place'}${exceptional}.`,
    violated: `${whose} were promised to be seen from ${zone} only, and were seen from ${countriesInWords(flows.map(({ country }) => country))}`,
    counted: [{ kind: 'ledger', what: 'accesses to these cases', count: total }],
  });
}

function personSentences(
  desk: BoundaryDesk,
  { restrictions, segments }: PromiseTerms,
): readonly BoundarySentence[] {
  const personnel = restrictions.get('personnel');
  const flows = desk.flows.filter(({ mode, segment }) => mode === 'seen' && segments.includes(segment));
  if (personnel === undefined || flows.length === 0) return [];
  const whose = `cases of ${desk.customers(segments)}`;
  const zone = zonesInWords(personnel.zones);
  return desk.kept({
    again: [whose, 'these cases'],
    segments,
    invariants: ['R5'],
    properties: ['R5'],
    never: `People who reside outside ${zone} can never see ${whose}`,
    did: `In this run everybody who had one of ${plural(totalActs(flows), 'access', 'accesses')} to ${whose} belongs to a group that resides in ${zone}.`,
    violated: `${whose} were promised to be seen by residents of ${zone} only, and were not`,
    counted: [],
  });
}

function subcontractorSentences(
  desk: BoundaryDesk,
  { promise, segments }: PromiseTerms,
): readonly BoundarySentence[] {
  const { subcontractors } = promise;
  if (subcontractors === undefined) return [];
  const whose = `cases of ${desk.customers(segments)}`;
  const got = desk.flows.filter(
    ({ company, employer, segment }) =>
      segments.includes(segment) && [company, employer].some((id) => desk.kind(id) === 'subcontractor'),
  );
  const names = [
    ...new Set(
      got.flatMap(({ company, employer }) =>
        [company, employer].filter((id) => desk.kind(id) === 'subcontractor').map((id) => desk.entity(id)),
      ),
    ),
  ];
  const rule =
    subcontractors === 'none'
      ? 'No subcontractor can ever store or see'
      : 'A subcontractor that was not announced, or is not bound in writing, can never store or see';
  const did =
    names.length === 0
      ? `In this run no subcontractor stored or saw ${whose}.`
      : `In this run these subcontractors stored or saw ${whose}: ${listInWords(names)}.`;
  return desk.kept({
    again: [whose, 'these cases'],
    segments,
    invariants: ['R9'],
    properties: ['R9'],
    never: `${rule} ${whose}`,
    did,
    violated: `a subcontractor whom the promise does not admit stored or saw ${whose}`,
    counted: [],
  });
}

/** The ledger mentions cases, without their contents. */
function ledgerSentences(desk: BoundaryDesk): readonly BoundarySentence[] {
  const { dataCentres, ledger } = desk.scenario;
  if (ledger === undefined) return [];
  const places = ledger.dataCentres.map((index) => {
    const { country = '', title = '' } = dataCentres[index] ?? {};
    return `${title} (${countryInWords(country)})`;
  });
  const all = desk.scenario.segments.map((_, s) => s);
  const found = desk.counts.violationsIn(['R19'], all);
  const grounds = desk.auditGrounds(['R19']);
  if (grounds.length === 0) return [];
  if (found !== null) {
    return desk.kept({
      again: null,
      segments: all,
      invariants: ['R19'],
      properties: [],
      never: '',
      did: '',
      counted: [],
      violated:
        'the ledger, which mentions cases without their contents, was kept where a promise forbids it',
    });
  }
  return [
    said(
      `The ledger itself mentions cases without their contents. It may be kept at ${listInWords(places, 'or')}, and no promise was broken by it in this run.`,
      ...grounds,
    ),
  ];
}
