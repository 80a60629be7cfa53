import type { AddedWages, BuyBack, Comparison, PromiseVariant } from '#experiment';

interface PricedVariant extends Pick<PromiseVariant, 'beyond' | 'id' | 'keeps' | 'title'> {
  /** Whom it keeps away from cases, in a sentence; null of the variant without a promise. */
  readonly reason: string | null;
}

/** What it takes to restore the service that restricted customers would have without the promise. */
export interface PriceOfStaff {
  readonly variant: string;
  /** Service level of the restricted customers without any promise. */
  readonly goal: number;
  readonly buyBack: BuyBack;
  /** Groups that need the agents, by title, their languages, and how many each needs. */
  readonly places: readonly {
    readonly group: string;
    /** Title of its centre. */
    readonly centre: string;
    readonly languages: string;
    readonly agents: number;
  }[];
  /** For a sufficient number of agents; null if nobody has a wage, or none was found. */
  readonly wages: AddedWages | null;
}

export interface PriceInput {
  readonly title: string;
  /** How the scenario's law differs from that of history, in sentences. */
  readonly law: readonly string[];
  /** The first scenario is the one without a promise. */
  readonly comparison: Comparison;
  /** What each variant promises. The last is the scenario's own promise. */
  readonly variants: readonly PricedVariant[];
  readonly restricted: readonly { readonly id: string; readonly title: string }[];
  readonly staff: readonly PriceOfStaff[];
}
