import { formatCount, listInWords, onlyIf, plural } from '#base';
import {
  type BoundarySection,
  type BoundarySentence,
  broken,
  leftOpen,
  said,
} from '../words/boundary-sentence.ts';
import { countriesInWords, zonesInWords } from '../words/boundary-words.ts';
import { exceptInWords, type PromiseTerms, promisedInWords } from '../words/promise-terms.ts';
import { allowedWays } from './allowances-section.ts';
import { byRows, counted, coveredBy, inLog, type LogDesk } from './log-desk.ts';
import { type LogFlow, rowsIn } from './log-flows.ts';

/** Who had access, and from where, for each promise about places or people. */
export function viewedSection(desk: LogDesk): BoundarySection {
  return {
    id: 'viewed',
    title: 'Who had access, and from where',
    sentences: desk.terms.flatMap((terms) => {
      const isPromised = terms.restrictions.size > 0 || terms.promise.subcontractors !== undefined;
      if (!isPromised || desk.rowsOf(terms) === undefined) return [];
      const flows = desk.flowsOf(terms, 'viewed');
      if (flows.length === 0) return [untoldSentence(desk, terms)];
      return [
        ...placeSentences(desk, terms, flows),
        ...groupSentences(desk, terms, flows),
        ...residenceSentences(desk, terms, flows),
        ...subcontractorSentences(desk, terms),
      ];
    }),
  };
}

function untoldSentence(desk: LogDesk, terms: PromiseTerms): BoundarySentence {
  const { cases = 0 } = desk.rowsOf(terms) ?? {};
  return leftOpen(
    `Of the log’s ${plural(cases, 'case')} of ${desk.customers(terms.segments)} no row tells by a known name who had access, or from where.${gapsOf(desk, terms)}`,
    { kind: 'log', what: 'rows with a centre or group that the scenario knows', count: 0 },
  );
}

function gapsOf(desk: LogDesk, terms: PromiseTerms): string {
  const { unmatched = 0, unnamed = 0 } = desk.rowsOf(terms)?.viewed ?? {};
  const sentences = [
    ...onlyIf(
      unmatched > 0,
      () =>
        ` ${plural(unmatched, 'further row names', 'further rows name')} a centre or group whose place the scenario does not know, and ${unmatched === 1 ? 'counts' : 'count'} as neither inside nor outside.`,
    ),
    ...(unnamed === 0 ? [] : [` ${plural(unnamed, 'row names', 'rows name')} neither centre nor group.`]),
  ];
  return sentences.join('');
}

function placeSentences(
  desk: LogDesk,
  terms: PromiseTerms,
  flows: readonly LogFlow[],
): readonly BoundarySentence[] {
  const zones = ['access', 'processing'] as const;
  const named = [...new Set(zones.flatMap((one) => terms.restrictions.get(one)?.zones ?? []))];
  if (named.length === 0) return freePlaceSentences(desk, terms, flows);
  const zone = zonesInWords(named);
  const outside = flows.filter(({ isOutside }) => isOutside);
  const inside = flows.filter(({ isOutside }) => !isOutside);
  const gaps = gapsOf(desk, terms);
  return [
    ...(outside.length === 0 ? [] : [outsideSentence(desk, terms, outside)]),
    ...onlyIf(inside.length > 0, () =>
      said(
        `${byRows(inside)}, people had access to ${desk.whose(terms)} from inside ${zone}, as it was made up at the time of each row: ${desk.places(inside)}.${gaps}`,
        inLog('access from inside', inside),
        ...desk.auditGround('R4'),
      ),
    ),
    ...(inside.length === 0 && gaps !== ''
      ? [leftOpen(`Of ${desk.whose(terms)} in the log:${gaps}`, inLog('access from known places', flows))]
      : []),
  ];
}

/** A view from outside is a violation, unless the scenario knows consents or emergencies, of which a log does not tell. */
function outsideSentence(desk: LogDesk, terms: PromiseTerms, outside: readonly LogFlow[]): BoundarySentence {
  const promised = `${desk.whose(terms)} were promised to be ${promisedInWords(terms, ['access', 'processing'])}`;
  const found = `${byRows(outside)}, people had access from outside: ${desk.places(outside, Number.POSITIVE_INFINITY)}`;
  const ground = inLog('access from outside', outside);
  if (desk.result('R4')?.needs === null) {
    return broken(`Broken: ${promised}. ${found}.`, ground, ...desk.auditGround('R4'));
  }
  const ways = allowedWays(desk, terms);
  if (ways.length === 0) {
    return leftOpen(
      `${found}; ${promised}. The scenario permits these customers’ cases no exception. The audit does not judge it, because other customers have exceptions of which a log does not tell.`,
      ground,
    );
  }
  const consented = rowsIn(outside.filter(({ isConsented }) => isConsented));
  const covered = terms.segments.some((s) => (desk.scenario.segments[s]?.consents ?? []).length > 0)
    ? ` A consent that the scenario has ${coveredBy(outside)} ${formatCount(consented)} of these rows at that time.`
    : '';
  return leftOpen(
    `${found}; ${promised}, except ${listInWords(ways, 'or')}. The log does not say whether this was one, so it can be judged neither way.${covered}`,
    ground,
  );
}

/** Nothing was promised of where people are, but perhaps of where copies stay. */
function freePlaceSentences(
  desk: LogDesk,
  terms: PromiseTerms,
  flows: readonly LogFlow[],
): readonly BoundarySentence[] {
  const storage = terms.restrictions.get('storage');
  const whose = desk.whose(terms);
  const outside = storage === undefined ? [] : flows.filter(({ isOutsideStorage }) => isOutsideStorage);
  const zone = storage === undefined ? '' : zonesInWords(storage.zones);
  const beyond =
    storage === undefined
      ? ''
      : outside.length === 0
        ? ` None of these rows is from outside ${zone}, where copies were promised to stay.`
        : rowsIn(outside) === rowsIn(flows)
          ? ` All of these rows are from outside ${zone}, where copies were promised to stay.`
          : ` ${byRows(outside)} that was from outside ${zone}, where copies were promised to stay: ${desk.places(outside, Number.POSITIVE_INFINITY)}.`;
  return [
    said(
      `${byRows(flows)}, people had access to ${whose}: ${desk.places(flows)}. Nothing was promised about from where.${beyond}${gapsOf(desk, terms)}`,
      inLog('access', flows),
      inLog('access from outside the zone of storage', outside),
    ),
  ];
}

function groupSentences(
  desk: LogDesk,
  terms: PromiseTerms,
  flows: readonly LogFlow[],
): readonly BoundarySentence[] {
  const known = flows.filter(({ group }) => group !== null);
  const unknown = flows.filter(({ group }) => group === null);
  const elsewhere = flows.filter(({ isElsewhere }) => isElsewhere);
  const nameless =
    unknown.length === 0
      ? ''
      : ` ${byRows(unknown)} access was by a group that is not named or not known: who these people are, where they reside and who employs them is not known.`;
  const whose = desk.whose(terms);
  return [
    ...onlyIf(known.length > 0, () =>
      said(
        `${byRows(known)}, access to ${whose} was by these groups: ${counted(known, ({ group }) => `“${group}”`, 20)}; employed, by the scenario, by ${counted(known, ({ employer }) => desk.entity(employer ?? ''))}.${nameless}`,
        inLog('access by known groups', known),
      ),
    ),
    ...(known.length === 0 && unknown.length > 0
      ? [leftOpen(`Of access to ${whose}:${nameless}`, inLog('access by others', unknown))]
      : []),
    ...onlyIf(elsewhere.length > 0, () =>
      leftOpen(
        `${byRows(elsewhere)}, access to ${whose} was at one centre by a group that the scenario has at another. The centre that the row names counts as the place.`,
        inLog('access by a group of another centre', elsewhere),
      ),
    ),
  ];
}

function residenceSentences(
  desk: LogDesk,
  terms: PromiseTerms,
  flows: readonly LogFlow[],
): readonly BoundarySentence[] {
  const personnel = terms.restrictions.get('personnel');
  const known = flows.filter(({ residence }) => residence !== null);
  if (personnel === undefined || known.length === 0) return [];
  const zone = zonesInWords(personnel.zones);
  const abroad = known.filter(({ residesOutside }) => residesOutside === true);
  const others = known.filter(({ residesOutside }) => residesOutside !== true);
  return [
    ...onlyIf(abroad.length > 0, () =>
      broken(
        `Broken: ${desk.whose(terms)} were promised to be seen by residents of ${zone} only${exceptInWords(personnel)}. ${byRows(abroad)} they were seen by groups that, by the scenario, reside elsewhere: ${counted(abroad, ({ group }) => `“${group}”`)}.`,
        inLog('access by groups that reside outside', abroad),
        ...desk.auditGround('R5'),
      ),
    ),
    ...onlyIf(others.length > 0, () =>
      said(
        `${byRows(others)}, access to ${desk.whose(terms)} was by groups that, by the scenario, reside in ${countriesInWords(others.map(({ residence }) => residence ?? ''))}, inside ${zone}.`,
        inLog('access by groups that reside inside', others),
        ...desk.auditGround('R5'),
      ),
    ),
  ];
}

/** Subcontractors among the companies that hold data, run a centre, or employ those who view. */
function subcontractorSentences(desk: LogDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  if (terms.promise.subcontractors === undefined) return [];
  const index = desk.indexOf(terms);
  const flows = desk.flows.filter(({ promise }) => promise === index);
  const barred = flows.filter(({ isNotAdmitted }) => isNotAdmitted);
  const named = (some: readonly LogFlow[], companiesOf = subcontractorsOf) =>
    counted(some, (flow) => listInWords(companiesOf(desk, flow).map((id) => desk.entity(id))));
  const whose = desk.whose(terms);
  const doubtful = flows.filter(({ isAtNotAdmitted }) => isAtNotAdmitted);
  const doubts =
    doubtful.length === 0
      ? []
      : [
          leftOpen(
            `${byRows(doubtful)}, ${whose} were seen at a centre of a subcontractor whom the promise did not admit at that time: ${named(doubtful)}. These rows name no group of that centre, so it can be judged neither way.`,
            inLog('access at centres of subcontractors that are not admitted', doubtful),
          ),
        ];
  if (barred.length > 0) {
    return [
      ...doubts,
      broken(
        `Broken: ${whose} were promised to be kept from such subcontractors. ${byRows(barred)} they were stored or seen by subcontractors whom the promise did not admit at that time: ${named(barred, barredCompanies)}.`,
        inLog('copies and access of subcontractors that are not admitted', barred),
        ...desk.auditGround('R9'),
      ),
    ];
  }
  const known = flows.filter(({ company, isConcluded }) => !isConcluded && desk.isKnownCompany(company));
  if (known.length === 0) return doubts;
  const got = known.filter((flow) => subcontractorsOf(desk, flow).length > 0);
  const sentence =
    got.length === 0
      ? 'none of these is, by the scenario, a subcontractor'
      : `these are, by the scenario, subcontractors: ${named(got)}`;
  return [
    ...doubts,
    said(
      `${byRows(known)}, companies are known that stored ${whose}, ran the centre from which they were seen, or employed those who saw them; ${sentence}.`,
      inLog('copies and access with known companies', known),
      ...desk.auditGround('R9'),
    ),
  ];
}

function subcontractorsOf(desk: LogDesk, { company, employer }: LogFlow): readonly string[] {
  return [...new Set([company, employer ?? ''])].filter((id) => desk.kind(id) === 'subcontractor');
}

/** The subcontractors of a row, including one that runs the group's own centre, at whichever centre the row has the group. */
function barredCompanies(desk: LogDesk, flow: LogFlow): readonly string[] {
  const { centres, entities, groups } = desk.scenario;
  const own = centres[groups.find(({ id }) => id === flow.group)?.centre ?? -1];
  const home = entities[own?.entity ?? -1];
  const ofHome = home?.kind === 'subcontractor' ? [home.id] : [];
  return [...new Set([...subcontractorsOf(desk, flow), ...ofHome])];
}
