import type { Protection, Verdicts } from '#audit';
import { memoised, sumOf } from '#base';
import {
  type BasisInstrument,
  ITEM_CLASSES,
  isZoneMember,
  type PromiseDimension,
  type ResidencyPromise,
  type Scenario,
} from '#domain';
import { eachLawInWords } from '../law-names.ts';

/** A basis of a transfer. */
export interface Basis {
  readonly kind: string;
  /** Id of the instrument, and the importer's terms of it; null for adequacy and within one company. */
  readonly instrument: string | null;
  readonly terms: BasisInstrument | null;
}

/** What the auditor's law asks of data that is at a place. */
export interface Transfer {
  /**
   * `free`: it asks no basis. `valid`: it accepts the bases. `invalid`: it accepts none. `open`: that can be judged neither way. `not
   * told`: the source does not say whether it asks one. `unjudged`: only a law that is not modelled could ask one.
   */
  readonly standing: 'free' | 'valid' | 'invalid' | 'open' | 'not told' | 'unjudged';
  /** Id of the company that the data comes from; null: the customers. */
  readonly from: string | null;
  /** In a run, the basis on record. In a log, the bases of the scenario that the law accepts. */
  readonly bases: readonly Basis[];
  /** Why it is open, invalid or not told. */
  readonly reason: string | null;
  /** The laws whose free flow it leaves. */
  readonly left: readonly Protection[];
}

/** Data of some customers at one place in one way: what acts of a run, or rows of a log, say alike. */
export interface Flow {
  /** Index of the promise of these cases; −1 where it is not known. */
  readonly promise: number;
  /** Segments that the customers may be of; several only where a log does not name one. */
  readonly segments: readonly number[];
  /** `processed`: by software, without anybody seeing it. */
  readonly mode: 'stored' | 'seen' | 'processed';
  readonly dimension: PromiseDimension;
  /** Index among data centres, then centres. */
  readonly place: number;
  readonly country: string;
  /** Id of the company of the place. */
  readonly company: string;
  /** Who sees it: ids of group and employer (of what software processes: the company of the model), and where the agents reside. Null for copies, and where no known group is named. */
  readonly group: string | null;
  readonly employer: string | null;
  readonly residence: string | null;
  /** Each of them is a citizen of one of these countries at least; null if the scenario does not say it. */
  readonly citizenship: readonly string[] | null;
  /** At that time outside a zone that the promise names: for copies of this kind, or for access and processing; for storage; for residence. */
  readonly isOutside: boolean;
  readonly isOutsideStorage: boolean;
  readonly residesOutside: boolean;
  /** A working copy that no row names, but that a local system makes of what is seen there. */
  readonly isConcluded: boolean;
  /** A subcontractor had it whom the promise did not admit. */
  readonly isNotAdmitted: boolean;
  /** The customers had no agreement with the vendor, which their law asks for. Only flows of logs know that: for a run, the audit says it. */
  readonly isUnagreed: boolean;
  /** Why it is an exception from the promise, if that is on record. */
  readonly exception: 'consent' | 'emergency' | 'escort' | 'approval' | null;
  /** Where the escort is who watches it: a country; null if nobody does, or the source does not say. */
  readonly escortedFrom: string | null;
  /** The first copy or access of its cases. */
  readonly isFirst: boolean;
  /** Null where it cannot be asked. */
  readonly transfer: Transfer | null;
  /** The earliest of them: its case, and when (epoch ms). Zones and law stay the same for all of them. */
  readonly earliest: { readonly case: string; readonly atMs: number };
  /** Acts or rows. */
  readonly count: number;
}

type Counted<Own extends Flow> = Own & { earliest: Flow['earliest']; count: number };

/** Counts acts of a run, or rows of a log, as flows. Zones and law stay the same from one change of law to the next, and so within a flow. */
export class FlowCounts<Own extends Flow> {
  private readonly found = new Map<string, Counted<Own>>();
  private stretches = 0;
  private readonly stretchOf = memoised((_: Verdicts) => this.stretches++);

  get flows(): readonly Own[] {
    return [...this.found.values()];
  }

  /** Acts with the same `key`, under the same law, are one flow. `factsOf` is called for the first of them, and describes all. */
  add(
    key: string,
    verdicts: Verdicts,
    act: Flow['earliest'],
    factsOf: () => Omit<Own, 'count' | 'earliest'>,
  ): Own {
    const name = `${this.stretchOf(verdicts)} ${key}`;
    const flow = this.found.get(name) ?? ({ ...factsOf(), earliest: act, count: 0 } as Counted<Own>);
    this.found.set(name, flow);
    if (act.atMs < flow.earliest.atMs) flow.earliest = act;
    flow.count++;
    return flow;
  }
}

/** Which zones that a promise names do not have the place, or the residence of those who see the data, at that time (epoch ms). */
export function outsideZones(
  promise: ResidencyPromise | undefined,
  { country, dimension, itemClasses = ITEM_CLASSES, mode, residence }: Where,
  atMs: number,
): Pick<Flow, 'isOutside' | 'isOutsideStorage' | 'residesOutside'> {
  const isOutside = (of: PromiseDimension, where: string, classes: readonly string[] = ITEM_CLASSES) =>
    promise !== undefined &&
    ITEM_CLASSES.some(
      (itemClass) => classes.includes(itemClass) && !isZoneMember(promise.zones[itemClass][of], where, atMs),
    );
  return {
    isOutside:
      mode === 'seen'
        ? isOutside('access', country) || isOutside('processing', country)
        : isOutside(dimension, country, itemClasses),
    isOutsideStorage: isOutside('storage', country),
    residesOutside: residence !== null && isOutside('personnel', residence),
  };
}

interface Where extends Pick<Flow, 'country' | 'dimension' | 'mode' | 'residence'> {
  /** Classes of item that a copy holds; left out: all. */
  readonly itemClasses?: readonly string[];
}

/** What the scenario says of a group, by its id. */
export function peopleOf(
  { centres, entities, groups }: Scenario,
  id: string | null,
): Pick<Flow, 'group' | 'employer' | 'residence' | 'citizenship'> {
  const group = groups.find((one) => one.id === id);
  if (group === undefined) return { group: null, employer: null, residence: null, citizenship: null };
  const centre = centres[group.centre];
  const employer = entities[group.employer ?? centre?.entity ?? -1];
  return {
    group: group.id,
    employer: employer?.id ?? null,
    residence: group.residence ?? centre?.country ?? '',
    citizenship: group.citizenship ?? employer?.citizenship ?? null,
  };
}

/** When somebody's control of a company begins or ends (epoch ms), in any order. */
export function controlChanges({ entities }: Scenario): readonly number[] {
  return entities.flatMap(({ control = [] }) =>
    control.flatMap(({ fromEpochMs, toEpochMs }) => [fromEpochMs, toEpochMs ?? Number.POSITIVE_INFINITY]),
  );
}

/** Counts the changes of control up to an instant, so that flows before and after a change are counted apart. */
export function controlStretches(scenario: Scenario): (atMs: number) => number {
  const dates = controlChanges(scenario);
  return (atMs) => dates.filter((ms) => ms <= atMs).length;
}

/** Id of the company that receives the data by a transfer: of the place, or of the model of software. */
export function receiverOf({ company, employer, mode }: Flow): string {
  return mode === 'processed' ? (employer ?? company) : company;
}

export function totalOf(flows: readonly Flow[]): number {
  return sumOf(flows.map(({ count }) => count));
}

export function segmentsOf(flows: readonly Flow[]): readonly number[] {
  return flows.flatMap(({ segments }) => segments);
}

/** Flows for which the law asks, or may ask, a basis. */
export function transfersIn<Kind extends Flow>(flows: readonly Kind[]): readonly Kind[] {
  return withStanding(flows, ['valid', 'invalid', 'open']);
}

export function withStanding<Kind extends Flow>(
  flows: readonly Kind[],
  standings: readonly Transfer['standing'][],
): readonly Kind[] {
  return flows.filter(({ transfer }) => transfer !== null && standings.includes(transfer.standing));
}

/** The laws whose free flow the data left; empty if there are none. */
export function lawsLeft(flows: readonly Flow[]): string {
  return eachLawInWords(flows.flatMap(({ transfer }) => transfer?.left ?? []));
}
