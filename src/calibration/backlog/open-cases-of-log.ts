import { csvLine, formatCount, formatDuration, plural, Sampler } from '#base';
import type { LoggedCase } from '#caselog';
import {
  CHANNELS,
  type Channel,
  mayStand,
  type OpenCaseState,
  type Scenario,
  SEVERITIES,
  workedWithin,
} from '#domain';
import { LogNames } from './log-names.ts';
import { type Standing, standingAt } from './standing.ts';

/** The open cases of a log at an instant, as a file from which a scenario starts. */
export interface LogBacklog {
  /** The columns of files of open cases; the first line is the header. */
  readonly csv: string;
  /** Which case of the log each further line is, and the row of its last event. */
  readonly lines: readonly { readonly id: string; readonly row: number }[];
  /** Cases that are resolved and not closed; the others are open. */
  readonly resolved: number;
  /** What the log does not tell, and what is assumed. */
  readonly assumptions: readonly string[];
  /** Segments of open cases that the scenario does not have: those cases are left out. */
  readonly leftOut: ReadonlyMap<string, number>;
}

export interface LogBacklogOptions {
  /** Epoch ms. What happens from then on stays unseen. */
  readonly atMs: number;
  /** The time that the file gives for `atMs`. */
  readonly writtenAtMs: number;
}

const HEADER = [
  ...['case', 'segment', 'country', 'channel', 'product', 'severity', 'language', 'opened'],
  ...['state', 'since', 'tier', 'primary', 'replica', 'group', 'worked'],
];

/** Finds the cases of a log that are open at an instant, in the words of the scenario. */
export function openCasesOfLog(
  cases: Iterable<LoggedCase>,
  scenario: Scenario,
  options: LogBacklogOptions,
): LogBacklog {
  const rows = new LogRows(scenario, options);
  for (const one of cases) rows.take(one);
  return rows.finish();
}

/** Facts that a log may leave out, with the sentence that says what is assumed. The number of cases comes before it. */
const ASSUMED = {
  segment: 'without a segment: taken to be of the one that most cases of the scenario are of',
  channel: 'without a channel: taken to come on the one that most cases of their segment come on',
  country: 'without a country: taken to come from where most cases of their segment come from',
  product: 'without a product: taken to be about the one that most cases of their segment are about',
  severity: 'without a severity: taken to have the one that most cases of their segment have',
  language: 'without a language: taken to speak the one that most of these customers speak',
  tier: 'without a tier: taken to be at tier 1',
  group:
    'in work with a group that the log does not name, or that the scenario does not have: any free agent who may take the case goes on',
  wait: 'waiting for a customer or vendor as no case of the scenario does at their tier: taken to have been answered',
  primary:
    'without a place that the scenario knows: their copies are taken to lie where the rules put those of a new case',
  replica: 'with one place only: taken to have no replica',
} as const;
type Assumed = keyof typeof ASSUMED;

/** What a case is about, as the file writes it: values may be unknown to the scenario. */
type About = Readonly<Record<'channel' | 'severity', string>>;

function longestTriageMs({ work: { triage, triageMs } }: Scenario, channel: Channel): number {
  const drawn = triage?.[channel] ?? null;
  if (drawn === null) return triageMs[channel];
  const sampler = new Sampler(drawn);
  return Math.max(sampler.of(0), sampler.of(-1));
}

class LogRows {
  private readonly options: LogBacklogOptions;
  private readonly scenario: Scenario;
  private readonly longestTriageMs: ReadonlyMap<Channel, number>;
  private readonly names: LogNames;
  private readonly lines: { readonly id: string; readonly row: number }[] = [];
  private readonly texts: string[] = [csvLine(HEADER)];
  private readonly assumed = new Map<Assumed, number>();
  private readonly leftOut = new Map<string, number>();
  private readonly unknown = new Map<string, number>();
  /** A case that was resolved this long ago is closed in the scenario, even if its log never says so. */
  private readonly closingMs: number;
  private closed = 0;
  private resolved = 0;
  private lastMs = Number.NEGATIVE_INFINITY;

  constructor(scenario: Scenario, options: LogBacklogOptions) {
    this.options = options;
    this.scenario = scenario;
    this.longestTriageMs = new Map(CHANNELS.map((channel) => [channel, longestTriageMs(scenario, channel)]));
    this.names = new LogNames(scenario);
    this.closingMs = scenario.work.closingMs;
  }

  take(one: LoggedCase): void {
    const { atMs } = this.options;
    for (const event of one.events) if (event.atMs > this.lastMs) this.lastMs = event.atMs;
    const standing = standingAt(one, atMs, (text) => this.names.place(text) !== null);
    if (standing === null) return;
    if (standing.state === 'resolved' && atMs - standing.sinceMs >= this.closingMs) {
      this.closed++;
      return;
    }
    const segment = this.segmentOf(one);
    if (segment === null) return;
    for (const [word, count] of standing.unknownActivities)
      this.unknown.set(word, (this.unknown.get(word) ?? 0) + count);
    const about = this.aboutOf(one, segment);
    const cells = [one.id, segment, ...Object.values(about), ...this.standingCells(standing, about)];
    this.texts.push(csvLine(cells));
    this.lines.push({ id: one.id, row: standing.row });
    if (standing.state === 'resolved') this.resolved++;
  }

  finish(): LogBacklog {
    const { leftOut, lines, resolved, texts } = this;
    return { csv: texts.join(''), lines, resolved, leftOut, assumptions: this.assumptions() };
  }

  private segmentOf(one: LoggedCase): string | null {
    if (one.segment === null) {
      this.note('segment');
      return this.names.commonSegment();
    }
    const segment = this.names.segment(one.segment);
    if (segment === null) this.leftOut.set(one.segment, (this.leftOut.get(one.segment) ?? 0) + 1);
    return segment;
  }

  /** Country, channel, product, severity and language. Values that the scenario does not have are refused when the file is read. */
  private aboutOf(one: LoggedCase, segment: string) {
    const { names } = this;
    const channel = one.channel ?? this.given('channel', names.commonChannel(segment), CHANNELS.length > 1);
    const countries = names.countries(segment, channel);
    const country = one.country ?? this.given('country', countries[0] ?? '', countries.length > 1);
    const product =
      one.product === null
        ? this.given('product', names.commonProduct(segment), true)
        : names.product(one.product);
    const severity =
      one.severity ?? this.given('severity', names.commonSeverity(segment), SEVERITIES.length > 1);
    const spoken = names.languages(segment, channel, country);
    const language = one.language ?? this.given('language', spoken[0] ?? '', spoken.length > 1);
    return { country, channel, product, severity, language };
  }

  private standingCells(standing: Standing, about: About): readonly string[] {
    const { openedMs, tier } = standing;
    if (tier === null) this.note('tier');
    const [primary, replica] = this.copiesOf(standing);
    const state = this.stateOf(standing, about);
    const group = state === 'in work' ? this.groupOf(standing) : '';
    return [
      this.timeText(openedMs),
      state,
      this.timeText(state === 'triage' ? openedMs : standing.sinceMs),
      String(tier ?? 1),
      primary,
      replica,
      group,
      state === 'in work' ? this.workedText(standing, about, group) : '',
    ];
  }

  /**
   * A wait that the scenario does not have is taken to be over. Logs rarely say that a case is in triage: one that waits for its first answer is taken
   * to be, for as long as a triage of the scenario may last.
   */
  private stateOf({ isTriaged, openedMs, state, tier }: Standing, { channel }: About): OpenCaseState {
    if (!mayStand(this.scenario.work, { state, tier: tier ?? 1 })) {
      this.note('wait');
      return 'replied';
    }
    if (state !== 'waiting' || isTriaged) return state;
    const mostMs = this.longestTriageMs.get(channel as Channel) ?? 0;
    return mostMs > this.options.atMs - openedMs ? 'triage' : state;
  }

  private workedText({ sinceMs, tier }: Standing, about: About, group: string): string {
    const { startEpochMs } = this.scenario;
    const handed = { ...about, group: group === '' ? undefined : group, tier: tier ?? 1 };
    const span = [sinceMs - startEpochMs, this.options.atMs - startEpochMs] as const;
    const ms = workedWithin(this.scenario, handed, span);
    return ms === undefined ? '' : `${ms / 1000} s`;
  }

  private copiesOf(standing: Standing): readonly [string, string] {
    const { names } = this;
    const primary = standing.primary === null ? null : names.place(standing.primary);
    const replica = standing.replica === null ? null : names.place(standing.replica);
    if (primary === null) {
      this.note('primary');
      return ['', ''];
    }
    if (replica === null) this.note('replica');
    return [primary, replica ?? ''];
  }

  private groupOf({ centre, group }: Standing): string {
    const found = group === null ? null : this.names.group(centre, group);
    if (found === null) this.note('group');
    return found ?? '';
  }

  private timeText(ms: number): string {
    const { atMs, writtenAtMs } = this.options;
    return new Date(ms - atMs + writtenAtMs).toISOString();
  }

  /** A value for what the log leaves out; an assumption only if it could be another. */
  private given(what: Assumed, value: string, isOpen: boolean): string {
    if (isOpen) this.note(what);
    return value;
  }

  private note(what: Assumed): void {
    this.assumed.set(what, (this.assumed.get(what) ?? 0) + 1);
  }

  private assumptions(): readonly string[] {
    const { assumed, lastMs, leftOut, options, unknown } = this;
    const sentences: string[] = [];
    if (lastMs < options.atMs) {
      const end = new Date(lastMs).toISOString();
      sentences.push(`The log ends at ${end}: nothing is taken to have happened from then on.`);
    }
    if (this.closed > 0) {
      const cases = plural(this.closed, 'case was', 'cases were');
      const after = formatDuration(this.closingMs / 1000);
      sentences.push(
        `${cases} resolved more than ${after} before, which is when the scenario closes a case for good: the log does not close them, and they are left out.`,
      );
    }
    for (const [segment, count] of leftOut) {
      sentences.push(
        `The scenario has no segment ${segment}: ${plural(count, 'open case')} of it ${count === 1 ? 'is' : 'are'} left out.`,
      );
    }
    for (const what of Object.keys(ASSUMED) as readonly Assumed[]) {
      const count = assumed.get(what) ?? 0;
      if (count > 0) sentences.push(`${plural(count, 'case')} ${ASSUMED[what]}.`);
    }
    const words = [...unknown].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    if (words.length > 0) {
      const events = words.reduce((sum, [, count]) => sum + count, 0);
      const some = words.slice(0, 5).map(([word]) => `'${word}'`);
      const more = words.length > 5 ? ' …' : '';
      const what = `${formatCount(events)} ${events === 1 ? 'event' : 'events'} of these cases`;
      sentences.push(`${what} begin no state, and are taken to change none: ${some.join(', ')}${more}`);
    }
    return sentences;
  }
}
