import { AUDITOR_INDEPENDENCE, VerdictsOverTime } from '#audit';
import { formatCount, plural, present, sumOf } from '#base';
import { dayInWords, givenLaw } from '#domain';
import { type Evidence, omissionLines, omissionsOf } from '#exports';
import type { Proof } from '#prover';
import { invariantName, undecidedIn } from '../../history-answer.ts';
import { leavesSessionsOpen } from '../boundary-desk.ts';
import { boundaryDocument } from '../boundary-document.ts';
import { type BoundarySection, type BoundarySentence, said } from '../words/boundary-sentence.ts';
import { durationInWords, zonesInWords } from '../words/boundary-words.ts';
import type { PromiseTerms } from '../words/promise-terms.ts';
import { RunDesk } from './run-desk.ts';
import {
  accessOfRun,
  approvalSentences,
  coverageSentences,
  dutySentences,
  firstSentences,
  lastResortSentences,
  ledgerSentences,
  standardSentences,
} from './run-promises.ts';
import { transfersOfRun } from './run-transfers.ts';

export type BoundaryStatement = ReturnType<typeof boundaryStatement>;

/** Invariants about places, people and bases. R26 is left out: its counts could tell of disclosures that an order forbids to tell of. */
const BOUNDARY_INVARIANTS = 'R1 R2 R3 R4 R5 R7 R8 R9 R12 R13 R16 R19 R22 R27 R28'.split(' ');

/**
 * A boundary statement, as vendors publish them: what stays inside, what leaves for how long, what was never promised. It is computed from
 * a ledger, its audit and (if asked for) a proof. The same evidence always gives the same statement.
 */
export function boundaryStatement(evidence: Evidence, proof: Proof | null) {
  const { audit, names, scenario } = evidence;
  const desk = new RunDesk(evidence, new VerdictsOverTime(scenario), proof);
  const brokenInvariants = BOUNDARY_INVARIANTS.filter((id) => (desk.result(id)?.violations ?? 0) > 0);
  const document = boundaryDocument(desk, {
    verdict: [verdictSentence(desk, brokenInvariants)],
    closing: proofAnswer(desk),
    before: [],
    insideOf: (terms) => [
      ...firstSentences(desk, terms),
      ...approvalSentences(desk, terms),
      ...lastResortSentences(desk, terms),
      ...dutySentences(desk, terms),
      ...standardSentences(desk, terms),
    ],
    inside: ledgerSentences(desk),
    transfers: transfersOfRun(desk),
    excluded: coverageSentences(desk),
    access: accessOfRun(desk),
    after: [exceptionsSection(desk)],
    notSaid: notSaidOf(desk),
  });
  return {
    format: 2,
    kind: 'meridian boundary statement' as const,
    ...document,
    ledger: { root: audit.root ?? '', entries: audit.entries },
    cases: audit.cases,
    from: names.instant(0),
    to: names.instant(desk.lengthMs),
    /** The period by its days. */
    period: `${dayInWords(desk.fromMs)} to ${dayInWords(Math.max(desk.fromMs, desk.endMs - 1))}, by days of UTC`,
    /** How the scenario's law differs from that of history, in sentences. */
    law: givenLaw(scenario),
    /** How much was explored for the proof; null if none was asked for. */
    proof: proof === null ? null : { states: proof.states, transitions: proof.transitions },
    isBroken: brokenInvariants.length > 0,
  };
}

function verdictSentence(desk: RunDesk, brokenInvariants: readonly string[]): string {
  const judged = BOUNDARY_INVARIANTS.flatMap((id) => desk.result(id) ?? []).filter(
    ({ checks }) => checks > 0,
  );
  const checks = sumOf(judged.map((one) => one.checks));
  const open = sumOf(judged.map(undecidedIn));
  const undecided = open === 0 ? '' : ` ${plural(open, 'check')} are not judged.`;
  if (brokenInvariants.length === 0) {
    return `No promise about places, people and legal bases was broken in this run: 0 violations in ${plural(checks, 'check')}.${undecided}`;
  }
  const which = judged
    .filter(({ violations }) => violations > 0)
    .map((result) => `${invariantName(result)}, ${plural(result.violations, 'violation')}`);
  return `The boundary was broken in this run: ${which.join('; ')}, in ${plural(checks, 'check')}.${undecided}`;
}

function proofAnswer({ proof }: RunDesk): readonly string[] {
  if (proof === null) {
    return [
      'No proof was asked for. The sentences say what happened in one run, not what can happen, which a proof (--proof) adds.',
    ];
  }
  const judged = proof.properties.filter(({ checks }) => checks > 0);
  const held = judged.filter(({ verdict }) => verdict === 'holds').length;
  const others = judged
    .filter(({ verdict }) => verdict !== 'holds')
    .map(({ id, name, verdict }) =>
      verdict === 'broken'
        ? `“${name}” (${id}), which some possible run breaks`
        : `“${name}” (${id}), which can be judged neither way in some possible runs`,
    );
  const rest = others.length === 0 ? '' : ` Not proved: ${others.join('; ')}.`;
  return [
    `“Can never” rests on a proof over every possible run of this scenario: ${formatCount(proof.states)} states and ${formatCount(proof.transitions)} transitions. ${held} of ${judged.length} properties hold.${judged.some(leavesSessionsOpen) ? ' Sessions of software are left aside.' : ''}${rest}`,
  ];
}

/** What a reader could take the statement to say, and what it does not. */
function notSaidOf(desk: RunDesk): readonly string[] {
  const { audit } = desk.evidence;
  const untested = audit.invariants.filter(({ id, untested }) => isAsked(desk, id) && untested !== null);
  return present([
    'It is about a simulated run, its scenario and the law as tables know it. It is no legal advice.',
    'It cannot say whether there are orders of authorities that forbid to tell of them. It tells only of disclosures that customers are told about, and a missing sentence does not mean that there is none.',
    `Counts are those of one run (seed ${audit.seed}, replication ${audit.replication}). ${AUDITOR_INDEPENDENCE}`,
    audit.ended !== null &&
      `The run ended before its horizon, because ${plural(audit.ended.waiting, 'case')} waited. Nothing after that is judged.`,
    ...untested.map(
      ({ id, title, untested: why }) =>
        `${invariantName({ id, title })} was not tested in this run, since ${why}.`,
    ),
    ...emptyDimensions(desk),
    ...proofLimits(desk),
    ...omissionLines(omissionsOf(desk.scenario)),
  ]);
}

/** Whether a reader may expect a word on the invariant. R27 and R28 judge only what some scenarios declare. */
function isAsked({ scenario }: Pick<RunDesk, 'scenario'>, id: string): boolean {
  if (id === 'R27')
    return scenario.promises.some(({ subcontractorsOnly }) => subcontractorsOnly !== undefined);
  if (id === 'R28') return scenario.segments.some(({ encryption }) => encryption !== undefined);
  return BOUNDARY_INVARIANTS.includes(id);
}

/** Copies that a promise restricts, but of which the run had none. */
function emptyDimensions(desk: RunDesk): readonly string[] {
  const names = { backup: 'Backups', workingCopy: 'Working copies' } as const;
  return desk.terms.flatMap((terms) =>
    (['backup', 'workingCopy'] as const).flatMap((dimension) => {
      const isMade = desk.flowsOf(terms, 'stored').some((flow) => flow.dimension === dimension);
      if (isMade || !terms.restrictions.has(dimension)) return [];
      return [
        `${names[dimension]} of ${desk.whose(terms)} were promised to stay inside, but none was made in this run.`,
      ];
    }),
  );
}

function proofLimits({ proof, scenario }: RunDesk): readonly string[] {
  if (proof === null) return [];
  const parts = proof.properties.filter(
    ({ checks, leavesOpen, partOf }) =>
      checks > 0 && leavesOpen.length > 0 && BOUNDARY_INVARIANTS.includes(partOf.id),
  );
  return [
    'The proof is about the policy of the scenario. Whether the run followed it is what the counts say.',
    ...proof.assumptions.map((sentence) => `The proof: ${sentence}`),
    ...parts.map(
      ({ leavesOpen, partOf }) =>
        `The proof leaves open of ${invariantName(partOf)}: ${leavesOpen.map(({ what }) => what).join('; ')}.`,
    ),
    ...proof.notExplored
      .filter(({ id }) => isAsked({ scenario }, id))
      .map(({ id, title, why }) => `The proof does not cover ${invariantName({ id, title })}: ${why}.`),
  ];
}

/** What happens while places are down, when nobody inside may take a case, and under orders. */
function exceptionsSection(desk: RunDesk): BoundarySection {
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
    const on = desk.instant(desk.fromMs + atMs, [segment]);
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
    const day = (atMs: number) => desk.instant(desk.fromMs + atMs, [segment]);
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
