import { plural } from '#base';
import { type BoundarySection, type BoundarySentence, said } from '../words/boundary-sentence.ts';
import { durationInWords, zonesInWords } from '../words/boundary-words.ts';
import type { PromiseTerms } from '../words/promise-terms.ts';
import type { RunDesk } from './run-desk.ts';

/** What happens while places are down, when nobody inside may take a case, and under orders. */
export function exceptionsSection(desk: RunDesk): BoundarySection {
  return {
    id: 'exceptions',
    title: 'Outages, and orders of authorities',
    sentences: [
      ...desk.terms.flatMap((terms) => [...failoverSentences(desk, terms), ...waitSentences(desk, terms)]),
      ...disclosureSentences(desk),
      ...holdSentences(desk),
    ],
  };
}

function failoverSentences(
  desk: RunDesk,
  { restrictions, segments }: PromiseTerms,
): readonly BoundarySentence[] {
  const storage = restrictions.get('storage');
  if (storage === undefined || desk.auditGrounds(['R3']).length === 0) return [];
  const whose = desk.whose({ segments });
  const zone = zonesInWords(storage.zones);
  return desk.kept({
    again: [whose, 'these cases'],
    segments,
    invariants: ['R3'],
    properties: ['R3'],
    never: `While a data centre is down, copies of ${whose} can never go to one outside ${zone}`,
    did: `In this run no replica of ${whose}, and no copy that was stored elsewhere because a data centre was down, went outside ${zone}.`,
    violated: `replicas of ${whose}, or copies that were stored elsewhere while a data centre was down, went outside ${zone}`,
  });
}

/** The promise outweighs service: a case waits. */
function waitSentences(desk: RunDesk, { restrictions, segments }: PromiseTerms): readonly BoundarySentence[] {
  if (restrictions.size === 0) return [];
  const counts = segments.flatMap((s) => desk.counts.segments[s] ?? []);
  const cases = counts.reduce((sum, one) => sum + one.cases, 0);
  const stranded = counts.reduce((sum, one) => sum + one.strandedCases, 0);
  if (cases === 0) return [];
  const most = durationInWords(Math.max(...counts.map(({ strandedMostMs }) => strandedMostMs)));
  const whose = desk.whose({ segments });
  const text =
    stranded === 0
      ? `No case among ${plural(cases, 'case')} of ${desk.customers(segments)} had to wait in this run because promise and law left nobody who may take it.`
      : `${plural(stranded, 'case')} of ${plural(cases, 'case')} of ${desk.customers(segments)} waited in this run because promise and law left nobody who may take ${stranded === 1 ? 'it' : 'them'}, the longest for ${most}.`;
  return [
    said(
      text,
      { kind: 'ledger', what: whose, count: cases },
      { kind: 'ledger', what: 'of which waited for that reason', count: stranded },
      ...desk.auditGrounds(['R23']),
    ),
  ];
}

/** Only disclosures that the customer is told about: an order may forbid to tell of others, and to say that there are none. */
function disclosureSentences(desk: RunDesk): readonly BoundarySentence[] {
  const tellable = (desk.scenario.disclosures ?? []).filter(({ noticeAfterMs }) => noticeAfterMs !== null);
  return tellable.flatMap(({ atMs, authority, basis, noticeAfterMs, segment }): BoundarySentence[] => {
    const cases = desk.counts.handedOver.get(`${segment} ${authority}`) ?? 0;
    if (cases === 0) return [];
    const notice = durationInWords(noticeAfterMs ?? 0);
    const on = desk.clock.instant(desk.fromMs + atMs, [segment]);
    const by = basis === null ? 'No basis is on record' : `The recorded basis: ${basis}`;
    return [
      said(
        `${authority} demanded data of customers of ${desk.segment(segment)} on ${on}; ${plural(cases, 'case was', 'cases were')} handed to it in this run. ${by}. The customers are to be told after ${notice}.`,
        { kind: 'safeguard', what: basis === null ? 'no basis' : `order: ${basis}`, from: null, to: null },
        { kind: 'ledger', what: 'cases handed over', count: cases },
      ),
    ];
  });
}

function holdSentences(desk: RunDesk): readonly BoundarySentence[] {
  return (desk.scenario.holds ?? []).flatMap(({ by, fromMs, segment, toMs }): readonly BoundarySentence[] => {
    if (toMs <= 0 || fromMs >= desk.lengthMs) return [];
    const day = (atMs: number) => desk.clock.instant(desk.fromMs + atMs, [segment]);
    const text = `A legal hold by ${by} forbids erasing cases of ${desk.segment(segment)} from ${day(fromMs)} until ${day(toMs)}.`;
    return desk.kept({
      segments: [segment],
      invariants: ['R15'],
      properties: ['R15.none-in-hold'],
      never: `${text} None of them can be erased while it is in force`,
      did: `${desk.proofGrounds(['R15.none-in-hold']).length > 0 ? '' : `${text} `}In this run the audit found no erasure against it.`,
      violated: `${text} The audit found erasures too early, or too late`,
      counted: [{ kind: 'safeguard', what: `legal hold by ${by}`, from: null, to: null }],
    });
  });
}
