import { type RunMs, TIERS, type TierNumber } from '#domain';
import type { CaseView } from '../../facts/case-state.ts';
import type { Moment } from '../../facts/moment.ts';

/** A case that waits for a tier, and perhaps for one group: in its queue, or outside with the agent who stays until there is room. */
interface WaitingPlace {
  /** The queue of the tier, and the one that limits its transfer: the same, or that of the group. */
  readonly ofTier: number;
  readonly limiting: number;
  readonly joinedMs: RunMs;
  isOutside: boolean;
}

/**
 * How many cases wait for each tier, and for each group to which cases are passed on. Counted as they come and go: a question costs the same
 * however many wait.
 */
export class TierQueues {
  private readonly moment: Readonly<Moment>;
  private readonly places = new Map<CaseView, WaitingPlace>();
  /** By queue, the tiers first and then the groups: all, and those in the queue. */
  private readonly all: Int32Array;
  private readonly insiders: Int32Array;
  /** By queue: those in it who joined at `newcomersMs`. */
  private readonly newcomers: Int32Array;
  private newcomersMs: RunMs = -1;

  constructor(moment: Readonly<Moment>, groups: number) {
    this.moment = moment;
    this.all = new Int32Array(TIERS.length + 1 + groups);
    this.insiders = new Int32Array(this.all.length);
    this.newcomers = new Int32Array(this.all.length);
  }

  join(supportCase: CaseView, tier: TierNumber, isOutside: boolean): void {
    if (this.places.has(supportCase)) return;
    const { timeMs: joinedMs } = this.moment;
    const place = { ofTier: tier, limiting: queueOf(supportCase, tier), joinedMs, isOutside };
    this.places.set(supportCase, place);
    change(this.all, place, 1);
    if (!isOutside) this.changeInside(place, 1);
  }

  delete(supportCase: CaseView): void {
    const place = this.places.get(supportCase);
    if (place === undefined) return;
    this.places.delete(supportCase);
    change(this.all, place, -1);
    if (!place.isOutside) this.changeInside(place, -1);
  }

  /** The agent of a waiting case begins or ends to stay with it. */
  setOutside(supportCase: CaseView, isOutside: boolean): void {
    const place = this.places.get(supportCase);
    if (place === undefined || place.isOutside === isOutside) return;
    place.isOutside = isOutside;
    this.changeInside(place, isOutside ? -1 : 1);
  }

  /** How many other cases wait where the case goes, in the queue or outside. */
  others(supportCase: CaseView): number {
    const queue = this.queueOf(supportCase);
    return (this.all[queue] as number) - (this.places.get(supportCase)?.limiting === queue ? 1 : 0);
  }

  /** How many other cases were in the queue where it goes before this instant. A decision of this instant counted all of them. */
  before(supportCase: CaseView): number {
    const queue = this.queueOf(supportCase);
    const own = this.places.get(supportCase);
    const isCounted = own?.limiting === queue && !own.isOutside && own.joinedMs !== this.moment.timeMs;
    return this.inside(queue) - (this.newcomersNow()[queue] as number) - (isCounted ? 1 : 0);
  }

  /** The queue whose length limits the transfer of the case. */
  queueOf(supportCase: CaseView): number {
    return queueOf(supportCase, supportCase.tier);
  }

  /** How many are in the queue that limits the transfer of a waiting case. */
  insideWith(supportCase: CaseView): number {
    const place = this.places.get(supportCase);
    return place === undefined ? 0 : this.inside(place.limiting);
  }

  inside(queue: number): number {
    return this.insiders[queue] as number;
  }

  private changeInside(place: WaitingPlace, delta: number): void {
    change(this.insiders, place, delta);
    if (place.joinedMs === this.moment.timeMs) change(this.newcomersNow(), place, delta);
  }

  private newcomersNow(): Int32Array {
    const { timeMs } = this.moment;
    if (this.newcomersMs !== timeMs) {
      this.newcomersMs = timeMs;
      this.newcomers.fill(0);
    }
    return this.newcomers;
  }
}

function queueOf({ rare: { passedTo } }: CaseView, tier: TierNumber): number {
  return passedTo < 0 ? tier : TIERS.length + 1 + passedTo;
}

function change(lengths: Int32Array, { limiting, ofTier }: WaitingPlace, delta: number): void {
  lengths[ofTier] = (lengths[ofTier] as number) + delta;
  if (limiting !== ofTier) lengths[limiting] = (lengths[limiting] as number) + delta;
}
