import { ALL_CLASSES, type Verdicts } from '#audit';
import { numbered, rowAt } from '#base';
import { CASE_STATES, COPY_ROLES, NONE, type Scenario, type Window } from '#domain';
import type { CaseMoves, Situation } from '#engine';
import { tiersGoingOn } from './judge-people.ts';

/** What keeps a case from proceeding. */
export const STRANDING_KINDS = [
  'nobody may work it',
  'its data cannot be read',
  'no place for its data',
] as const;
export type StrandingKind = (typeof STRANDING_KINDS)[number];

/** Cases of a class cannot proceed while all these places are down and the conditions hold. */
export interface Stranding {
  readonly kind: StrandingKind;
  readonly segment: string;
  /** Null if it is the same for all languages. */
  readonly language: string | null;
  readonly tier: number | null;
  readonly products: readonly string[];
  readonly channels: readonly string[];
  /** Centres and data centres by id. Empty if the class cannot proceed even when everything is up. */
  readonly down: readonly string[];
  /** Further conditions, one clause each. The case is stranded if and only if all hold. */
  readonly onlyIf: readonly string[];
  /** For unreadable data: data centres that could have held another copy. */
  readonly others: readonly string[];
  /** Ways in which a case may proceed nevertheless, one clause each. */
  readonly unless: readonly string[];
  /** When it applies, ms since the start of the run; null for always. */
  readonly during: readonly Window[] | null;
}

const { primary: PRIMARY } = numbered(COPY_ROLES);
const { 'open.waiting.queued': QUEUED } = numbered(CASE_STATES);
/** At most this many places that fail together are considered. */
const FAILURES_MAX = 2;

type FoundStranding = Omit<Stranding, 'products' | 'channels' | 'during'> & {
  readonly products: Set<string>;
  readonly channels: Set<string>;
  readonly epochs: Set<number>;
};
/** A finding about a situation, without the stream's name. */
export type StrandingFinding = Pick<
  Stranding,
  'kind' | 'language' | 'tier' | 'onlyIf' | 'others' | 'unless'
> & {
  readonly epoch: number;
  readonly places: readonly string[];
  readonly product: string | null;
};

/** Collects what strands the cases of all streams, and merges equal findings. */
export class Strandings {
  private readonly scenario: Scenario;
  private readonly verdicts: readonly Verdicts[];
  private readonly moves: CaseMoves;
  private readonly found = new Map<string, FoundStranding>();

  /** `verdicts`: the auditor's, by epoch. */
  constructor(scenario: Scenario, verdicts: readonly Verdicts[], moves: CaseMoves) {
    this.scenario = scenario;
    this.verdicts = verdicts;
    this.moves = moves;
  }

  /** Finds what strands the stream's cases. `waiting`: the situations in which they can wait. */
  look(stream: number, waiting: readonly Situation[]): readonly StrandingFinding[] {
    const seen = new Set<string>();
    const findings: StrandingFinding[] = [];
    const once = (key: string, look: () => StrandingFinding) => {
      if (!seen.has(key)) findings.push(look());
      seen.add(key);
    };
    for (const situation of waiting) {
      const { epoch, language, primary, product, replica, state, tier } = situation;
      once(`intake ${epoch}`, () => this.lookAtIntake(stream, epoch));
      if (state !== QUEUED) continue;
      once(`work ${[epoch, language, product, tier]}`, () => this.lookAtWork(stream, situation));
      once(`data ${[epoch, primary, replica]}`, () => this.lookAtData(stream, situation));
    }
    return findings.filter(({ places }) => places.length <= FAILURES_MAX);
  }

  /** Records findings for a stream. */
  note(stream: number, findings: readonly StrandingFinding[]): void {
    for (const finding of findings) this.noteOne(stream, finding);
  }

  /** Fewest failures first, then by name. */
  all(): readonly Stranding[] {
    const order = ({ down, kind, onlyIf, segment }: Stranding) =>
      [down.length, STRANDING_KINDS.indexOf(kind), segment, down.join(), onlyIf.join()].join(' ');
    return [...this.found.values()]
      .map(({ channels, epochs, products, ...found }) => ({
        ...found,
        products: [...products].sort(),
        channels: [...channels].sort(),
        during: this.windowsOf(epochs),
      }))
      .sort((left, right) => (order(left) < order(right) ? -1 : 1));
  }

  private lookAtWork(stream: number, { epoch, language, product, tier }: Situation): StrandingFinding {
    const { centres, groups, languages, products } = this.scenario;
    const permitted = rowAt(this.verdicts, epoch).permittedGroups(stream, product, language, tier);
    const staffed = permitted.filter((group) => groups[group]?.shifts.some(({ agents }) => agents > 0));
    return {
      epoch,
      kind: 'nobody may work it',
      tier,
      onlyIf: [],
      others: [],
      places: [...new Set(staffed.map((group) => centres[groups[group]?.centre ?? -1]?.id ?? ''))],
      language: languages[language] ?? null,
      product: products[product]?.id ?? '',
      unless: this.waysOn(stream, tier),
    };
  }

  /** Ways in which a case can proceed although no eligible agent may work it. */
  private waysOn(stream: number, tier: number): readonly string[] {
    const { promises, segments, streams, work } = this.scenario;
    const { channel, segment } = rowAt(streams, stream);
    const promise = promises[segments[segment]?.promise ?? -1];
    return [
      ...(promise?.breakGlass === undefined ? [] : ['it is opened to others in an emergency']),
      ...(promise?.escortedBy === undefined ? [] : ['somebody outside takes it while an escort watches']),
      ...(promise?.approval === undefined ? [] : ['its customer approves that somebody outside takes it']),
      ...tiersGoingOn(work, channel, tier).map((below) => `its agent of tier ${below} continues with it`),
    ];
  }

  private lookAtData(stream: number, { epoch, primary, replica }: Situation): StrandingFinding {
    const copies = replica === NONE ? [primary] : [primary, replica];
    const others = this.placesFor(stream, epoch).filter((place) => !copies.includes(place));
    return {
      epoch,
      kind: 'its data cannot be read',
      language: null,
      tier: null,
      product: null,
      places: this.names(copies),
      others: this.names(others),
      onlyIf: [replica === NONE ? this.whyOnlyCopy(others) : 'both hold its copies'],
      unless: [],
    };
  }

  /** Why a case has only one copy. */
  private whyOnlyCopy(others: readonly number[]): string {
    if (others.length === 0) return 'it has no replica, because no data centre may hold one';
    const mayMove = this.moves.timeline.some(({ evacuation, isReview }) => isReview || evacuation !== null);
    const could = `${this.names(others).sort().join(' and ')} could not take it`;
    return `its replica was not made${mayMove ? ', or was given up' : ''}, since ${could}`;
  }

  /** Data centres where copies of the stream's cases may be put or moved to. */
  private placesFor(stream: number, epoch: number): readonly number[] {
    const { primary, replica } = rowAt(this.verdicts, epoch).tables.stream(stream);
    const movedTo = this.scenario.evacuations.flatMap(({ to }) => to);
    return [...new Set([...primary, ...replica, ...movedTo])].filter((place) =>
      this.isOpen(stream, epoch, place),
    );
  }

  /** Whether promise, law and evacuations allow a new copy of the stream's data there. */
  private isOpen(stream: number, epoch: number, place: number): boolean {
    const verdicts = rowAt(this.verdicts, epoch);
    return (
      !this.moves.evacuated(epoch).has(place) &&
      verdicts.whyNotStored(stream, PRIMARY, ALL_CLASSES, place) === null &&
      verdicts.leftBy(stream, PRIMARY, place, true) === null &&
      verdicts.contracts.whyNotAt(stream, place, null) === null &&
      verdicts.law.hasBasis(stream, place)
    );
  }

  private lookAtIntake(stream: number, epoch: number): StrandingFinding {
    const verdicts = rowAt(this.verdicts, epoch);
    const { primary } = verdicts.tables.stream(stream);
    const usable = [...new Set(primary)].filter(
      (place) => this.isOpen(stream, epoch, place) && verdicts.whyNotStoredFirst(stream, place) === null,
    );
    return {
      epoch,
      kind: 'no place for its data',
      language: null,
      tier: null,
      product: null,
      places: this.names(usable),
      onlyIf: ['it is not stored yet'],
      others: [],
      unless: [],
    };
  }

  private noteOne(stream: number, { epoch, product, places, ...finding }: StrandingFinding): void {
    const { segments, streams } = this.scenario;
    const { channel, segment: index } = rowAt(streams, stream);
    const segment = segments[index]?.id ?? '';
    const down = [...places].sort();
    const { kind, language, onlyIf, tier } = finding;
    const key = JSON.stringify([kind, segment, language, tier, down, onlyIf]);
    let found = this.found.get(key);
    if (found === undefined) {
      found = {
        ...finding,
        segment,
        down,
        products: new Set(),
        channels: new Set(),
        epochs: new Set(),
      };
      this.found.set(key, found);
    }
    if (product !== null) found.products.add(product);
    found.channels.add(channel);
    found.epochs.add(epoch);
  }

  /** Joins consecutive epochs into windows; null for the whole run. */
  private windowsOf(epochs: ReadonlySet<number>): readonly Window[] | null {
    const { timeline } = this.moves;
    const startMs = (epoch: number) => timeline[epoch - 1]?.timeMs ?? 0;
    const windows: { fromMs: number; toMs: number }[] = [];
    for (let epoch = 0; epoch <= timeline.length; epoch++) {
      const toMs = timeline[epoch]?.timeMs ?? this.scenario.horizonMs;
      if (!epochs.has(epoch) || toMs === startMs(epoch)) continue;
      const last = windows.at(-1);
      if (last?.toMs === startMs(epoch)) last.toMs = toMs;
      else windows.push({ fromMs: startMs(epoch), toMs });
    }
    const [first] = windows;
    const isAll = windows.length === 1 && first?.fromMs === 0 && first.toMs === this.scenario.horizonMs;
    return isAll ? null : windows;
  }

  private names(dataCentres: readonly number[]): string[] {
    return dataCentres.map((index) => this.scenario.dataCentres[index]?.id ?? `data centre ${index}`);
  }
}
