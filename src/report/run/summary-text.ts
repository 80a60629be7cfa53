import type { AuditReport, CloseAudit, InvariantResult } from '#audit';
import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatMinute,
  formatShare,
  HOUR_MS,
  listInWords,
  NOTHING,
  plural,
  present,
  sumOf,
} from '#base';
import { commonOccupancy, ESCALATION_REASONS, type Knowledge, type Scenario } from '#domain';
import { isBehind, type TargetVerdict } from '#planning';
import { invariantName } from '#statements';
import type { CallbackCounts, CentreRow, ConsultationCounts, ServiceRow, Summary } from '#statistics';
import type { Answer } from '../answer/answer.ts';
import { kindOfCases, makeUpOf, shareText, targetText } from '../answer/target-words.ts';
import { promiseSentence, resultsBy, untestedText, VERDICT_STATES, verdictOf } from '../answer/verdict.ts';
import { type Part, section, styled, table } from '../document/parts.ts';
import { inNumbers, inWords, type TextColumn } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { countsIn, nearMissText } from './invariant-table.ts';
import { backlogSentence, overloadSentence, warmUpSentence } from './notices.ts';
import { COST_COLUMNS, costLines } from './tables/cost-lines.ts';
import { groupTextColumns } from './tables/groups.ts';
import { EXCEPTION_COLUMNS, hasMixedWaits, speedOfAnswerBy } from './tables/service-tables.ts';
import { TARGET_COLUMNS, titledTargets } from './tables/targets.ts';

interface Named {
  readonly name: string;
  readonly count: number;
}

/** Information that a summary alone does not contain. */
interface SummaryExtras {
  /** Null if targets are not judged. */
  readonly answer?: Answer | null;
  /** Sentences on the law that the scenario changes. */
  readonly law?: readonly string[];
  /** Left out: FTE are not shown. */
  readonly scenario?: Scenario | undefined;
  /** Sentences on instruments that carry nothing, whatever happens. */
  readonly idle?: readonly string[];
}

/**
 * What to know first about a run, for a terminal: which targets are missed, where, why and what to try; whether promises were kept. The
 * audit is null if there was none. Ends with a line break.
 */
export function renderAnswerText(
  summary: Summary,
  audit: AuditReport | null,
  options: TextOptions,
  { answer, idle = [], law = audit?.law ?? [] }: SummaryExtras & { readonly answer: Answer },
): string {
  const unstable = overloadSentence(summary);
  const promises = [promiseSentence(audit), ...brokenSentences(audit).slice(0, 1)];
  return renderText(
    [
      titlePart(summary),
      answerPart(answer, [...promises, ...law, ...idle]),
      unstable === null ? null : styled('alert', unstable),
    ],
    options,
  );
}

/**
 * All figures of a run, and the auditor's verdict (null: not audited), as plain text. `law`: how the scenario's law differs from that of
 * history. Ends with a line break.
 */
export function renderSummaryText(
  summary: Summary,
  audit: AuditReport | null,
  options: TextOptions,
  { answer = null, law = audit?.law ?? [], scenario }: SummaryExtras = {},
): string {
  const { centres, costs, exceptions, groups, segments, targets, total, waitingCauses } = summary;
  return renderText(
    [
      titlePart(summary),
      factsOf(summary),
      warmUpSentence(summary),
      backlogSentence(summary),
      answer === null ? null : unmetTargets(answer),
      tableUnder(serviceHeading(summary), [...segments, total], serviceColumns(summary)),
      targets === undefined ? null : tableUnder('Targets', titledTargets(summary), TARGET_COLUMNS),
      tableUnder('Service centres', centres, CENTRES),
      tableUnder('Groups of agents', groups, groupTextColumns(summary)),
      costs === null
        ? null
        : tableUnder(`Costs (${costs.currency})`, costLines(summary, scenario), COST_COLUMNS),
      tableUnder('Hand-overs by reason', handOversOf(summary), countColumns('Reason')),
      tableUnder(
        'Waiting causes',
        withShare(waitingCauses.map(({ cause, count }) => ({ name: cause, count }))),
        countColumns('Cause'),
      ),
      exceptions === undefined ? null : tableUnder('Out of the ordinary', exceptions, EXCEPTION_COLUMNS),
      audit === null ? null : tableUnder('Audit', audit.invariants, INVARIANTS),
      verdictPart(audit, law),
      audit === null ? null : untestedPart(audit),
    ],
    options,
  );
}

function tableUnder<Row>(caption: string, rows: readonly Row[], columns: readonly TextColumn<Row>[]): Part {
  return section(caption, [table(rows, { caption, columns })]);
}

/** Why invariants were not put to the test, after the table that says which. */
function untestedPart(audit: AuditReport): Part {
  const text = untestedText(audit);
  return text === '' ? null : text;
}

/** Only the auditor's table and verdict, and the near misses, as plain text. Ends with a line break. */
export function renderAuditText(
  { nearMisses, report: audit }: CloseAudit,
  startEpochMs: number,
  options: TextOptions,
  known: Knowledge = 'then',
): string {
  const { cases, continues, entries } = audit;
  const before =
    continues === undefined
      ? ''
      : `, ${formatCount(continues.entries)} of them in the ledger before (root ${continues.root})`;
  const titleOf = (id: string) => audit.invariants.find((invariant) => invariant.id === id)?.title ?? '';
  const caption = `${formatCount(entries)} entries of ${plural(cases, 'case')}${before}`;
  const results = resultsBy(audit, known);
  return renderText(
    [
      verdictPart(audit, audit.law, known),
      [caption, table(results, { caption, columns: INVARIANTS })],
      untestedPart(audit),
      ...nearMissText(nearMisses, titleOf, startEpochMs),
    ],
    options,
  );
}

/** Only the auditor's verdict, by the law as known then and as known today, as plain text. Ends with a line break. */
export function renderVerdictText(audit: AuditReport, options: TextOptions): string {
  return renderText([verdictPart(audit, audit.law)], options);
}

const SERVICE: readonly TextColumn<ServiceRow>[] = [
  inWords('Segment', ({ title }) => title),
  inNumbers('Cases', ({ arrived }) => formatCount(arrived)),
  inNumbers('In time', ({ serviceLevel }) => formatShare(serviceLevel)),
];

const WAITS: readonly TextColumn<ServiceRow>[] = [
  inNumbers('Answer', ({ speedOfAnswerS }) => formatDuration(speedOfAnswerS)),
  inNumbers('90 %', ({ waitP90S }) => formatDuration(waitP90S)),
];

const ABANDONED: TextColumn<ServiceRow> = inNumbers('Abandoned', ({ abandonmentShare }) =>
  formatShare(abandonmentShare),
);

const RESOLUTIONS: TextColumn<ServiceRow> = inNumbers('Resolutions', ({ resolved }) => formatCount(resolved));

const HAND_OVERS: TextColumn<ServiceRow> = inNumbers('Hand-overs', ({ handOvers }) => formatCount(handOvers));

/** Waits until the first answer: by channel where there are several, as calls and written cases have no common wait. */
function waitColumns(summary: Summary): readonly TextColumn<ServiceRow>[] {
  const channels = channelsWithWaits(summary);
  if (channels.length === 0) return WAITS;
  return channels.map(({ id, title }) =>
    inNumbers(title, (row) => formatDuration(speedOfAnswerBy(id, row, summary))),
  );
}

function serviceHeading(summary: Summary): string {
  const channels = channelsWithWaits(summary);
  const titles = listInWords(channels.map(({ title }) => title));
  return `Service by segment${channels.length === 0 ? '' : ` (${titles}: mean wait until the answer)`}`;
}

/** The channels by which waits are listed; none where waits have a common figure. */
function channelsWithWaits(summary: Summary): readonly ServiceRow[] {
  return hasMixedWaits(summary.total, summary) ? summary.channels.filter(({ answered }) => answered > 0) : [];
}

/** Includes counts that are zero in most scenarios, if there are any. */
function serviceColumns(summary: Summary): readonly TextColumn<ServiceRow>[] {
  const rare: readonly (readonly [string, (row: ServiceRow) => number])[] = [
    ['Balked', ({ balked }) => balked],
    ['Blocked', ({ blocked }) => blocked],
    ['Messages', ({ messages }) => messages],
    ['Cleared', ({ cleared }) => (cleared === undefined ? 0 : cleared.unanswered + cleared.answered)],
    ['Gave up later', ({ abandonedLater = 0 }) => abandonedLater],
    ['Lost in transfer', ({ lost = 0 }) => lost],
    ['Late at end', ({ lateWaiting = 0 }) => lateWaiting],
    ['Called back', ({ callbacks }) => callbacks?.reached ?? 0],
    ['Came again', ({ retries }) => retries],
    ['Consulted', ({ consultations }) => consultations?.joined ?? 0],
    ['Interrupted', ({ preemptions = 0 }) => preemptions],
  ];
  const shown = rare.filter(([, count]) => count(summary.total) > 0);
  return present([
    ...SERVICE,
    ...waitColumns(summary),
    ABANDONED,
    // Waits by channel leave no room for all of them beside the titles of segments.
    channelsWithWaits(summary).length === 0 && RESOLUTIONS,
    HAND_OVERS,
    ...shown.map(
      ([head, count]): TextColumn<ServiceRow> =>
        inNumbers(head, (row) => formatShare(row.arrived === 0 ? null : count(row) / row.arrived)),
    ),
  ]);
}

const CENTRES: readonly TextColumn<CentreRow>[] = [
  inWords('Centre', ({ title }) => title),
  inWords('Country', ({ country }) => country),
  inNumbers('Agents', ({ agents }) => formatCount(agents)),
  inNumbers('Occupancy', ({ occupancy }) => formatShare(occupancy)),
  inNumbers('Contacts', ({ contacts }) => formatCount(contacts)),
  inNumbers('Handle time', ({ handleMeanS }) => formatDuration(handleMeanS)),
  inNumbers('Taken', ({ handOversIn }) => formatCount(handOversIn)),
  inNumbers('Given', ({ handOversOut }) => formatCount(handOversOut)),
];

const INVARIANTS: readonly TextColumn<InvariantResult>[] = [
  inWords('Invariant', ({ id, title }) => `${id.padEnd(4)} ${title}`),
  inNumbers('Checks', ({ checks }) => formatCount(checks)),
  inNumbers('Violations', countsIn),
];

function countColumns(head: string): readonly TextColumn<Named & { readonly all: number }>[] {
  return [
    inWords(head, ({ name }) => name),
    inNumbers('Times', ({ count }) => formatCount(count)),
    inNumbers('Share', ({ all, count }) => formatShare(all === 0 ? null : count / all)),
  ];
}

function withShare(rows: readonly Named[]): readonly (Named & { readonly all: number })[] {
  const all = rows.reduce((sum, { count }) => sum + count, 0);
  return rows.map((row) => ({ ...row, all }));
}

function handOversOf(summary: Summary) {
  return withShare(
    ESCALATION_REASONS.map((reason) => ({
      name: reason,
      count: summary.escalations.reduce((sum, flow) => sum + (flow.reason === reason ? flow.count : 0), 0),
    })).filter(({ count }, r) => r <= ESCALATION_REASONS.indexOf('follow-the-sun') || count > 0),
  );
}

function titlePart({ horizonHours, replication, scenario, seed, start }: Summary): Part {
  const from = Date.parse(start);
  const facts = [
    scenario.title === scenario.name ? null : scenario.name,
    `${formatMinute(from)} to ${formatMinute(from + horizonHours * HOUR_MS)} UTC`,
    `seed ${seed}, replication ${replication}`,
  ];
  return [styled('strong', scenario.title), styled('quiet', present(facts).join(' · '))];
}

function factsOf(summary: Summary): string {
  const { cases, tiers, total } = summary;
  const shared = (words: string, count: number) =>
    count === 0 ? null : `${words} ${formatCount(count)} (${formatShare(count / cases)})`;
  const counted = (words: string, count: number | undefined) =>
    count === undefined ? null : `${words} ${formatCount(count)}`;
  return present([
    `${plural(cases, 'case')}, ${formatCount(total.resolved)} resolutions, ${formatCount(total.reopened)} re-openings`,
    `service level ${formatShare(total.serviceLevel)} (${formatShare(total.serviceLevelWithoutShortAbandons)} without short abandons)`,
    ...waitFacts(summary),
    `abandoned ${formatShare(total.abandonmentShare)}`,
    shared('balked', total.balked),
    shared('blocked', total.blocked),
    shared('left a message', total.messages),
    total.cleared === undefined
      ? null
      : `cleared at the end of the day ${formatCount(total.cleared.unanswered)} unanswered, ${formatCount(total.cleared.answered)} answered before`,
    counted('gave up waiting again after an answer', total.abandonedLater),
    counted('lost in transfer', total.lost),
    counted('waiting too long at the end', total.lateWaiting),
    total.callbacks === undefined ? null : callbackText(total.callbacks),
    shared('came again', total.retries),
    total.consultations === undefined ? null : consultationText(total.consultations),
    counted('interrupted', total.preemptions),
    `${formatDecimal(sumOf(tiers.map(({ waitingMean }) => waitingMean ?? 0)), 1)} cases waiting on average`,
    `occupancy ${formatShare(commonOccupancy(summary.groups))}`,
    `hand-overs per case ${cases === 0 ? NOTHING : formatDecimal(total.handOvers / cases, 2)}`,
  ]).join(' · ');
}

const ANSWER_STYLES = { met: 'good', missed: 'bad', open: 'quiet', none: 'quiet' } as const;

/** For the terminal: the sentences of an answer, the first in its colour, and others after it. */
export function answerPart({ kind, sentences }: Answer, also: readonly string[]): Part {
  const [first = '', ...rest] = [...sentences, ...also];
  return [styled(ANSWER_STYLES[kind], first), ...rest];
}

/** Calls and written cases wait on different scales: each channel has its own figures. */
function waitFacts({ channels }: Summary): readonly string[] {
  return channels
    .filter(({ answered }) => answered > 0)
    .map(({ speedOfAnswerS, title, waitP90S }) => {
      const most = waitP90S === 0 ? 'did not wait' : `waited at most ${formatDuration(waitP90S)}`;
      return `${title}: mean wait ${formatDuration(speedOfAnswerS)}, nine in ten ${most}`;
    });
}

/** Up to this number, missed targets are listed, the worst first. */
const TARGETS_SHOWN = 12;

const VERDICT_COLUMNS: readonly TextColumn<TargetVerdict>[] = [
  inWords('Target', ({ state }) => (state === 'too close to call' ? 'too close' : state)),
  inWords('Segment', ({ segment }) => segment.title),
  inWords('Cases of', (target) =>
    target.id === null ? kindOfCases(target) : `${target.id} (${kindOfCases(target)})`,
  ),
  inWords('Wanted', targetText),
  inNumbers('Share', shareText),
  inNumbers('Judged', ({ judged, judgedOf }) => `${formatCount(judged)} ${judgedOf}`),
];

/** For the terminal: targets that are not met. */
export function unmetTargets({ targets }: Pick<Answer, 'targets'>): Part {
  const unmet = targets.filter(({ state }) => state !== 'met');
  // A target without a verdict is shown only if its share is not as wanted.
  const shown = unmet.filter(isBehind).slice(0, TARGETS_SHOWN);
  if (shown.length === 0) return null;
  const met = targets.length - unmet.length;
  const hidden = unmet.filter((target) => !shown.includes(target));
  const missed = hidden.filter(({ state }) => state === 'missed').length;
  const open = hidden.length - missed;
  const rest = present([
    missed === 0 ? null : `${missed} more missed`,
    open === 0 ? null : `${open} more without a verdict`,
    met === 0 ? null : `${plural(met, 'target')} met`,
    `of ${makeUpOf(targets)}`,
  ]);
  const caption = 'Targets missed, or without a verdict';
  return section(caption, [
    table(shown, { caption, columns: VERDICT_COLUMNS }),
    styled('quiet', `… ${rest.join(', ')}`),
  ]);
}

function callbackText({ accepted, missed, offered, reached }: CallbackCounts): string {
  const taken = `${formatCount(accepted)} of ${formatCount(offered)} took a callback`;
  return `${taken} (${formatCount(reached)} reached, ${formatCount(missed)} missed)`;
}

function consultationText({ alone, asked, joined, waitS }: ConsultationCounts): string {
  const settled = `${formatCount(joined)} joined, ${formatCount(alone)} went on alone`;
  return `a second agent needed ${formatCount(asked)} (${settled}, after ${formatDuration(waitS)})`;
}

const STYLES_OF_STATES = { good: 'good', unsure: 'quiet', bad: 'bad' } as const;

function verdictPart(audit: AuditReport | null, law: readonly string[], known: Knowledge = 'then'): Part {
  const { headline, kind, sentences } = verdictOf(audit, known);
  const said = sentences.join(' ');
  const verdict = styled(
    STYLES_OF_STATES[VERDICT_STATES[kind]],
    kind === 'not audited' ? said : `${headline}. ${said}`,
  );
  return [...law, verdict, ...brokenSentences(audit, known)];
}

/** The first counterexample of each invariant that is broken. */
function brokenSentences(audit: AuditReport | null, known: Knowledge = 'then'): readonly string[] {
  const results = audit === null ? [] : resultsBy(audit, known);
  return results.flatMap(({ counterexample, id, title }) => {
    if (counterexample === null) return [];
    const { caseNumber, message } = counterexample;
    const subject = caseNumber === null ? 'the world' : `case ${caseNumber}`;
    return [`${invariantName({ id, title })}, first in ${subject}: ${message}`];
  });
}
