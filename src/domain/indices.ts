import type { NumberOf } from '#base';
import type { ACCESS_PURPOSES } from './acts/act-words.ts';
import type { BasisKind } from './law/basis-kinds.ts';
import type { CASE_STATES, TRANSITION_EVENTS } from './lifecycle/case-words.ts';
import type {
  Channel,
  CopyRole,
  EscalationReason,
  ItemClass,
  PromiseDimension,
  Severity,
  WaitingCause,
} from './vocabulary.ts';

/**
 * Kinds of numbers. A function that wants a centre does not compile when it is given a group. Plain numbers pass, so a number gets its
 * kind where it is declared: in the scenario, the table of acts, the case record and the world.
 */

/** Rows of the scenario's lists. */
export type CentreIndex = NumberOf<'a centre'>;
export type DataCentreIndex = NumberOf<'a data centre'>;
export type EntityIndex = NumberOf<'an entity'>;
export type GroupIndex = NumberOf<'a group'>;
export type LanguageIndex = NumberOf<'a language'>;
export type PlacementIndex = NumberOf<'a placement'>;
export type ProductIndex = NumberOf<'a product'>;
export type PromiseIndex = NumberOf<'a promise'>;
export type SegmentIndex = NumberOf<'a segment'>;
export type SoftwareIndex = NumberOf<'software'>;
export type StreamIndex = NumberOf<'a stream'>;

/** A place: the data centres come first, then the local systems of the centres. So a data centre is a place, and not the reverse. */
export type PlaceIndex = NumberOf<'a data centre' | 'a local system'>;
/** The centre or group in whose queue a case waits. The routing rule of the scenario says which of the two. */
export type QueueOwnerIndex = NumberOf<'a centre' | 'a group'>;
/** Agents are numbered through all groups and shifts, in order. */
export type AgentIndex = NumberOf<'an agent'>;
/** Tiers count from 1. */
export type TierNumber = NumberOf<'a tier'>;

/** Cases are numbered in the order of their arrival. A row of the case table serves one case after the other. */
export type CaseNumber = NumberOf<'a case'>;
export type CaseRow = NumberOf<'a row of the case table'>;
/** A customer among those that are called the same. */
export type CustomerNumber = NumberOf<'a customer'>;
/** An entry of a ledger, counted from 0. */
export type EntryIndex = NumberOf<'an entry'>;

/** Milliseconds since the start of the run, milliseconds since 1970, and how long something takes in milliseconds. */
export type RunMs = NumberOf<'ms of the run'>;
export type EpochMs = NumberOf<'ms since 1970'>;
export type DurationMs = NumberOf<'ms in between'>;

/** Words by their place in a list of the vocabulary. */
export type BasisKindIndex = NumberOf<BasisKind>;
export type CaseStateIndex = NumberOf<(typeof CASE_STATES)[number]>;
export type ChannelIndex = NumberOf<Channel>;
export type CopyRoleIndex = NumberOf<CopyRole>;
export type DimensionIndex = NumberOf<PromiseDimension>;
export type EscalationReasonIndex = NumberOf<EscalationReason>;
export type PurposeIndex = NumberOf<(typeof ACCESS_PURPOSES)[number]>;
export type SeverityIndex = NumberOf<Severity>;
export type TransitionEventIndex = NumberOf<(typeof TRANSITION_EVENTS)[number]>;
export type WaitingCauseIndex = NumberOf<WaitingCause>;
/** A set of item classes: bit i stands for the i-th of ITEM_CLASSES. */
export type ItemClassSet = NumberOf<`set of ${ItemClass}`>;
