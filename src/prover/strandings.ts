import type { Verdicts } from '#audit';
import { CASE_STATES, NONE, type Scenario } from '#domain';
import type { Situation } from '#engine';

/** What keeps a case from going on. */
export const STRANDING_KINDS = [
  'nobody may work it',
  'its data cannot be read',
  'no place for its data',
] as const;
export type StrandingKind = (typeof STRANDING_KINDS)[number];

/** Cases of a class that have no way on while all these places are down. */
export interface Stranding {
  readonly kind: StrandingKind;
  readonly segment: string;
  /** Null where it is the same for all. */
  readonly language: string | null;
  readonly tier: number | null;
  readonly products: readonly string[];
  readonly channels: readonly string[];
  /** Centres and data centres by id; nobody at all where empty: the class has no way on even when everything is up. */
  readonly down: readonly string[];
}

const QUEUED = CASE_STATES.indexOf('open.waiting.queued');
/** More places than this failing together are not looked for. */
const FAILURES_MAX = 2;

/** Collects what strands the cases of all streams; equal findings become one. */
export class Strandings {
  private readonly scenario: Scenario;
  private readonly verdicts: readonly Verdicts[];
  private readonly evacuated: readonly ReadonlySet<number>[];
  private readonly found = new Map<
    string,
    Omit<Stranding, 'products' | 'channels'> & { products: Set<string>; channels: Set<string> }
  >();

  /** By epoch: the auditor's verdicts, and the data centres that have been emptied. */
  constructor(scenario: Scenario, verdicts: readonly Verdicts[], evacuated: readonly ReadonlySet<number>[]) {
    this.scenario = scenario;
    this.verdicts = verdicts;
    this.evacuated = evacuated;
  }

  /** `waiting`: the situations in which the stream's cases can wait. */
  look(stream: number, waiting: readonly Situation[]): void {
    const seen = new Set<string>();
    const once = (key: string, look: () => void) => {
      if (!seen.has(key)) look();
      seen.add(key);
    };
    for (const situation of waiting) {
      const { epoch, language, primary, product, replica, state, tier } = situation;
      once(`intake ${epoch}`, () => this.lookAtIntake(stream, epoch));
      if (state !== QUEUED) continue;
      once(`work ${[epoch, language, product, tier]}`, () => this.lookAtWork(stream, situation));
      once(`data ${[primary, replica]}`, () => this.lookAtData(stream, primary, replica));
    }
  }

  /** Fewest failures first, then by name. */
  all(): readonly Stranding[] {
    const order = (stranding: Stranding) =>
      [
        stranding.down.length,
        STRANDING_KINDS.indexOf(stranding.kind),
        stranding.segment,
        stranding.down.join(),
      ].join(' ');
    return [...this.found.values()]
      .map((found) => ({
        ...found,
        products: [...found.products].sort(),
        channels: [...found.channels].sort(),
      }))
      .sort((left, right) => (order(left) < order(right) ? -1 : 1));
  }

  private lookAtWork(stream: number, { epoch, language, product, tier }: Situation): void {
    const { centres, groups, languages, products } = this.scenario;
    const permitted = (this.verdicts[epoch] as Verdicts).permittedGroups(stream, product, language, tier);
    const staffed = permitted.filter((group) => groups[group]?.shifts.some(({ agents }) => agents > 0));
    const down = [...new Set(staffed.map((group) => centres[groups[group]?.centre ?? -1]?.id ?? ''))];
    this.note(stream, 'nobody may work it', down, {
      language: languages[language] ?? null,
      tier,
      products: [products[product]?.id ?? ''],
    });
  }

  private lookAtData(stream: number, primary: number, replica: number): void {
    const places = replica === NONE ? [primary] : [primary, replica];
    this.note(
      stream,
      'its data cannot be read',
      places.map((place) => this.dataCentre(place)),
    );
  }

  private lookAtIntake(stream: number, epoch: number): void {
    const verdicts = this.verdicts[epoch] as Verdicts;
    const PRIMARY = 0;
    const usable = [...new Set(verdicts.tables.stream(stream).primary)].filter(
      (dataCentre) =>
        !(this.evacuated[epoch] as ReadonlySet<number>).has(dataCentre) &&
        verdicts.whyNotStored(stream, PRIMARY, 1, dataCentre) === null &&
        verdicts.whyNotStoredFirst(stream, dataCentre) === null &&
        verdicts.hasBasis(stream, dataCentre),
    );
    this.note(
      stream,
      'no place for its data',
      usable.map((dataCentre) => this.dataCentre(dataCentre)),
    );
  }

  private note(
    stream: number,
    kind: StrandingKind,
    places: readonly string[],
    of: { language: string | null; tier: number | null; products: readonly string[] } = {
      language: null,
      tier: null,
      products: [],
    },
  ): void {
    if (places.length > FAILURES_MAX) return;
    const { segments, streams } = this.scenario;
    const { channel, segment: index } = streams[stream] as Scenario['streams'][number];
    const segment = segments[index]?.id ?? '';
    const down = [...places].sort();
    const { language, tier } = of;
    const key = JSON.stringify([kind, segment, language, tier, down]);
    let found = this.found.get(key);
    if (found === undefined) {
      found = { kind, segment, language, tier, down, products: new Set(), channels: new Set() };
      this.found.set(key, found);
    }
    for (const product of of.products) found.products.add(product);
    found.channels.add(channel);
  }

  private dataCentre(index: number): string {
    return this.scenario.dataCentres[index]?.id ?? `data centre ${index}`;
  }
}
