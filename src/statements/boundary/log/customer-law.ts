import { type Verdicts, VerdictsOverTime } from '#audit';
import type { LoggedCase } from '#caselog';
import { exportRegimeOf, type Knowledge, type Scenario } from '#domain';
import type { KnownCase, ScenarioMatch } from '#foreign';

/** A case, and what the scenario knows of its customers; null if it is not known which promise they have. */
interface MatchedCase {
  readonly supportCase: LoggedCase;
  readonly known: KnownCase | null;
}

/** Matches each case once: the match counts names that it does not know. */
export function matchedCases(match: ScenarioMatch, cases: readonly LoggedCase[]): readonly MatchedCase[] {
  return cases.map((supportCase) => {
    const found = match.caseOf(supportCase);
    return { supportCase, known: 'stream' in found ? found : null };
  });
}

/** The law over the data of each case, by the country that the log gives its customer, even if the scenario has no such customers. */
export class CustomerLaw {
  /** The scenario with a stream for each country that the log gives customers of a segment. */
  readonly scenario: Scenario;
  private readonly asKnownThen: VerdictsOverTime;
  private readonly asKnownNow: VerdictsOverTime;
  /** Added streams, by the stream that they copy and their country. */
  private readonly added = new Map<string, number>();

  constructor(scenario: Scenario, cases: readonly MatchedCase[]) {
    const streams = [...scenario.streams];
    for (const { known, supportCase } of cases) {
      const { country } = supportCase;
      if (country === null || known === null) continue;
      const [first = -1] = known.streams;
      const like = streams[first];
      const key = `${first} ${country}`;
      if (like === undefined || this.added.has(key)) continue;
      if (known.streams.some((index) => streams[index]?.country === country)) continue;
      this.added.set(key, streams.length);
      streams.push({ ...like, id: `${like.id} in ${country}`, country });
    }
    this.scenario = { ...scenario, streams };
    // A change of law counts if the record reaches it, as in the audit of a record.
    const endless = { ...this.scenario, horizonMs: Number.POSITIVE_INFINITY };
    this.asKnownThen = new VerdictsOverTime(endless);
    this.asKnownNow = new VerdictsOverTime(endless, 'now');
  }

  /** The auditor's verdicts at an instant, by the law as known then or as known today. */
  verdictsAt(atMs: number, knowledge: Knowledge = 'then'): Verdicts {
    const law = knowledge === 'then' ? this.asKnownThen : this.asKnownNow;
    return law.at(atMs - this.scenario.startEpochMs);
  }

  /** The stream whose law protects the data at that time; null if neither log nor scenario says which law that is. */
  streamOf({ country }: LoggedCase, { streams }: KnownCase, atMs: number): number | null {
    const [first = -1] = streams;
    if (country !== null) {
      const own = streams.find((index) => this.scenario.streams[index]?.country === country);
      return own ?? this.added.get(`${first} ${country}`) ?? null;
    }
    const laws = new Set(streams.map((index) => this.lawOf(index, atMs)));
    return laws.size === 1 ? first : null;
  }

  private lawOf(index: number, atMs: number): string {
    const stream = this.scenario.streams[index];
    const role = this.scenario.segments[stream?.segment ?? -1]?.role ?? 'controller';
    return `${exportRegimeOf(stream?.country ?? '', atMs)} ${role}`;
  }
}
