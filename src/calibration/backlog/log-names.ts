import { sumOf } from '#base';
import { type ArrivalStream, CHANNELS, type Scenario, SEVERITIES } from '#domain';
import { idOf } from '#scenario';

/** What the scenario calls things that a log names, and what most of its cases are. */
export class LogNames {
  private readonly scenario: Scenario;
  private readonly places: ReadonlyMap<string, string>;
  private readonly groups: ReadonlyMap<string, string>;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.places = placesOf(scenario);
    this.groups = groupsOf(scenario);
  }

  /** Ids as calibration makes them. Null if the scenario has no such segment. */
  segment(text: string): string | null {
    const { segments } = this.scenario;
    return (
      (segments.find(({ id }) => id === text) ?? segments.find(({ id }) => id === idOf(text, '')))?.id ?? null
    );
  }

  /** Calibration puts rare products together as `other`. A text that fits nothing stays as it is. */
  product(text: string): string {
    const ids = this.scenario.products.map(({ id }) => id);
    const id = idOf(text, '');
    return [text, id, OTHER].find((one) => ids.includes(one)) ?? text;
  }

  /** Id of the data centre that a text names, or that is the only one in the country it names; null for others. */
  place(text: string): string | null {
    return this.places.get(plain(text)) ?? null;
  }

  /** Id of the group; null if the scenario has none of that name, or several. */
  group(centre: string | null, group: string): string | null {
    const whole = centre === null ? null : this.groups.get(`${idOf(centre, '')}/${idOf(group, '')}`);
    return whole ?? this.groups.get(plain(group)) ?? null;
  }

  /** The segment that most cases have. */
  commonSegment(): string {
    const { segments, streams } = this.scenario;
    const rates = segments.map((_, s) => rateOf(streams.filter(({ segment }) => segment === s)));
    return segments[largest(rates)]?.id ?? '';
  }

  commonChannel(segment: string): string {
    const of = this.streamsOf(segment);
    return (
      CHANNELS[largest(CHANNELS.map((one) => rateOf(of.filter(({ channel }) => channel === one))))] ?? ''
    );
  }

  /** Countries of the segment's customers on a channel, the one with most cases first. */
  countries(segment: string, channel: string): readonly string[] {
    const of = this.streamsOf(segment).filter((stream) => stream.channel === channel);
    return [...of].sort((one, other) => meanRate(other) - meanRate(one)).map(({ country }) => country);
  }

  /** Languages of these customers, the most common first. */
  languages(segment: string, channel: string, country: string): readonly string[] {
    const stream = this.streamsOf(segment).find((one) => one.channel === channel && one.country === country);
    const shares: readonly number[] = stream?.languageShares ?? [];
    const spoken = this.scenario.languages.map((id, l) => ({ id, share: shares[l] ?? 0 }));
    return spoken
      .filter(({ share }) => share > 0)
      .sort((one, other) => other.share - one.share)
      .map(({ id }) => id);
  }

  commonProduct(segment: string): string {
    const shares = this.scenario.segments.find(({ id }) => id === segment)?.productShares ?? [];
    return this.scenario.products[largest(shares)]?.id ?? '';
  }

  commonSeverity(segment: string): string {
    return (
      SEVERITIES[largest(this.scenario.segments.find(({ id }) => id === segment)?.severityShares ?? [])] ?? ''
    );
  }

  private streamsOf(segment: string): readonly ArrivalStream[] {
    const { segments, streams } = this.scenario;
    return streams.filter((stream) => segments[stream.segment]?.id === segment);
  }
}

const OTHER = 'other';

function placesOf({ dataCentres }: Scenario): ReadonlyMap<string, string> {
  const countries = dataCentres.map(({ country }) => country);
  const names = dataCentres.flatMap(({ country, id, title }) => {
    const isOnly = countries.filter((one) => one === country).length === 1;
    return [id, title, `data centre ${id}`, ...(isOnly ? [country] : [])].map(
      (name) => [plain(name), id] as const,
    );
  });
  return new Map(names);
}

/** Groups by id, and by the last part of the id where no other has it. */
function groupsOf({ groups }: Scenario): ReadonlyMap<string, string> {
  const lastOf = (id: string) => id.split('/').at(-1) ?? id;
  const named = groups.flatMap(({ id }) => {
    const isOnly = groups.filter((one) => lastOf(one.id) === lastOf(id)).length === 1;
    return [plain(id), ...(isOnly ? [lastOf(id)] : [])].map((name) => [name, id] as const);
  });
  return new Map(named);
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}

function rateOf(streams: readonly ArrivalStream[]): number {
  return sumOf(streams.map(meanRate));
}

/** The mean over the pieces of the rate, however long each is, or the arrivals of a trace. It serves only to tell which is more. */
function meanRate({ rate, trace }: ArrivalStream): number {
  if (trace !== undefined) return trace.atMs.length;
  return sumOf(rate.perMs) / Math.max(1, rate.perMs.length);
}

function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) > (values[best] ?? 0)) best = i;
  return best;
}
