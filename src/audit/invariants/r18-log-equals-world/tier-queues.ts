import { type RunMs, TIERS, type TierNumber } from '#domain';
import type { CaseView } from '../../facts/case-state.ts';
import type { Moment } from '../../facts/moment.ts';

/** A case that waits for a tier: in its queue, or outside with the agent who stays until there is room. */
interface Place {
  readonly tier: TierNumber;
  readonly joinedMs: RunMs;
  isOutside: boolean;
}

/** How many cases wait for each tier, counted as they come and go: a question costs the same however many wait. */
export class TierQueues {
  private readonly moment: Readonly<Moment>;
  private readonly places = new Map<CaseView, Place>();
  /** By tier: all, and those in the queue. */
  private readonly all = new Int32Array(TIERS.length + 1);
  private readonly insiders = new Int32Array(TIERS.length + 1);
  /** By tier: those in the queue who joined at `newcomersMs`. */
  private readonly newcomers = new Int32Array(TIERS.length + 1);
  private newcomersMs: RunMs = -1;

  constructor(moment: Readonly<Moment>) {
    this.moment = moment;
  }

  join(supportCase: CaseView, tier: TierNumber, isOutside: boolean): void {
    if (this.places.has(supportCase)) return;
    const place = { tier, joinedMs: this.moment.timeMs, isOutside };
    this.places.set(supportCase, place);
    add(this.all, tier, 1);
    if (!isOutside) this.addInside(place, 1);
  }

  delete(supportCase: CaseView): void {
    const place = this.places.get(supportCase);
    if (place === undefined) return;
    this.places.delete(supportCase);
    add(this.all, place.tier, -1);
    if (!place.isOutside) this.addInside(place, -1);
  }

  /** The agent of a waiting case begins or ends to stay with it. */
  setOutside(supportCase: CaseView, isOutside: boolean): void {
    const place = this.places.get(supportCase);
    if (place === undefined || place.isOutside === isOutside) return;
    place.isOutside = isOutside;
    this.addInside(place, isOutside ? -1 : 1);
  }

  /** How many other cases wait for the tier of the case, in the queue or outside. */
  others(supportCase: CaseView): number {
    const { tier } = supportCase;
    return (this.all[tier] as number) - (this.places.get(supportCase)?.tier === tier ? 1 : 0);
  }

  /** How many other cases were in the queue of its tier before this instant. A decision of this instant counted all of them. */
  before(supportCase: CaseView): number {
    const { tier } = supportCase;
    const own = this.places.get(supportCase);
    const isCounted = own?.tier === tier && !own.isOutside && own.joinedMs !== this.moment.timeMs;
    return this.inside(tier) - (this.newcomersNow()[tier] as number) - (isCounted ? 1 : 0);
  }

  inside(tier: TierNumber): number {
    return this.insiders[tier] as number;
  }

  private addInside({ joinedMs, tier }: Place, delta: number): void {
    add(this.insiders, tier, delta);
    if (joinedMs === this.moment.timeMs) add(this.newcomersNow(), tier, delta);
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

function add(byTier: Int32Array, tier: TierNumber, delta: number): void {
  byTier[tier] = (byTier[tier] as number) + delta;
}
