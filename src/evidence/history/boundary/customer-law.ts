import type { Verdicts } from '#audit';
import type { LoggedCase } from '#caselog';
import { exportRegimeOf, type Scenario } from '#domain';
import { VerdictsOverTime } from '../../verdicts-over-time.ts';
import type { CaseMatch, KnownCase, ScenarioMatch } from '../scenario-match.ts';

/** The law over the data of each case, by the country that the log gives its customer, even if the scenario has no such customers. */
export class CustomerLaw {
  /** The scenario with a stream for each country that the log gives customers of a segment. */
  readonly scenario: Scenario;
  private readonly law: VerdictsOverTime;
  /** Added streams, by the stream that they copy and their country. */
  private readonly added = new Map<string, number>();

  constructor(match: ScenarioMatch, cases: readonly LoggedCase[]) {
    const streams = [...match.scenario.streams];
    for (const supportCase of cases) {
      const known = match.caseOf(supportCase);
      const { country } = supportCase;
      if (country === null || !isKnown(known)) continue;
      const [first = -1] = known.streams;
      const like = streams[first];
      const key = `${first} ${country}`;
      if (like === undefined || this.added.has(key)) continue;
      if (known.streams.some((index) => streams[index]?.country === country)) continue;
      this.added.set(key, streams.length);
      streams.push({ ...like, id: `${like.id} in ${country}`, country });
    }
    this.scenario = { ...match.scenario, streams };
    // As in the audit of a record: a change of law counts if the record reaches it.
    this.law = new VerdictsOverTime({ ...this.scenario, horizonMs: Number.POSITIVE_INFINITY });
  }

  verdictsAt(atMs: number): Verdicts {
    return this.law.at(atMs - this.scenario.startEpochMs);
  }

  /** The stream whose law protects the data at that time; null if neither log nor scenario tells the customer's law. */
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

/** Whether the log tells the promise of a case, even one that restricts nothing. */
export function isKnown(match: CaseMatch): match is Extract<CaseMatch, KnownCase> {
  return 'stream' in match;
}
