import { plural, rowAt } from '#base';
import type { Flow } from './boundary-counts.ts';
import { type BoundaryDesk, groupedBy, totalActs } from './boundary-desk.ts';
import { type BoundarySection, type BoundarySentence, said } from './words/boundary-sentence.ts';
import { durationInWords, placeInWords, zonesInWords } from './words/boundary-words.ts';
import type { PromiseTerms } from './words/promise-terms.ts';

/** Who sees, from outside, data that was promised to rest inside; and who may in an emergency. */
export function accessSection(desk: BoundaryDesk): BoundarySection {
  return {
    id: 'access',
    title: 'Access from outside without a copy',
    sentences: desk.terms.flatMap((terms) => [
      ...outsideSentences(desk, terms),
      ...emergencySentences(desk, terms),
    ]),
  };
}

function outsideSentences(
  desk: BoundaryDesk,
  { promise, restrictions, segments }: PromiseTerms,
): readonly BoundarySentence[] {
  const storage = restrictions.get('storage');
  const seen = desk.flows.filter(({ mode, segment }) => mode === 'seen' && segments.includes(segment));
  if (storage === undefined || seen.length === 0) return [];
  const zone = zonesInWords(storage.zones);
  const outside = seen.filter((flow) => !desk.isInside(promise, flow));
  const whose = `cases of ${desk.customers(segments)}`;
  const total = totalActs(seen);
  if (outside.length === 0) {
    return [
      said(
        `None of ${plural(total, 'access', 'accesses')} to ${whose} in this run came from outside ${zone}.`,
        { kind: 'ledger', what: 'accesses to these cases', count: total },
      ),
    ];
  }
  return groupedBy(
    outside,
    ({ employer, exception, placeIndex }) => `${placeIndex} ${employer} ${exception}`,
  ).map((group) => outsideSentence(desk, group, { segments, zone }));
}

function outsideSentence(
  desk: BoundaryDesk,
  group: readonly Flow[],
  { segments, zone }: { readonly segments: readonly number[]; readonly zone: string },
): BoundarySentence {
  const { country, employer, exception, placeIndex } = rowAt(group, 0);
  const copies = totalActs(
    desk.flows.filter(
      (flow) => flow.mode === 'stored' && flow.placeIndex === placeIndex && segments.includes(flow.segment),
    ),
  );
  const centre = desk.scenario.centres[placeIndex - desk.scenario.dataCentres.length];
  const how =
    centre?.access === 'remote view' && copies === 0
      ? 'They saw it by remote view, and no copy was stored there'
      : `${plural(copies, 'copy of these cases was', 'copies of these cases were')} stored there, too`;
  const by = { consent: ', on a consent', emergency: ', in an emergency', none: '' }[exception ?? 'none'];
  const acts = totalActs(group);
  return said(
    `People whom ${desk.entity(employer)} employs saw cases of ${desk.customers(group.map(({ segment }) => segment))} from ${placeInWords(desk.place(placeIndex), country)}, outside ${zone}, in ${plural(acts, 'access', 'accesses')}${by}. ${how}.`,
    { kind: 'ledger', what: 'accesses from there', count: acts },
    { kind: 'ledger', what: 'copies stored there', count: copies },
    ...desk.auditGrounds(['R4', 'R6']),
  );
}

function emergencySentences(
  desk: BoundaryDesk,
  { promise, segments }: PromiseTerms,
): readonly BoundarySentence[] {
  const rule = promise.breakGlass;
  if (rule === undefined) return [];
  const { approvers, noticeWithinMs, reviewWithinMs, strandedForMs, windowMs } = rule;
  const group = desk.scenario.groups[approvers];
  const centre = desk.place(desk.scenario.dataCentres.length + (group?.centre ?? -1));
  const opened = segments.reduce((sum, s) => sum + (desk.counts.segments[s]?.emergencies ?? 0), 0);
  const hours = (ms: number) => durationInWords(ms);
  const terms =
    `In an emergency, a case of severity A of ${desk.customers(segments)} that the promise has kept from everybody for ${hours(strandedForMs)} may be opened to somebody outside for ${hours(windowMs)}. ` +
    `Two people of the group “${group?.id ?? ''}” in ${centre} approve it; the customer is notified within ${hours(noticeWithinMs)}, and it is reviewed within ${hours(reviewWithinMs)} of its end. Copies stay where they are`;
  return desk.kept({
    again: null,
    segments,
    invariants: ['R13'],
    properties: ['R13.group-eligible'],
    never:
      'Emergency access can never go to a centre that keeps a copy, or to a group that anything but the zone for access forbids',
    did: `${terms}. In this run ${opened === 0 ? 'no case was' : opened === 1 ? 'one case was' : `${opened} cases were`} opened so.`,
    violated: `an emergency access did not follow its rules. ${terms}`,
    counted: [
      { kind: 'safeguard', what: 'rules of emergency access in the promise', from: null, to: null },
      { kind: 'ledger', what: 'emergencies opened', count: opened },
    ],
  });
}
