import { groupedBy, listInWords, present } from '#base';
import type { BoundaryDesk } from './boundary-desk.ts';
import { type Flow, segmentsOf } from './flow.ts';
import { type BoundarySection, type BoundarySentence, type Ground, said } from './words/boundary-sentence.ts';
import { durationInWords, placeInWords, zonesInWords } from './words/boundary-words.ts';
import type { PromiseTerms } from './words/promise-terms.ts';

/** What only one source can say of access. */
export interface OwnAccess {
  /** Whether copies were where such access came from. */
  copiesThere(seen: readonly Flow[]): { readonly text: string; readonly grounds: readonly Ground[] };
  /** `rules`: what the promise says of emergencies, without its full stop. */
  emergencies(terms: PromiseTerms, rules: string): readonly BoundarySentence[];
}

/** Who sees, from outside, data that was promised to rest inside; and who may in an emergency. */
export function accessSection(desk: BoundaryDesk, own: OwnAccess): BoundarySection {
  return {
    id: 'access',
    title: 'Access from outside',
    sentences: desk.terms.flatMap((terms) => {
      const rules = emergencyRules(desk, terms);
      return [
        ...outsideSentences(desk, own, terms),
        ...conditionSentences(desk, terms),
        ...(rules === null ? [] : own.emergencies(terms, rules)),
      ];
    }),
  };
}

function outsideSentences(
  desk: BoundaryDesk,
  own: OwnAccess,
  terms: PromiseTerms,
): readonly BoundarySentence[] {
  const storage = terms.restrictions.get('storage');
  const seen = desk.flowsOf(terms, 'seen');
  if (storage === undefined || seen.length === 0) return [];
  const zone = zonesInWords(storage.zones);
  const outside = seen.filter(({ isOutsideStorage }) => isOutsideStorage);
  if (outside.length === 0) {
    return [
      said(
        `${desk.by(seen)}, people saw ${desk.whose(terms)}, and none of that access came from outside ${zone}.`,
        desk.counted('access to these cases', seen),
      ),
    ];
  }
  const keyOf = ({ employer, exception, place }: Flow) => `${place} ${employer} ${exception}`;
  return [...groupedBy(outside, keyOf).values()].map((group) => outsideSentence(desk, own, group, zone));
}

function outsideSentence(
  desk: BoundaryDesk,
  own: OwnAccess,
  group: readonly [Flow, ...Flow[]],
  zone: string,
): BoundarySentence {
  const [{ country, employer, exception, place }] = group;
  const who =
    employer === null
      ? 'People of a group that is not known'
      : `People whom ${desk.entity(employer)} employs`;
  const how = {
    consent: ', on a consent',
    emergency: ', in an emergency',
    escort: ', while an escort watched',
    approval: ', which the customer had approved',
    none: '',
  }[exception ?? 'none'];
  const copies = own.copiesThere(group);
  return said(
    `${who} saw cases of ${desk.customers(segmentsOf(group))} from ${placeInWords(desk.place(place), country)}, outside ${zone}, in ${desk.amount(group)} ${desk.inSource}${how}.${copies.text}`,
    desk.counted('access from there', group),
    ...copies.grounds,
    ...desk.auditGrounds(['R4', 'R6']),
  );
}

function conditionSentences(
  desk: BoundaryDesk,
  { promise, segments }: PromiseTerms,
): readonly BoundarySentence[] {
  const { approval, escortedBy } = promise;
  const conditions = present([
    approval !== undefined && 'after the customer has approved it',
    escortedBy !== undefined && `while somebody in ${zonesInWords([escortedBy])} who may see it watches`,
  ]);
  if (conditions.length === 0) return [];
  return [
    said(
      `Somebody outside may see a case of ${desk.customers(segments)} by remote view, but only ${listInWords(conditions)}. Copies stay where they are.`,
      ...desk.auditGrounds(['R4']),
    ),
  ];
}

/** Null if the promise knows no emergencies. */
function emergencyRules(desk: BoundaryDesk, { promise, segments }: PromiseTerms): string | null {
  const rule = promise.breakGlass;
  if (rule === undefined) return null;
  const { approvers, noticeWithinMs, reviewWithinMs, strandedForMs, windowMs } = rule;
  const group = desk.scenario.groups[approvers];
  const centre = desk.place(desk.scenario.dataCentres.length + (group?.centre ?? -1));
  return (
    `In an emergency, a case of severity A of ${desk.customers(segments)} that the promise has kept from everybody for ${durationInWords(strandedForMs)} may be opened to somebody outside for ${durationInWords(windowMs)}. ` +
    `Two people of the group “${group?.id ?? ''}” in ${centre} approve it; the customer is notified within ${durationInWords(noticeWithinMs)}, and it is reviewed within ${durationInWords(reviewWithinMs)} of its end. Copies stay where they are`
  );
}
