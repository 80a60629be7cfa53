import { type AuditReport, type CloseAudit, type InvariantResult, resultsNow } from '#audit';
import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatMinute,
  formatMoney,
  formatShare,
  listInWords,
  NOTHING,
  neutralise,
  plural,
  sumOf,
} from '#base';
import { commonOccupancy, ESCALATION_REASONS, type Knowledge } from '#domain';
import { isBehind, type TargetVerdict } from '#planning';
import type { CallbackCounts, CentreRow, ConsultationCounts, ServiceRow, Summary } from '#statistics';
import type { Answer } from '../answer/answer.ts';
import { kindOfCases, shareText, targetText } from '../answer/target-words.ts';
import { invariantName, promiseSentence, verdictOf } from '../answer/verdict.ts';
import { inNumbers, inWords, type TextColumn } from '../document/columns.ts';
import { textTable, wrap } from '../document/text-table.ts';
import { backlogSentence } from './backlog.ts';
import { nearMissLines } from './near-miss-text.ts';
import { overloadSentence } from './stability.ts';
import { type CostLine, costLines } from './tables/cost-lines.ts';
import { groupTextColumns } from './tables/groups.ts';
import { hasMixedWaits, speedOfAnswerBy } from './tables/mixed-waits.ts';
import { TARGET_COLUMNS, titledTargets } from './tables/targets.ts';
import { warmUpSentence } from './warm-up.ts';

/** The role of a piece of text, for the host to colour. */
export type TextStyle = 'heading' | 'good' | 'bad' | 'quiet' | 'strong';

export interface TextOptions {
  /** Width of the terminal in cells. */
  readonly width: number;
  /** Adds colour, or returns the text unchanged. It must not change the visible text. */
  readonly colour: (style: TextStyle, text: string) => string;
}

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
  /** Sentences on instruments that carry nothing, whatever happens. */
  readonly idle?: readonly string[];
}

/**
 * The summary of a run and the auditor's verdict (null: not audited) as plain text. `law`: how the scenario's law differs from that of
 * history. Ends with a line break.
 */
export function renderSummaryText(
  summary: Summary,
  audit: AuditReport | null,
  options: TextOptions,
  { answer = null, idle = [], law = audit?.law ?? [] }: SummaryExtras = {},
): string {
  const { colour, width } = options;
  const { costs } = summary;
  const section = (heading: string, lines: readonly string[]) => {
    const [head = '', ...rest] = lines;
    const headings = wrap(heading, width).map((line) => colour('heading', line));
    return ['', ...headings, colour('quiet', head), ...rest];
  };
  const lines = [
    ...renderTitle(summary, options, answer, [promiseSentence(audit), ...idle]),
    ...(answer === null ? [] : targetSection(answer, options)),
    ...section(
      serviceHeading(summary),
      textTable([...summary.segments, summary.total], serviceColumns(summary), width),
    ),
    ...(summary.targets === undefined
      ? []
      : section('Targets', textTable(titledTargets(summary), TARGET_COLUMNS, width))),
    ...section('Service centres', textTable(summary.centres, CENTRES, width)),
    ...section('Groups of agents', textTable(summary.groups, groupTextColumns(summary), width)),
    ...(costs === null
      ? []
      : section(`Costs (${costs.currency})`, textTable(costLines(summary), COSTS, width))),
    ...section('Hand-overs by reason', textTable(handOversOf(summary), countColumns('Reason'), width)),
    ...section('Waiting causes', textTable(causesOf(summary), countColumns('Cause'), width)),
    ...(summary.exceptions === undefined
      ? []
      : section('Out of the ordinary', textTable(summary.exceptions, EXCEPTIONS, width))),
    ...(audit === null ? [] : section('Audit', textTable(audit.invariants, INVARIANTS, width))),
    ...renderVerdict(audit, options, law),
  ];
  return `${lines.join('\n')}\n`;
}

/** Only the auditor's table and verdict, and the near misses, as plain text. Ends with a line break. */
export function renderAuditText(
  { nearMisses, report: audit }: CloseAudit,
  startEpochMs: number,
  { colour, width }: TextOptions,
  known: Knowledge = 'then',
): string {
  const results = known === 'now' ? resultsNow(audit) : audit.invariants;
  const [head = '', ...rows] = textTable(results, INVARIANTS, width);
  const { continues } = audit;
  const before =
    continues === undefined
      ? ''
      : `, ${formatCount(continues.entries)} of them in the ledger before (root ${continues.root})`;
  const title = `${formatCount(audit.entries)} entries of ${plural(audit.cases, 'case')}${before}`;
  const titleOf = (id: string) => audit.invariants.find((invariant) => invariant.id === id)?.title ?? '';
  const [nearHead = '', ...near] = nearMissLines(nearMisses, titleOf, startEpochMs, width);
  const lines = [
    ...renderVerdict(audit, { colour, width }, audit.law, known).slice(1),
    '',
    title,
    colour('quiet', head),
    ...rows,
    ...(nearMisses.length === 0 ? [] : ['', colour('quiet', nearHead), ...near]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Only the auditor's verdict, by the law as known then and as known today, as plain text. Ends with a line break. */
export function renderVerdictText(audit: AuditReport, options: TextOptions): string {
  return `${renderVerdict(audit, options, audit.law).slice(1).join('\n')}\n`;
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
    ['Called back', ({ callbacks }) => callbacks?.reached ?? 0],
    ['Came again', ({ retries }) => retries],
    ['Consulted', ({ consultations }) => consultations?.joined ?? 0],
    ['Interrupted', ({ preemptions = 0 }) => preemptions],
  ];
  const shown = rare.filter(([, count]) => count(summary.total) > 0);
  return [
    ...SERVICE,
    ...waitColumns(summary),
    ABANDONED,
    // Waits by channel leave no room for all of them beside the titles of segments.
    ...(channelsWithWaits(summary).length === 0 ? [RESOLUTIONS] : []),
    HAND_OVERS,
    ...shown.map(
      ([head, count]): TextColumn<ServiceRow> =>
        inNumbers(head, (row) => formatShare(row.arrived === 0 ? null : count(row) / row.arrived)),
    ),
  ];
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

const COSTS: readonly TextColumn<CostLine>[] = [
  inWords('Of', ({ name }) => name),
  inNumbers('Cost', ({ cost }) => formatMoney(cost)),
  inNumbers('Per case', ({ perCase }) => formatMoney(perCase)),
];

const INVARIANTS: readonly TextColumn<InvariantResult>[] = [
  inWords('Invariant', ({ id, title }) => `${id.padEnd(4)} ${title}`),
  inNumbers('Checks', ({ checks }) => formatCount(checks)),
  inNumbers('Violations', ({ undecided, untested, violations }) => {
    const open = undecided.reduce((sum, { count }) => sum + count, 0);
    const counted = untested === null ? formatCount(violations) : 'not tested';
    return open === 0 ? counted : `${counted}, ${formatCount(open)} undecided`;
  }),
];

const EXCEPTIONS: readonly TextColumn<NonNullable<Summary['exceptions']>[number]>[] = [
  inWords('What', ({ what }) => what),
  inNumbers('Times', ({ count }) => formatCount(count)),
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

function causesOf(summary: Summary) {
  return withShare(summary.waitingCauses.map(({ cause, count }) => ({ name: cause, count })));
}

function renderTitle(
  summary: Summary,
  { colour, width }: TextOptions,
  answer: Answer | null,
  also: readonly string[],
): readonly string[] {
  const { cases, tiers, total } = summary;
  const start = Date.parse(summary.start);
  const warmUp = warmUpSentence(summary);
  const backlog = backlogSentence(summary);
  const unstable = overloadSentence(summary);
  const period = `${formatMinute(start)} to ${formatMinute(start + summary.horizonHours * 3_600_000)} UTC`;
  const facts = [
    `${plural(cases, 'case')}, ${formatCount(total.resolved)} resolutions, ${formatCount(total.reopened)} re-openings`,
    `service level ${formatShare(total.serviceLevel)}`,
    `(${formatShare(total.serviceLevelWithoutShortAbandons)} without short abandons)`,
    ...waitFacts(summary),
    `abandoned ${formatShare(total.abandonmentShare)}`,
    ...(total.balked > 0
      ? [`balked ${formatCount(total.balked)} (${formatShare(total.balked / cases)})`]
      : []),
    ...(total.blocked > 0
      ? [`blocked ${formatCount(total.blocked)} (${formatShare(total.blocked / cases)})`]
      : []),
    ...(total.messages > 0
      ? [`left a message ${formatCount(total.messages)} (${formatShare(total.messages / cases)})`]
      : []),
    ...(total.cleared === undefined
      ? []
      : [
          `cleared at the end of the day ${formatCount(total.cleared.unanswered)} unanswered, ${formatCount(total.cleared.answered)} answered before`,
        ]),
    ...(total.abandonedLater === undefined
      ? []
      : [`gave up waiting again after an answer ${formatCount(total.abandonedLater)}`]),
    ...(total.lost === undefined ? [] : [`lost in transfer ${formatCount(total.lost)}`]),
    ...(total.callbacks === undefined ? [] : [callbackText(total.callbacks)]),
    ...(total.retries > 0
      ? [`came again ${formatCount(total.retries)} (${formatShare(total.retries / cases)})`]
      : []),
    ...(total.consultations === undefined ? [] : [consultationText(total.consultations)]),
    ...(total.preemptions === undefined ? [] : [`interrupted ${formatCount(total.preemptions)}`]),
    `${formatDecimal(sumOf(tiers.map(({ waitingMean }) => waitingMean ?? 0)), 1)} cases waiting on average`,
    `occupancy ${formatShare(commonOccupancy(summary.groups))}`,
    `hand-overs per case ${cases === 0 ? NOTHING : formatDecimal(total.handOvers / cases, 2)}`,
  ].join(' · ');
  return [
    ...wrap(neutralise(summary.scenario.title), width).map((line) => colour('strong', line)),
    ...wrap(
      neutralise(
        `${summary.scenario.name} · ${period} · seed ${summary.seed}, replication ${summary.replication}`,
      ),
      width,
    ).map((line) => colour('quiet', line)),
    ...(answer === null ? [] : ['', ...answerLines(answer, also, { colour, width })]),
    '',
    ...wrap(facts.replace(' · (', ' ('), width),
    ...(warmUp === null ? [] : ['', ...wrap(warmUp, width)]),
    ...(backlog === null ? [] : ['', ...wrap(backlog, width)]),
    ...(unstable === null ? [] : ['', ...wrap(unstable, width).map((line) => colour('bad', line))]),
  ];
}

const ANSWER_STYLES = { met: 'good', missed: 'bad', open: 'quiet', none: 'quiet' } as const;

/** For the terminal: the sentences of an answer, the first in its colour, and others after it. */
export function answerLines(
  { kind, sentences }: Answer,
  also: readonly string[],
  { colour, width }: TextOptions,
): readonly string[] {
  return [...sentences, ...also].flatMap((sentence, s) =>
    wrap(neutralise(sentence), width).map((line) => (s === 0 ? colour(ANSWER_STYLES[kind], line) : line)),
  );
}

/** Calls and written cases wait on different scales: each channel has its own figures. */
function waitFacts({ channels }: Summary): readonly string[] {
  return channels
    .filter(({ answered }) => answered > 0)
    .map(({ speedOfAnswerS, title, waitP90S }) => {
      const [mean, most] = [formatDuration(speedOfAnswerS), formatDuration(waitP90S)];
      return `${title} answered after ${mean} on average, 90 % within ${most}`;
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
export function targetSection(
  { targets }: Pick<Answer, 'targets'>,
  { colour, width }: TextOptions,
): readonly string[] {
  const unmet = targets.filter(({ state }) => state !== 'met');
  // A target without a verdict is shown only if its share is not as wanted.
  const shown = unmet.filter(isBehind).slice(0, TARGETS_SHOWN);
  if (shown.length === 0) return [];
  const [head = '', ...rows] = textTable(shown, VERDICT_COLUMNS, width);
  const met = targets.length - unmet.length;
  const left = unmet.length - shown.length;
  const rest = [
    ...(left === 0 ? [] : [`${left} more without a verdict`]),
    ...(met === 0 ? [] : [`${plural(met, 'target')} met`]),
  ];
  return [
    '',
    colour('heading', 'Targets missed, or without a verdict'),
    colour('quiet', head),
    ...rows,
    ...(rest.length === 0 ? [] : [colour('quiet', `… ${rest.join(', ')}`)]),
  ];
}

function callbackText({ accepted, missed, offered, reached }: CallbackCounts): string {
  const taken = `${formatCount(accepted)} of ${formatCount(offered)} took a callback`;
  return `${taken} (${formatCount(reached)} reached, ${formatCount(missed)} missed)`;
}

function consultationText({ alone, asked, joined, waitS }: ConsultationCounts): string {
  const settled = `${formatCount(joined)} joined, ${formatCount(alone)} went on alone`;
  return `a second agent needed ${formatCount(asked)} (${settled}, after ${formatDuration(waitS)})`;
}

const VERDICT_STYLES = {
  clean: 'good',
  undecided: 'quiet',
  violations: 'bad',
  damaged: 'bad',
  'not audited': 'quiet',
} as const;

function renderVerdict(
  audit: AuditReport | null,
  { colour, width }: TextOptions,
  law: readonly string[],
  known: Knowledge = 'then',
): readonly string[] {
  const { headline, kind, sentences } = verdictOf(audit, known);
  const text = neutralise(
    kind === 'not audited' ? sentences.join(' ') : `${headline}. ${sentences.join(' ')}`,
  );
  const results = audit === null ? [] : known === 'now' ? resultsNow(audit) : audit.invariants;
  const broken = results.flatMap(({ counterexample, id, title }) => {
    if (counterexample === null) return [];
    const { caseNumber, message } = counterexample;
    const subject = caseNumber === null ? 'the world' : `case ${caseNumber}`;
    return wrap(neutralise(`${invariantName({ id, title })}, first in ${subject}: ${message}`), width);
  });
  const made = law.flatMap((sentence) => wrap(neutralise(sentence), width));
  return ['', ...made, ...wrap(text, width).map((line) => colour(VERDICT_STYLES[kind], line)), ...broken];
}
