import { leavingsOf } from '#audit';
import { formatCount, listInWords, plural } from '#base';
import { undecidedIn } from '../../history-answer.ts';
import { MODELLED_LAWS } from '../../law-names.ts';
import { lawsLeft, segmentsOf, totalOf, transfersIn, withStanding } from '../flow.ts';
import { type OwnConsents, temporarySentences } from '../temporary-sentences.ts';
import type { OwnTransfers } from '../transfer-sections.ts';
import { type BoundarySentence, type Ground, leftOpen, said } from '../words/boundary-sentence.ts';
import { countryInWords, durationInWords, placeInWords, zoneInWords } from '../words/boundary-words.ts';
import type { RunDesk } from './run-desk.ts';
import type { RunFlow } from './run-flows.ts';

/** What the ledger, its audit and the scenario say of transfers. */
export function transfersOfRun(desk: RunDesk): OwnTransfers {
  const hasTransfers = transfersIn(desk.flows).length > 0;
  return {
    act: actOf,
    received: 'received from',
    customers: 'the customers',
    relied: 'It relies on',
    isBreach: true,
    looked: 'in this run',
    before: basisSentences(desk),
    after: [...(hasTransfers ? todaySentences(desk) : []), ...possibleSentences(desk)],
    temporary: [
      ...temporarySentences(desk, (segment) => consentsOf(desk, segment)),
      ...evacuationSentences(desk),
      ...leavingSentences(desk),
      ...basisEndSentences(desk),
    ],
    nothingDated: [nothingDated(desk)],
  };
}

function actOf(who: string, flows: readonly RunFlow[]): string {
  const classes = listInWords([...new Set(flows.flatMap(({ itemClasses }) => itemClasses))].sort());
  const count = totalOf(flows);
  if (flows[0]?.mode === 'processed')
    return `${who} processed data by software (${classes}), ${plural(count, 'time')},`;
  return flows[0]?.mode === 'stored'
    ? `${who} stored ${plural(count, 'copy', 'copies')} (${classes})`
    : `${who} had access to data (${classes}), ${plural(count, 'time')},`;
}

/** Over all transfers: whether each had a basis. */
function basisSentences(desk: RunDesk): readonly BoundarySentence[] {
  const transfers = transfersIn(desk.flows);
  const open = totalOf(withStanding(transfers, ['open']));
  const undecided = open === 0 ? '' : `; ${formatCount(open)} are not judged`;
  return desk.kept({
    segments: [...new Set(segmentsOf(transfers))],
    invariants: ['R7'],
    properties: ['R7'],
    never: `No copy and no access can ever reach a place outside the free flow of a law that protects the data (${MODELLED_LAWS}) without a recorded basis that is valid by that law as it was known then`,
    did: `In this run ${desk.units(totalOf(transfers), null)} left the free flow of ${lawsLeft(transfers)}, and the audit found none without a valid basis${undecided}.`,
    violated: `data left the free flow of ${lawsLeft(transfers)} without a recorded basis that was valid`,
    counted: [desk.counted('copies and accesses outside the free flow', transfers)],
  });
}

/** What the law as known today says of these acts, if that makes a difference. */
function todaySentences(desk: RunDesk): readonly BoundarySentence[] {
  const now = desk.evidence.audit.invariantsNow.find(({ id }) => id === 'R7');
  if (now === undefined || now.checks === 0) return [];
  const { checks, counterexample, title, violations } = now;
  const undecided = undecidedIn(now);
  const then = desk.figures('R7');
  if (violations === (then?.violations ?? 0) && undecided === (then?.undecided ?? 0)) return [];
  const ground: Ground = {
    kind: 'audit',
    id: 'R7',
    title: `${title}, by the law as known today`,
    checks,
    violations,
    undecided,
  };
  const first = counterexample === null ? '' : ` The first: ${counterexample.message}.`;
  const unfounded =
    violations === 0 ? '' : `${formatCount(violations)} of ${plural(checks, 'check')} find no valid basis`;
  const open = undecided === 0 ? '' : `${formatCount(undecided)} are not judged`;
  return [
    leftOpen(
      `By the law as it is known today, ${listInWords([unfounded, open].filter((text) => text !== ''))}, although nobody could know that then.${first}`,
      ground,
    ),
  ];
}

/** Who could see cases outside the free flow by promise, law and contracts, but did not in this run. */
function possibleSentences(desk: RunDesk): readonly BoundarySentence[] {
  const { groups, dataCentres, centres } = desk.scenario;
  const seen = new Set(
    desk.flows.filter(({ mode }) => mode === 'seen').map(({ place, segments }) => `${segments[0]} ${place}`),
  );
  const found = new Map<number, Set<number>>();
  for (const { verdicts } of desk.law.until(desk.lengthMs)) {
    desk.scenario.streams.forEach(({ segment }, stream) => {
      const { primary } = verdicts.tables.stream(stream);
      const exporter = dataCentres[primary[0] ?? -1]?.entity;
      if (exporter === undefined) return;
      groups.forEach(({ centre }, g) => {
        const place = dataCentres.length + centre;
        if (seen.has(`${segment} ${place}`) || !verdicts.mayWorkOnSome(stream, g)) return;
        if (!verdicts.law.needsBasis(stream, exporter, place)) return;
        found.set(centre, (found.get(centre) ?? new Set()).add(segment));
      });
    });
  }
  if (found.size === 0) return [];
  const ways = [...found].map(([centre, segments]) => {
    const { country = '', entity = -1 } = centres[centre] ?? {};
    const company = desk.scenario.entities[entity]?.title ?? '';
    return `${placeInWords(desk.place(dataCentres.length + centre), country)} (${company}): ${desk.customers(segments)}`;
  });
  return [
    said(
      `Promise, law and contracts would also let these see cases, as far as skills and hours allow, but none of them did in this run: ${ways.join('; ')}.`,
      { kind: 'terms', what: 'the auditor’s reading of promises, law and contracts' },
      { kind: 'ledger', what: 'accesses from there to cases of these customers', count: 0 },
    ),
  ];
}

function nothingDated(desk: RunDesk): BoundarySentence {
  const days = Math.ceil(desk.lengthMs / 86_400_000);
  return said(
    `In the ${plural(days, 'day')} of this run no consent is in force and no data centre is to be emptied. No basis that was used has an end date: none of its instrument, and none of the decision, framework or clauses behind it that was known when the run ended.`,
    { kind: 'terms', what: 'consents, instruments and evacuations of the scenario' },
    { kind: 'terms', what: 'the tables of law, as known at the end of the run' },
  );
}

/** Uses of the consents of a segment, and accesses that named a consent which did not cover them, or that a proof does not rule out. */
function consentsOf(desk: RunDesk, segment: number): OwnConsents {
  const used = desk.flows.filter(
    ({ exception, segments }) => exception === 'consent' && segments.includes(segment),
  );
  const isBroken = desk.counts.violationsIn(['R12'], [segment]) !== null;
  const isGiven = (desk.scenario.segments[segment]?.consents ?? []).length > 0;
  const violated = `accesses to cases of ${desk.segment(segment)} relied on a consent that did not cover them`;
  const claim = { segments: [segment], invariants: ['R12'], properties: ['R12'], violated };
  return {
    uses: `${plural(totalOf(used), 'access', 'accesses')} relied on a consent of theirs in this run.`,
    grounds: [
      ...desk.proofGrounds(['R12']),
      ...desk.auditGrounds(['R12']),
      desk.counted('accesses on a consent', used),
    ],
    broken: isBroken || isGiven ? desk.kept(claim) : [],
  };
}

function evacuationSentences(desk: RunDesk): readonly BoundarySentence[] {
  const { dataCentres, evacuations, streams } = desk.scenario;
  const all = streams.map(({ segment }) => segment);
  return evacuations.flatMap(({ atMs, dataCentre, to }) => {
    const { country = '', title = '' } = dataCentres[dataCentre] ?? {};
    const places = to.map(
      (one) => `${dataCentres[one]?.title} (${countryInWords(dataCentres[one]?.country ?? '')})`,
    );
    const held = desk.flows.filter(({ mode, place }) => mode === 'stored' && place === dataCentre);
    if (held.length === 0) return [];
    return [
      said(
        `Copies rest at ${title} (${countryInWords(country)}) until ${desk.instant(desk.fromMs + atMs, all)}, and then move to ${listInWords(places, 'or')}. ${plural(totalOf(held), 'copy was', 'copies were')} stored there in this run.`,
        { kind: 'terms', what: `evacuation of ${title}` },
        desk.counted(`copies stored at ${title}`, held),
      ),
    ];
  });
}

/** A country that leaves a zone which some promise names. */
function leavingSentences(desk: RunDesk): readonly BoundarySentence[] {
  const leadMs = desk.scenario.retention.leavingLeadMs ?? 0;
  const all = desk.scenario.segments.map((_, s) => s);
  return leavingsOf(desk.scenario, leadMs).flatMap(({ country, timeMs, zone }) => {
    const when = desk.instant(desk.fromMs + timeMs, all);
    const place = `${countryInWords(country)} leaves ${zoneInWords(zone)} on ${when}`;
    return desk.kept({
      segments: all,
      invariants: ['R22'],
      properties: ['R22'],
      never: `${place}; no copy that was promised to stay in ${zoneInWords(zone)} can be there at that moment`,
      did: `${place}. In this run no copy that was promised to stay in the zone was there at that moment.`,
      violated: `${place}, and copies that were promised to stay in the zone were still there, or were stored there shortly before`,
    });
  });
}

function basisEndSentences(desk: RunDesk): readonly BoundarySentence[] {
  const rule = desk.scenario.retention.basisEnd;
  if (rule === undefined) return [];
  const all = desk.scenario.segments.map((_, s) => s);
  const { graceMs, movedAfterMs } = rule;
  const times = `moves ${durationInWords(movedAfterMs)} after the end of the basis, and is gone ${durationInWords(graceMs)} after it`;
  return desk.kept({
    segments: all,
    invariants: ['R8'],
    properties: ['R8'],
    never: `Data held on a basis that ends ${times}: none can be left then`,
    did: `In this run no copy was left where its basis had ended, after the grace period of ${durationInWords(graceMs)}.`,
    violated: `data held on a basis that had ended was not gone in time (it ${times})`,
  });
}
