import {
  type CaseNumber,
  CHANNELS,
  type ChannelIndex,
  type DurationMs,
  type Scenario,
  type StreamIndex,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent, Group } from '../people/agents.ts';
import type { Progress } from './work-progress.ts';

const NOTHING: readonly Held[] = [];

/** Something in hand: a contact, or the work that it has left. `progress` is null if it is always alone in hand. */
export interface Held {
  readonly caseNumber: CaseNumber;
  readonly channel: ChannelIndex;
  readonly stream: StreamIndex;
  record: CaseRecord | null;
  progress: Progress | null;
  /** The part for which another agent joins. */
  part: Progress | null;
  isHeldUp: boolean;
  /** By how much the contact takes longer because another agent has joined it, ms at full speed. */
  moreMs: DurationMs;
}

/** What agents have in hand, and how much they may have. */
export interface Hands {
  /** What each agent has in hand, in the order of taking; and the same by contact. */
  readonly inHand: Map<Agent, readonly Held[]>;
  readonly byRecord: Map<CaseRecord, Held>;
  heldBy(agent: Agent): readonly Held[];
  /** Whether agents of the group may have several contacts in hand. */
  isShared(group: Group): boolean;
  /** The most contacts in hand, this one included, among which a contact of the channel may be. */
  limitOf(group: Group, channel: ChannelIndex): number;
  /** Whether the agent has something in hand and may have one more contact with that limit. */
  hasRoom(agent: Agent, limit: number): boolean;
}

export function createHands({ groups }: Scenario): Hands {
  const limits = groups.map(({ concurrency }) =>
    CHANNELS.map((channel) => concurrency?.limits[channel] ?? 1),
  );
  const inHand = new Map<Agent, readonly Held[]>();

  function limitOf({ index }: Group, channel: ChannelIndex): number {
    return limits[index]?.[channel] ?? 1;
  }

  function heldBy(agent: Agent): readonly Held[] {
    return inHand.get(agent) ?? NOTHING;
  }

  function hasRoom(agent: Agent, limit: number): boolean {
    const held = heldBy(agent);
    const after = held.length + 1;
    return after > 1 && after <= limit && held.every(({ channel }) => after <= limitOf(agent.group, channel));
  }

  return {
    inHand,
    byRecord: new Map(),
    heldBy,
    isShared: ({ index }) => groups[index]?.concurrency !== undefined,
    limitOf,
    hasRoom,
  };
}
