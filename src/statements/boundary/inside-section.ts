import { agreementClauses } from '#audit';
import { groupedBy, listInWords, present, raised } from '#base';
import { AGREEMENT_NAMES, AGREEMENTS, legalBegin, legalEnd } from '#domain';
import type { BoundaryDesk } from './boundary-desk.ts';
import type { Flow } from './flow.ts';
import { type BoundarySection, type BoundarySentence, leftOpen, said } from './words/boundary-sentence.ts';
import { countriesInWords, zonesInWords } from './words/boundary-words.ts';
import { exceptInWords, type PromiseTerms, promisedInWords } from './words/promise-terms.ts';

/** What only one source can say: of a promise, and of all. */
export interface OwnInside {
  insideOf(terms: PromiseTerms): readonly BoundarySentence[];
  readonly inside: readonly BoundarySentence[];
}

/** Each restriction of each promise: whether it was kept. */
export function insideSection(desk: BoundaryDesk, own: OwnInside): BoundarySection {
  const sentences = desk.terms.flatMap((terms) => [
    ...storedSentences(desk, terms),
    ...seenSentences(desk, terms),
    ...processedSentences(desk, terms),
    ...personSentences(desk, terms),
    ...subcontractorSentences(desk, terms),
    ...agreementSentences(desk, terms),
    ...own.insideOf(terms),
  ]);
  return {
    id: 'inside',
    title: 'What was promised to stay inside',
    sentences: [...sentences, ...own.inside],
  };
}

function storedSentences(desk: BoundaryDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  const { restrictions, segments } = terms;
  const whose = desk.whose(terms);
  const stored = desk.flowsOf(terms, 'stored');
  const withCopies = (['storage', 'backup', 'workingCopy'] as const).flatMap((dimension) => {
    const restriction = restrictions.get(dimension);
    const flows = stored.filter((flow) => flow.dimension === dimension);
    if (restriction === undefined || flows.length === 0) return [];
    const zone = `${zonesInWords(restriction.zones)}${exceptInWords(restriction)}`;
    return [{ what: desk.copies[dimension], zone, flows }];
  });
  // Dimensions with the same zones share a sentence.
  return [...groupedBy(withCopies, (one) => one.zone)].flatMap(([zone, same]) => {
    const what = listInWords(same.map((one) => one.what));
    const flows = same.flatMap((one) => one.flows);
    const outside = flows.filter(({ isOutside }) => isOutside);
    const inside = flows.filter(({ isOutside }) => !isOutside);
    return desk.kept({
      again: [whose, 'these cases'],
      segments,
      invariants: ['R1', 'R3', 'R22'],
      properties: ['R1', 'R3'],
      never: `${raised(what)} of ${whose} can never rest outside ${zone}, as it is made up at each moment`,
      did:
        inside.length === 0
          ? undefined
          : `${desk.by(inside)}, ${what} of ${whose} rested inside ${zone}, as it was made up at that time${nowhereElse(desk, outside)}: ${desk.places(inside)}${desk.remark(inside)}.`,
      counted: [desk.counted(`${what} inside`, inside)],
      violated: `${what} of ${whose} were promised to stay in ${zone}`,
      outside: {
        flows: outside,
        text: `they rested outside: ${allPlaces(desk, outside)}${desk.remark(outside)}`,
        what: `${what} outside`,
      },
    });
  });
}

function nowhereElse({ isComplete }: BoundaryDesk, outside: readonly Flow[]): string {
  return isComplete && outside.length === 0 ? ', and nowhere else' : '';
}

function allPlaces(desk: BoundaryDesk, flows: readonly Flow[]): string {
  return desk.places(flows, Number.POSITIVE_INFINITY);
}

function seenSentences(desk: BoundaryDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  const { restrictions, segments } = terms;
  const access = restrictions.get('access') ?? restrictions.get('processing');
  const flows = desk.flowsOf(terms, 'seen');
  if (access === undefined || flows.length === 0) return [];
  const whose = desk.whose(terms);
  const zone = `${zonesInWords(access.zones)}${exceptInWords(access)}`;
  const ways = waysOutside(desk, terms);
  const promised = `${whose} were promised to be ${promisedInWords(terms, ['access', 'processing'])}${ways}`;
  const inside = flows.filter(({ isOutside }) => !isOutside);
  const outside = flows.filter(({ exception, isOutside }) => isOutside && exception === null);
  const exceptional = flows.filter(({ exception, isOutside }) => isOutside && exception !== null);
  const seenOutside = `people had access from outside: ${allPlaces(desk, outside)}`;
  const claim = {
    again: [whose, 'these cases'] as const,
    segments,
    invariants: ['R4'],
    properties: ['R4'],
    never: `${raised(whose)} can never be seen from outside ${zone}${ways}`,
    did:
      inside.length === 0
        ? undefined
        : `${desk.by(inside)}, people had access to ${whose} from inside ${zone}, as it was made up at that time${nowhereElse(desk, [...outside, ...exceptional])}: ${desk.places(inside)}.`,
    counted: [desk.counted('access from inside', inside)],
    violated: promised,
    outside: { flows: outside, text: seenOutside, what: 'access from outside' },
  };
  return present([
    ...desk.kept(claim),
    exceptional.length > 0 &&
      said(
        `${desk.by(exceptional)}, people had access to ${whose} from outside ${zone}, ${listInWords(exceptionsIn(exceptional))}: ${allPlaces(desk, exceptional)}.`,
        desk.counted('access by such an exception', exceptional),
        ...desk.auditGrounds(['R4']),
      ),
    outside.length > 0 &&
      desk.breachOf(claim) === null &&
      leftOpen(
        `${desk.by(outside)}, ${seenOutside}; ${promised}. ${desk.whyOpen(outside, ways !== '')}`,
        desk.counted('access from outside', outside),
      ),
  ]);
}

/** What software processed, which nobody saw. */
function processedSentences(desk: BoundaryDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  const { restrictions, segments } = terms;
  const processing = restrictions.get('processing');
  const flows = desk.flowsOf(terms, 'processed');
  if (flows.length === 0) return [];
  const whose = desk.whose(terms);
  const byWhom = desk.tally(flows, ({ employer }) => desk.entity(employer ?? ''));
  if (processing === undefined) {
    return [
      said(
        `${desk.by(flows)}, software processed ${whose}, of which no place was promised: in ${desk.places(flows)}, run by ${byWhom}. Nobody saw them there.`,
        desk.counted('sessions of software', flows),
      ),
    ];
  }
  const zone = `${zonesInWords(processing.zones)}${exceptInWords(processing)}`;
  const inside = flows.filter(({ isOutside }) => !isOutside);
  const outside = flows.filter(({ isOutside }) => isOutside);
  return desk.kept({
    segments,
    // A proof leaves sessions of software open.
    invariants: ['R4'],
    did:
      inside.length === 0
        ? undefined
        : `${desk.by(inside)}, software processed ${whose} inside ${zone}, as it was made up at that time${nowhereElse(desk, outside)}: ${desk.places(inside)}, run by ${byWhom}. Nobody saw them there.`,
    counted: [desk.counted('sessions of software inside', inside)],
    violated: `${whose} were promised to be processed in ${zone}`,
    outside: {
      flows: outside,
      text: `software processed them outside: ${allPlaces(desk, outside)}`,
      what: 'sessions of software outside',
    },
  });
}

const HOW = {
  consent: 'on a consent',
  emergency: 'in an emergency',
  escort: 'while an escort watched',
  approval: 'with the approval of the customer',
} as const;

function exceptionsIn(flows: readonly Flow[]): readonly string[] {
  return [...new Set(flows.flatMap(({ exception }) => (exception === null ? [] : HOW[exception])))];
}

/** `, except on a consent … or in an emergency …`: how cases of these customers may be seen from outside. */
function waysOutside({ scenario }: BoundaryDesk, { promise, segments }: PromiseTerms): string {
  const consents = segments.some((s) => (scenario.segments[s]?.consents ?? []).length > 0);
  const ways = present([
    consents && 'on a consent that “Temporary transfers” names',
    promise.escortedBy !== undefined && 'under the escort that “Access from outside” describes',
    promise.approval !== undefined && 'with the approval that “Access from outside” describes',
    promise.breakGlass !== undefined && 'in an emergency that “Access from outside” describes',
  ]);
  return ways.length === 0 ? '' : `, except ${listInWords(ways, 'or')}`;
}

function personSentences(desk: BoundaryDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  const personnel = terms.restrictions.get('personnel');
  const known = desk.flowsOf(terms, 'seen').filter(({ residence }) => residence !== null);
  if (personnel === undefined || known.length === 0) return [];
  const whose = desk.whose(terms);
  const zone = zonesInWords(personnel.zones);
  const abroad = known.filter(({ residesOutside }) => residesOutside);
  const others = known.filter(({ residesOutside }) => !residesOutside);
  return desk.kept({
    again: [whose, 'these cases'],
    segments: terms.segments,
    invariants: ['R5'],
    properties: ['R5'],
    never: `People who reside outside ${zone} can never see ${whose}`,
    did:
      others.length === 0
        ? undefined
        : `${desk.by(others)}, access to ${whose} was by groups that, by the scenario, reside in ${countriesInWords(others.map(({ residence }) => residence ?? ''))}, inside ${zone}.`,
    counted: [desk.counted('access by groups that reside inside', others)],
    violated: `${whose} were promised to be seen by residents of ${zone} only${exceptInWords(personnel)}`,
    outside: {
      flows: abroad,
      text: `they were seen by groups that, by the scenario, reside elsewhere: ${desk.tally(abroad, ({ group }) => `“${group}”`, Number.POSITIVE_INFINITY)}`,
      what: 'access by groups that reside outside',
    },
  });
}

/** Subcontractors among the companies that hold data, run a centre, or employ those who see it. */
function subcontractorSentences(desk: BoundaryDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  const { promise, segments } = terms;
  const isCertificateAsked = (promise.certifiedSupport ?? promise.subcontractorStandard) !== undefined;
  if (promise.subcontractors === undefined) return [];
  const whose = desk.whose(terms);
  const processed = desk.flowsOf(terms, 'processed');
  const flows = [...desk.flowsOf(terms, 'stored'), ...desk.flowsOf(terms, 'seen'), ...processed];
  const [did, done] =
    processed.length === 0
      ? ['stored or saw', 'stored or seen']
      : ['stored, saw or processed', 'stored, seen or processed'];
  const known = flows.filter(({ company, isConcluded }) => !isConcluded && desk.isKnownCompany(company));
  const got = known.filter((flow) => subcontractorsOf(desk, flow).length > 0);
  const barred = flows.filter(({ isNotAdmitted }) => isNotAdmitted);
  const named = (some: readonly Flow[], companiesOf = subcontractorsOf) => {
    const nameOf = (flow: Flow) => listInWords(companiesOf(desk, flow).map((id) => desk.entity(id)));
    return desk.tally(some, nameOf, Number.POSITIVE_INFINITY);
  };
  const isAgreementAsked = segments.some((segment) =>
    agreementsOf(desk, segment).some(({ clauses }) => clauses.length > 0),
  );
  const rule =
    promise.subcontractors === 'none'
      ? 'No subcontractor can ever store or see'
      : 'A subcontractor that was not announced, or is not bound in writing, can never store or see';
  const found =
    got.length === 0
      ? `no company that ${desk.isComplete ? did : `is known to have ${done}`} ${whose} is, by the scenario, a subcontractor`
      : `these companies that ${did} ${whose} are, by the scenario, subcontractors: ${named(got)}`;
  return desk.kept({
    again: [whose, 'these cases'],
    segments,
    invariants: ['R9'],
    properties: ['R9'],
    never: `${rule} ${whose}`,
    did: known.length === 0 || barred.length > 0 ? undefined : `${desk.by(known)}, ${found}.`,
    counted: [desk.counted('copies and access with known companies', known)],
    violated: `${whose} were promised to be kept from such subcontractors${isAgreementAsked ? ', and may be stored or seen only under the agreements that the law asks for' : ''}${isCertificateAsked ? ', and come only to companies with the certificates that were promised' : ''}`,
    outside: {
      flows: barred,
      text: `they were stored or seen by subcontractors whom the promise did not admit at that time: ${named(barred, barredCompanies)}`,
      what: 'copies and access of subcontractors that are not admitted',
    },
  });
}

/** The written agreements of customers with the vendor: since when, and whether data was processed without one that the law asks for. */
function agreementSentences(desk: BoundaryDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  return terms.segments.flatMap((segment) =>
    agreementsOf(desk, segment).flatMap(({ clauses, kind, signed }) => {
      const name = AGREEMENT_NAMES[kind];
      const asked =
        clauses.length === 0
          ? 'No law that is modelled asks them for one'
          : `Their law asks for one (${listInWords(clauses)})`;
      const have = signed.map(
        ({ fromEpochMs, toEpochMs }) =>
          `from ${legalBegin(fromEpochMs)}${toEpochMs === null ? '' : ` until ${legalEnd(toEpochMs)}`}`,
      );
      const customers = `Customers of ${desk.segment(segment)}`;
      const fact = `${customers} have ${have.length === 0 ? `no ${name}` : `a ${name} ${listInWords(have)}`}, by the scenario. ${asked}.`;
      const flows = desk.flows.filter((flow) => flow.segments.includes(segment));
      const grounds =
        clauses.length === 0 ? [] : [...desk.proofGrounds(['R9']), ...desk.auditGrounds(['R9'])];
      const unagreed = flows.filter(({ isUnagreed }) => isUnagreed);
      // The sentence on subcontractors names a breach of R9 that only the audit knows.
      const isNamed = terms.promise.subcontractors !== undefined && unagreed.length === 0;
      if (clauses.length === 0 || flows.length === 0 || isNamed)
        return said(fact, { kind: 'terms', what: `${name} of ${desk.segment(segment)}` }, ...grounds);
      const whose = `cases of ${desk.segment(segment)}`;
      return desk.kept({
        segments: [segment],
        invariants: ['R9'],
        properties: ['R9'],
        never: `${raised(whose)} can never be stored or seen without the ${name} that the law asks for`,
        did: fact,
        violated: `${whose} may be stored or seen only under a ${name} (${listInWords(clauses)})`,
        outside: {
          flows: unagreed,
          text: 'they were stored or seen without one',
          what: `copies and access without a ${name}`,
        },
      });
    }),
  );
}

/** The agreements that the scenario has for a segment, each with the clauses that ask for it in the period. */
function agreementsOf({ endMs, fromMs, scenario }: BoundaryDesk, segment: number) {
  const { agreements = {} } = scenario.segments[segment] ?? {};
  const streams = scenario.streams.filter((stream) => stream.segment === segment);
  return AGREEMENTS.flatMap((kind) => {
    const signed = agreements[kind];
    if (signed === undefined) return [];
    const clauses = streams.flatMap(({ country }) => agreementClauses(country, kind, fromMs, endMs));
    return [{ kind, signed, clauses: [...new Set(clauses)] }];
  });
}

function subcontractorsOf(desk: BoundaryDesk, { company, employer }: Flow): readonly string[] {
  return [...new Set([company, employer ?? ''])].filter((id) => desk.kind(id) === 'subcontractor');
}

/** Includes one that runs the group's own centre, at whichever centre the group saw the case. */
function barredCompanies(desk: BoundaryDesk, flow: Flow): readonly string[] {
  const { centres, entities, groups } = desk.scenario;
  const own = centres[groups.find(({ id }) => id === flow.group)?.centre ?? -1];
  const home = entities[own?.entity ?? -1];
  return [...new Set(present([...subcontractorsOf(desk, flow), home?.kind === 'subcontractor' && home.id]))];
}
