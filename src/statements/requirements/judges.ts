import { type Covered, lawInstants, STORED, Verdicts, whyNotCertified } from '#audit';
import { formatDuration, formatShare, HOUR_MS, listInWords, MINUTE_MS, plural, present } from '#base';
import {
  AGREEMENT_NAMES,
  CERTIFIED_STANDARDS,
  type LegalEntity,
  legalBegin,
  type PromiseDimension,
  type ResidencyPromise,
  type Scenario,
  servesLanguage,
} from '#domain';
import { askedMinutes, coverageOf } from '#planning';
import type { Asked, SubjectName } from '#scenario';
import type { Flow } from '../boundary/flow.ts';
import { RunDesk } from '../boundary/run/run-desk.ts';
import { countryInWords, placeInWords } from '../boundary/words/boundary-words.ts';
import { gapTexts } from '../certificates.ts';
import {
  type Answer,
  byFlows,
  byPlan,
  byRule,
  byTerms,
  type Change,
  DIMENSIONS_OF,
  hasException,
  isInside,
  isNamed,
  type Judging,
  merged,
  noColumn,
  open,
  placesInWords,
  type Tree,
  untold,
  zoneOf,
} from './answer.ts';
import { controllersOf, isRequired, type OfCompanies } from './companies.ts';

type Judge<Name extends SubjectName> = (asked: Asked<Name>, judging: Judging) => Answer;

const isStored =
  (dimension: PromiseDimension) =>
  (flow: Flow): boolean =>
    flow.mode === 'stored' && flow.dimension === dimension;
const isSeen = ({ mode }: Flow): boolean => mode === 'seen';

const PLACE = 'a column place that names data centres or countries';
const VIEWERS = 'a column centre or group whose names the scenario has';
const PEOPLE = 'a column group whose names the scenario has';

/** How each subject is judged: by what the boundary, the audit, the coverage or the verdict on targets already says. */
export const JUDGES: { readonly [Name in SubjectName]: Judge<Name> } = {
  storage: byPlace(isStored('storage'), PLACE, DIMENSIONS_OF.storage),
  storedFirst: byPlace(
    (flow) => isStored('storage')(flow) && flow.isFirst,
    noColumn('which copy was the first'),
    'storedFirst',
  ),
  backup: (asked, judging) => {
    if (!judging.desk.flows.some(isStored('backup')) && judging.desk instanceof RunDesk)
      return untold('simulations make no backups, so nothing says where they rest');
    return byPlace(
      isStored('backup'),
      noColumn('which copies are backups'),
      DIMENSIONS_OF.backup,
    )(asked, judging);
  },
  workingCopy: byPlace(isStored('workingCopy'), VIEWERS, DIMENSIONS_OF.workingCopy),
  processing: byPlace(() => true, `${PLACE}, or ${VIEWERS}`, DIMENSIONS_OF.processing),
  access: byPlace(isSeen, VIEWERS, DIMENSIONS_OF.access),
  software: bySoftware,
  initiated: byPlace((flow) => isSeen(flow) && flow.isFirst, VIEWERS, DIMENSIONS_OF.initiated),
  residence: (asked, judging) =>
    byFlows(judging, {
      concerns: isSeen,
      isKept: ({ earliest, residence }) =>
        residence === null ? null : isInside(asked, residence, earliest.atMs),
      nameOf: ({ group, residence }) =>
        residence === null ? 'a group that is not known' : `residents of ${residence} (${group})`,
      column: PEOPLE,
      change: (broken) => promiseChange(judging, asked, DIMENSIONS_OF.residence, broken),
    }),
  citizenship: (asked, judging) =>
    byFlows(judging, {
      concerns: isSeen,
      isKept: ({ citizenship, earliest }) =>
        citizenship === null ? null : citizenship.every((state) => isInside(asked, state, earliest.atMs)),
      nameOf: ({ citizenship, group }) => {
        if (group === null) return 'a group that is not known';
        if (citizenship === null) return `no key centres.${group.replace('/', '.groups.')}.citizenship`;
        return `citizens of ${placesInWords(citizenship)} (${group})`;
      },
      column: PEOPLE,
      change: () => 'let only people see these cases who are such citizens',
    }),
  control: byControl,
  provider: byProvider,
  companies: byCompanies,
  subcontractors: bySubcontractors,
  certificates: (asked, judging) => byCertificates(asked, judging, () => true),
  certifiedSupport: (asked, judging) => byCertificates(asked, judging, isSeen),
  certificateScope: byScope,
  agreements: byAgreements,
  customerEncryption: byEncryption,
  onlyWhenRequired: byLastResort,
  escorted: byEscorts,
  consent: (asked, judging) => byException(asked, judging, 'consent'),
  breakGlass: (asked, judging) => byException(asked, judging, 'emergency'),
  authorityRequests: byAuthorityRequests,
  transfers: byTransfers,
  erasure: byErasure,
  hours: (_, judging) => byPlan(judging, 'who is scheduled', () => byHours(judging)),
  languages: (asked, judging) => byPlan(judging, 'who is scheduled', () => byLanguages(asked, judging)),
  channels: (asked, judging) => byPlan(judging, 'what is offered', () => byChannels(asked, judging)),
  targets: byTargets,
  otherEvidence: (asked) => untold(`only this would show it: ${asked}`),
  rule: (asked, judging) => byRule(judging, asked),
};

/** Where data may be, or be seen from. `restricts`: the parts of a promise that would say so. */
function byPlace(
  concerns: (flow: Flow) => boolean,
  column: string,
  restricts: readonly PromiseDimension[] | 'storedFirst',
): (asked: readonly string[], judging: Judging) => Answer {
  return (asked, judging) =>
    byFlows(judging, {
      concerns,
      column,
      isKept: ({ country, earliest }) => (country === '' ? null : isInside(asked, country, earliest.atMs)),
      nameOf: ({ country, place }) => placeInWords(judging.desk.place(place), country),
      change: (broken) => promiseChange(judging, asked, restricts, broken),
    });
}

/** Whether software processes cases, and where. */
function bySoftware(asked: Asked<'software'>, judging: Judging): Answer {
  const { desk } = judging;
  const { software } = desk.scenario;
  if (software === undefined)
    return byTerms('the scenario has no software that answers before people', [], null);
  const isNone = asked.includes('none');
  return byFlows(judging, {
    concerns: ({ mode }) => mode === 'processed',
    isKept: ({ country, earliest }) => !isNone && isInside(asked, country, earliest.atMs),
    nameOf: ({ country, employer, place }) =>
      `${placeInWords(desk.place(place), country)}, run by ${desk.entity(employer ?? '')}`,
    column: noColumn('what software processed'),
    change: (broken) =>
      isNone
        ? `take the groups ${listInWords(software.map(({ id }) => id))} away from these customers`
        : promiseChange(judging, asked, ['processing'], broken),
  });
}

/** What a promise would have to say, and the exceptions that it must not have. */
function promiseChange(
  judging: Judging,
  places: readonly string[],
  restricts: readonly PromiseDimension[] | 'storedFirst',
  broken: readonly Flow[],
): Change {
  const zone = zoneOf(places, judging.desk.scenario);
  if (zone === null)
    return `a promise names one zone, and none is ${placesInWords(places)}: offer these customers only places and groups there`;
  const isSaid = (promise: ResidencyPromise) =>
    restricts === 'storedFirst'
      ? promise.storedFirst === zone
      : restricts.every((dimension) =>
          Object.values(promise.zones).every((zones) => zones[dimension] === zone),
        );
  const zones = restricts === 'storedFirst' ? [] : restricts.map((dimension) => [dimension, zone]);
  const wanted: Tree =
    restricts === 'storedFirst' ? { storedFirst: zone } : { zones: Object.fromEntries(zones) };
  const exceptions = (['consent', 'emergency', 'escort', 'approval'] as const).filter((kind) =>
    broken.some(({ exception }) => exception === kind),
  );
  const isPromised = promisesOf(judging).every(isSaid);
  if (isPromised && exceptions.length === 0) return 'the promise says so already; the policy must follow it';
  return present([
    !isPromised && ofPromises(judging, wanted),
    ...exceptions.map((kind) => withoutExceptions(judging, kind)),
  ]).reduce<Tree>((one, other) => merged(one, other), {});
}

function withoutExceptions(judging: Judging, exception: NonNullable<Flow['exception']>): Tree {
  const { desk, segments } = judging;
  if (exception === 'emergency')
    return ofPromises(judging, { breakGlass: null }, ({ breakGlass }) => breakGlass !== undefined);
  if (exception === 'escort')
    return ofPromises(judging, { access: null }, ({ escortedBy }) => escortedBy !== undefined);
  if (exception === 'approval')
    return ofPromises(judging, { access: null }, ({ approval }) => approval !== undefined);
  const ids = segments
    .flatMap((s) => desk.scenario.segments[s] ?? [])
    .filter(({ consents }) => consents !== undefined);
  return { segments: Object.fromEntries(ids.map(({ id }) => [id, { consents: null }])) };
}

function promisesOf({ desk: { scenario }, segments }: Judging): readonly ResidencyPromise[] {
  const promises = new Set(segments.map((s) => scenario.segments[s]?.promise ?? -1));
  return [...promises].flatMap((p) => scenario.promises[p] ?? []);
}

/** These keys in the promises of the customers, or in some of them. */
function ofPromises(
  judging: Judging,
  wanted: Tree,
  isMeant: (promise: ResidencyPromise) => boolean = () => true,
): Tree {
  const meant = promisesOf(judging).filter(isMeant);
  return { promises: Object.fromEntries(meant.map(({ id }) => [id, wanted])) };
}

function byProvider(asked: Asked<'provider'>, { desk: { fromMs, scenario } }: Judging): Answer {
  const vendors = scenario.entities.filter(({ kind }) => kind === 'vendor');
  const faults = vendors.filter(({ country }) => !isInside(asked, country, fromMs));
  const inWords = (some: readonly LegalEntity[]) =>
    some.map(({ country, title }) => `${title} is established in ${country}`);
  return byTerms(
    listInWords(inWords(vendors)),
    inWords(faults),
    'no key makes a vendor established elsewhere',
  );
}

/** The companies that hold data, or at whose centre or by whose people it is seen. */
function companiesOf({ scenario }: { readonly scenario: Scenario }, { company, employer }: Flow) {
  const ids = present([company, employer !== null && employer !== company && (employer ?? '')]);
  return ids.map((id) => scenario.entities.find((one) => one.id === id) ?? null);
}

/** Null if one of them is not known or `isKept` is null of it, and nothing else speaks against the flow. */
function eachCompany(
  { desk }: Judging,
  flow: Flow,
  isKept: (company: LegalEntity) => boolean | null,
): boolean | null {
  const found = companiesOf(desk, flow).map((company) => (company === null ? null : isKept(company)));
  if (found.includes(false)) return false;
  return found.includes(null) ? null : true;
}

/** Whether a company was as required when a flow began; null if the scenario does not say it. */
function whetherRequired({ desk }: Judging, required: OfCompanies) {
  return (company: LegalEntity, { earliest }: Flow): boolean | null =>
    isRequired(required, company, desk.scenario.entities, earliest.atMs);
}

const HOLDERS = 'columns place and group whose names the scenario has';

/** Names the companies that speak against a flow, or all of them if none does. */
function namesCompanies({ desk }: Judging, isWrong: (company: LegalEntity, flow: Flow) => boolean) {
  return (flow: Flow): string => {
    const companies = companiesOf(desk, flow);
    const wrong = companies.filter((company) => company !== null && isWrong(company, flow));
    const named = wrong.length > 0 ? wrong : companies;
    return listInWords(named.map((company) => company?.title ?? 'a company that is not known'));
  };
}

function byCompanies(asked: Asked<'companies'>, judging: Judging): Answer {
  const { kinds } = asked;
  const isKept = whetherRequired(judging, { asked, subject: 'companies' });
  return byFlows(judging, {
    concerns: () => true,
    isKept: (flow) => eachCompany(judging, flow, (company) => isKept(company, flow)),
    nameOf: namesCompanies(judging, (company, flow) => isKept(company, flow) === false),
    column: HOLDERS,
    change: () =>
      kinds !== undefined && !kinds.includes('subcontractor')
        ? ofPromises(judging, { subcontractors: 'none' })
        : 'offer these customers only data centres and groups of such companies',
  });
}

function byControl(asked: Asked<'control'>, judging: Judging): Answer {
  const { entities } = judging.desk.scenario;
  const isKept = whetherRequired(judging, { asked, subject: 'control' });
  const isWrong = (company: LegalEntity, flow: Flow) => isKept(company, flow) === false;
  const known = (flow: Flow) => companiesOf(judging.desk, flow).flatMap((company) => company ?? []);
  return byFlows(judging, {
    concerns: () => true,
    isKept: (flow) => eachCompany(judging, flow, (company) => isKept(company, flow)),
    nameOf: (flow) => {
      const of = (company: LegalEntity) => controllersOf(company, entities, flow.earliest.atMs);
      const wrong = known(flow).filter((company) => isWrong(company, flow));
      const silent = new Set(known(flow).flatMap((company) => of(company).silent));
      if (wrong.length === 0 && silent.size > 0)
        return `no key ${listInWords([...silent].map(({ id }) => `entities.${id}.control`))}`;
      if (wrong.length === 0) return namesCompanies(judging, isWrong)(flow);
      return listInWords(
        wrong.map((one) => `${one.title}, controlled from ${placesInWords(of(one).countries)}`),
      );
    },
    column: HOLDERS,
    change: (broken) => {
      const wrong = broken.flatMap((flow) => known(flow).filter((company) => isWrong(company, flow)));
      const titles = new Set(wrong.map(({ title }) => title));
      return `keep these cases from ${listInWords([...titles])}, or end that control`;
    },
  });
}

function bySubcontractors(asked: Asked<'subcontractors'>, judging: Judging): Answer {
  const { announced, bound, named, rank, standard } = asked;
  if (standard !== undefined) {
    const equivalent = byEquivalent(judging);
    const isAll = [announced, bound, named, rank].every((one) => one === undefined);
    if (isAll || equivalent.state !== 'kept') return equivalent;
  }
  const isAdmitted = (company: LegalEntity) =>
    (named === undefined || isNamed(named, company)) &&
    (company.rank ?? 1) <= (rank ?? Number.POSITIVE_INFINITY);
  const isKept = whetherRequired(judging, { asked, subject: 'subcontractors' });
  const { fromMs, scenario } = judging.desk;
  const instant = (epochMs: number) => new Date(epochMs).toISOString();
  const wanted: Tree = {
    ...(announced === undefined ? {} : { announced: instant(fromMs - announced) }),
    ...(bound === undefined ? {} : { flowDown: { from: instant(fromMs) } }),
  };
  return byFlows(judging, {
    concerns: () => true,
    isKept: (flow) => eachCompany(judging, flow, (company) => isKept(company, flow)),
    nameOf: (flow) => {
      const silent = companiesOf(judging.desk, flow).flatMap((one) =>
        rank !== undefined && one?.kind === 'subcontractor' && one.rank === undefined ? [one.id] : [],
      );
      if (silent.length > 0) return `no key ${listInWords(silent.map((id) => `entities.${id}.rank`))}`;
      return namesCompanies(judging, ({ kind }) => kind === 'subcontractor')(flow);
    },
    column: HOLDERS,
    change: (broken) => {
      const ids = new Set(broken.flatMap(({ company, employer }) => [company, employer ?? '']));
      const wrong = scenario.entities.filter((one) => ids.has(one.id) && one.kind === 'subcontractor');
      if (!wrong.every(isAdmitted)) return ofPromises(judging, { subcontractors: 'none' });
      return { entities: Object.fromEntries(wrong.map(({ id }) => [id, wanted])) };
    },
  });
}

function byCertificates(asked: string, judging: Judging, concerns: (flow: Flow) => boolean): Answer {
  const { scenario } = judging.desk;
  const isHeld = (company: LegalEntity, { dimension, earliest, mode }: Flow) => {
    const covered: Covered =
      mode !== 'stored' || dimension === 'workingCopy' ? { service: 'support', product: null } : STORED;
    const entity = scenario.entities.indexOf(company);
    return whyNotCertified(scenario, entity, asked, covered, earliest.atMs) === null;
  };
  return byFlows(judging, {
    concerns,
    isKept: (flow) => eachCompany(judging, flow, (company) => isHeld(company, flow)),
    nameOf: namesCompanies(judging, (company, flow) => !isHeld(company, flow)),
    column: HOLDERS,
    change: (broken) => {
      const ids = new Set(
        broken.flatMap((flow) =>
          companiesOf(judging.desk, flow).flatMap((company) =>
            company === null || isHeld(company, flow) ? [] : [company.id],
          ),
        ),
      );
      return `write entities.….certificates on ${asked} for the whole time, for ${listInWords([...ids])}`;
    },
  });
}

/** The scenario up to the end of the source, so that dates of law up to there count. */
function untilEnd({ desk: { endMs, scenario } }: Judging): Scenario {
  return { ...scenario, horizonMs: endMs - scenario.startEpochMs };
}

function byScope(asked: Asked<'certificateScope'>, judging: Judging): Answer {
  const { desk } = judging;
  const { entities, products, startEpochMs } = desk.scenario;
  const unknown = asked.filter((name) => !products.some((product) => isNamed([name], product)));
  if (unknown.length > 0) return untold(`the scenario has no product ${listInWords(unknown)}`);
  const vendors = entities.flatMap(({ kind }, e) => (kind === 'vendor' ? [e] : []));
  const isSaid = vendors.some((e) => entities[e]?.certificates?.some((one) => one.products !== undefined));
  if (!isSaid) return untold('the scenario has no key entities.….certificates[].products for the vendor');
  const changes = lawInstants(untilEnd(judging)).map((timeMs) => startEpochMs + timeMs);
  const instants = [desk.fromMs, ...changes.filter((atMs) => atMs > desk.fromMs)];
  const faults = products.flatMap((named, product) => {
    if (!isNamed(asked, named)) return [];
    const isCovered = (atMs: number) =>
      vendors.some((e) =>
        CERTIFIED_STANDARDS.some(
          (standard) =>
            whyNotCertified(desk.scenario, e, standard, { service: 'support', product }, atMs) === null,
        ),
      );
    const atMs = instants.find((one) => !isCovered(one));
    return atMs === undefined ? [] : [`none covers the support of ${named.title} on ${legalBegin(atMs)}`];
  });
  const change = `write entities.….certificates of the vendor with products: [${asked.join(', ')}] for the whole time`;
  return byTerms('certificates of the vendor cover the support of each throughout', faults, change);
}

function byEquivalent(judging: Judging): Answer {
  const { entities } = judging.desk.scenario;
  if (!entities.some(({ certificates = [], kind }) => kind === 'vendor' && certificates.length > 0))
    return untold('the scenario has no key entities.….certificates for the vendor');
  const faults = gapTexts(untilEnd(judging)).map(
    ({ entity, text }) => `${entities[entity]?.title ?? ''} had ${text}`,
  );
  const change = 'write entities.….certificates of these subcontractors as those of the vendor';
  return byTerms('subcontractors have the certificates that the vendor has', faults, change);
}

function byEncryption(_: unknown, judging: Judging): Answer {
  const { desk, segments } = judging;
  const own = segments.flatMap((s) => desk.scenario.segments[s] ?? []);
  if (own.some(({ encryption }) => encryption !== undefined)) return byRule(judging, 'R28');
  return untold('none of the segments of these customers has the key encryption');
}

function byLastResort(_: unknown, judging: Judging): Answer {
  if (!judging.desk.scenario.entities.some(({ kind }) => kind === 'subcontractor'))
    return byTerms('no company is a subcontractor', [], null);
  const found = byRule(judging, 'R27');
  const silent = promisesOf(judging).filter(
    ({ subcontractors, subcontractorsOnly }) => subcontractors !== 'none' && subcontractorsOnly === undefined,
  );
  if (silent.length === 0 || found.state === 'broken') return found;
  const wanted = silent.map(({ id }) => [id, { subcontractorsOnly: 'when required' }] as const);
  return untold(
    `the scenario has no key ${listInWords(silent.map(({ id }) => `promises.${id}.subcontractorsOnly`))}`,
    { promises: Object.fromEntries(wanted) },
  );
}

/** People elsewhere see data only while somebody in one of these places watches. */
function byEscorts(asked: Asked<'escorted'>, judging: Judging): Answer {
  const { desk } = judging;
  return byFlows(judging, {
    concerns: isSeen,
    isKept: ({ country, earliest: { atMs }, escortedFrom }) => {
      if (country === '') return null;
      if (isInside(asked, country, atMs)) return true;
      if (!(desk instanceof RunDesk)) return null;
      return escortedFrom !== null && isInside(asked, escortedFrom, atMs);
    },
    nameOf: ({ country, escortedFrom, place }) => {
      const watched = escortedFrom === null ? '' : `, watched from ${countryInWords(escortedFrom)}`;
      return `${placeInWords(desk.place(place), country)}${watched}`;
    },
    column: noColumn('who watches whom'),
    change: (broken) => {
      const inside = promiseChange(judging, asked, DIMENSIONS_OF.escorted, broken);
      const zone = zoneOf(asked, desk.scenario);
      const isPromised = promisesOf(judging).every(({ escortedBy }) => escortedBy === zone);
      if (isPromised || zone === null) return inside;
      const escorts = ofPromises(judging, { access: { escorted: { by: zone } } });
      return typeof inside === 'string' ? escorts : merged(inside, escorts);
    },
  });
}

function byAgreements(asked: Asked<'agreements'>, { desk, segments }: Judging): Answer {
  const { endMs, fromMs, scenario } = desk;
  const key = (s: number) => `segments.${scenario.segments[s]?.id}.agreements.${asked}`;
  const isSaid = (s: number) => scenario.segments[s]?.agreements?.[asked] !== undefined;
  // Only covered entities sign the other kind, and only of these does a scenario say it.
  const isForSome = asked === 'businessAssociate' && segments.some(isSaid);
  const silent = isForSome ? [] : segments.filter((s) => !isSaid(s));
  const name = AGREEMENT_NAMES[asked];
  const faults = segments.flatMap((s) => {
    const terms = scenario.segments[s]?.agreements?.[asked];
    if (terms === undefined || isCovered(terms, fromMs, endMs)) return [];
    return [`customers of ${desk.segment(s)} have no ${name} in force for the whole time`];
  });
  const written = (s: number): Tree => {
    const signed = { agreements: { [asked]: [{ from: new Date(fromMs).toISOString() }] } };
    return { segments: { [scenario.segments[s]?.id ?? '']: signed } };
  };
  const change = segments.map(written).reduce<Tree>((one, other) => merged(one, other), {});
  if (faults.length === 0 && silent.length > 0)
    return untold(`the scenario has no key ${listInWords(silent.map(key))}`, change);
  return byTerms(`each of these customers has a ${name} in force throughout`, faults, change);
}

/** Whether terms, one after the other, cover the time from one instant to before another. */
function isCovered(
  terms: readonly { readonly fromEpochMs: number; readonly toEpochMs: number | null }[],
  fromMs: number,
  endMs: number,
): boolean {
  let coveredMs = fromMs;
  for (const { fromEpochMs, toEpochMs } of [...terms].sort((a, b) => a.fromEpochMs - b.fromEpochMs))
    if (fromEpochMs <= coveredMs) coveredMs = Math.max(coveredMs, toEpochMs ?? Number.POSITIVE_INFINITY);
  return coveredMs >= endMs;
}

function byException(asked: Asked<'consent'>, judging: Judging, exception: 'consent' | 'emergency'): Answer {
  if (asked === 'as promised') return byRule(judging, exception === 'consent' ? 'R12' : 'R13');
  const { desk, segments } = judging;
  const kind = exception === 'consent' ? 'consent' : 'emergency access';
  if (!hasException(desk.scenario, segments, exception))
    return byTerms(`these customers have no ${kind}`, [], null);
  if (!(desk instanceof RunDesk)) return untold(noColumn(`whether a view relied on ${kind}`));
  return byFlows(judging, {
    concerns: isSeen,
    isKept: (flow) => flow.exception !== exception,
    nameOf: ({ country, place }) => placeInWords(desk.place(place), country),
    column: '',
    change: () => withoutExceptions(judging, exception),
  });
}

function byAuthorityRequests(asked: Asked<'authorityRequests'>, judging: Judging): Answer {
  if (asked === 'as promised') return byRule(judging, 'R26');
  const { desk, segments } = judging;
  if (!(desk instanceof RunDesk)) return untold(noColumn('what was disclosed to authorities'));
  const handed = [...desk.counts.handedOver].filter(([key]) =>
    segments.includes(Number(key.slice(0, key.indexOf(' ')))),
  );
  const faults = handed.map(([, cases]) => `data of ${plural(cases, 'case')} was disclosed`);
  return byTerms('no disclosure that may be told of is planned', faults, { disclosures: null });
}

function byTransfers(asked: Asked<'transfers'>, judging: Judging): Answer {
  const { to } = judging.requirement;
  const allowed = asked as readonly string[];
  const isNone = allowed.includes('none');
  const isLawful = allowed.includes('lawful');
  const answer = byFlows(judging, {
    concerns: ({ country, earliest }) =>
      to === null || country === '' || isInside(to, country, earliest.atMs),
    isKept: ({ transfer }) => {
      if (transfer === null || transfer.standing === 'not told') return null;
      const { bases, standing } = transfer;
      if (standing === 'free' || standing === 'unjudged') return true;
      if (isNone || standing === 'invalid') return false;
      if (standing === 'open') return null;
      return isLawful || bases.some(({ kind }) => allowed.includes(kind));
    },
    nameOf: ({ company, country, transfer }) => {
      const bases = (transfer?.bases ?? []).map(({ instrument, kind }) => instrument ?? kind);
      const why =
        transfer?.standing === 'valid' ? `on ${listInWords(bases, 'or')}` : (transfer?.reason ?? '');
      return `${placeInWords(judging.desk.entity(company), country)}${why === '' ? '' : `, ${why}`}`;
    },
    column: `${PLACE}, and a column country of the customer`,
    change: (broken) =>
      `keep these cases from ${listInWords([...new Set(broken.map(({ company }) => company))])}, or write entities.….instruments with a basis that is asked for`,
  });
  const isOpen = answer.state === 'untold' && judging.desk instanceof RunDesk;
  return isOpen ? open(`bases can be judged neither way: ${answer.text}`) : answer;
}

function byErasure(asked: Asked<'erasure'>, judging: Judging): Answer {
  const { eraseAfterMs, eraseGraceMs } = judging.desk.scenario.retention;
  const longest = eraseAfterMs + eraseGraceMs;
  if (longest > asked) {
    const said = `the scenario keeps copies for ${formatDuration(longest / 1000)} after closing, ${formatDuration(asked / 1000)} is wanted`;
    const hours = Math.max(0, Math.floor((asked - eraseGraceMs) / HOUR_MS));
    return byTerms('', [said], { retention: { eraseAfter: `${hours} h` } });
  }
  return byRule(judging, 'R15');
}

function byHours({ desk: { scenario }, segments }: Judging): Answer {
  const rows = coverageOf(scenario).rows.filter(
    (row) => segments.includes(row.segment) && askedMinutes(row) > 0,
  );
  const [worst] = rows;
  if (worst === undefined) return byTerms('somebody is scheduled whenever they ask', [], null);
  const { channels, languages, segment, tiers } = worst;
  const of = [...new Set(tiers)].map((tier) => `tier ${tier}`);
  const spoken = languages.map((language) => scenario.languages[language] ?? '');
  const hours = Math.round((askedMinutes(worst) * MINUTE_MS) / HOUR_MS);
  const what = `for ${hours} h of the week nobody is scheduled for ${listInWords([...new Set(channels)])} in ${listInWords(spoken)} of ${scenario.segments[segment]?.title ?? ''} (${listInWords(of)})`;
  return byTerms('', [what], 'centres: groups and shifts for these hours; `meridian validate` lists all');
}

function byLanguages(asked: Asked<'languages'>, { desk: { scenario }, segments }: Judging): Answer {
  const verdicts = new Verdicts(scenario, scenario.startEpochMs);
  const faults = asked.flatMap((language) => {
    const speak = scenario.groups.flatMap(({ languages }, g) =>
      languages.some((one) => servesLanguage(scenario.languages[one] ?? '', language)) ? [g] : [],
    );
    const without = segments.filter((s) =>
      scenario.streams.some(
        ({ segment }, stream) => segment === s && !speak.some((g) => verdicts.mayWorkOnSome(stream, g)),
      ),
    );
    return without.map(
      (s) => `nobody who may see cases of ${scenario.segments[s]?.title} speaks ${language}`,
    );
  });
  return byTerms(
    'somebody permitted speaks each',
    faults,
    'centres: a group that speaks it and may see these cases',
  );
}

function byChannels(asked: Asked<'channels'>, { desk: { scenario }, segments }: Judging): Answer {
  const faults = segments.flatMap((s) =>
    asked
      .filter((channel) => !scenario.streams.some((one) => one.segment === s && one.channel === channel))
      .map((channel) => `no case of ${scenario.segments[s]?.title} comes by ${channel}`),
  );
  return byTerms('cases come by each', faults, 'give these segments the channels');
}

function byTargets(asked: Asked<'targets'>, { desk, segments, targets }: Judging): Answer {
  if (targets === null) return untold('the source has no measures of service; evaluate a scenario or a run');
  const { channels, of = 'answer', severities, share, within } = asked;
  const wanted = `${formatShare(share)} within ${formatDuration((within ?? 0) / 1000)}`;
  const own = targets.filter(({ segment }) =>
    segments.some((s) => desk.scenario.segments[s]?.id === segment.id),
  );
  const fitting = own.filter(
    (target) =>
      target.of === of &&
      (channels === undefined || target.channels.every((channel) => channels.includes(channel))) &&
      (severities === undefined || target.severities.every((one) => severities.includes(one))) &&
      (within === undefined || (target.withinMs ?? Number.POSITIVE_INFINITY) <= within) &&
      (of === 'abandonment' ? target.wanted <= share : target.wanted >= share),
  );
  if (fitting.length === 0)
    return untold(
      `the scenario has no target as strict as ${wanted}`,
      `write it under targets or serviceLevels: ${wanted}`,
    );
  const nameOf = ({ channels: by, segment, severities: grave, share: reached }: (typeof fitting)[number]) =>
    `${segment.title}, ${by.join(' and ')} ${grave.join('')}: ${formatShare(reached)}`;
  const missed = fitting.filter(({ state }) => state === 'missed');
  const undecided = fitting.filter(({ state }) => state !== 'missed' && state !== 'met');
  if (missed.length === 0 && undecided.length > 0)
    return open(
      `${undecided.length} of ${fitting.length} targets are not decided: ${nameOf(undecided[0] as (typeof fitting)[number])}, ${undecided[0]?.state}`,
    );
  return byTerms(
    `${fitting.length} of ${fitting.length} targets as strict as that are met`,
    missed.map(nameOf),
    '`meridian staff` finds the agents that reach it',
  );
}
