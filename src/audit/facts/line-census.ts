import { numbered } from '#base';
import { CASE_STATES, CHANNELS, type ChannelIndex, type Scenario } from '#domain';
import { PAUSED, QUEUED, STALLED, WORKING } from './case-state.ts';

const { 'open.triage': TRIAGE } = numbered(CASE_STATES);

/** How a case in a given state occupies lines. */
const WAITS = 1;
const IS_WORKED = 2;
const ON_LINES = CASE_STATES.map((_, state) => {
  if (state === QUEUED || state === STALLED || state === TRIAGE) return WAITS;
  return state === WORKING || state === PAUSED ? IS_WORKED : 0;
});

/** Counts the cases that occupy the lines of each channel, from the recorded states. */
export class LineCensus {
  /** Limits by channel, Infinity for none: cases in the system, and cases that wait. */
  private readonly totals: readonly number[];
  private readonly places: readonly number[];
  private readonly waitingOf = new Float64Array(CHANNELS.length);
  private readonly workedOf = new Float64Array(CHANNELS.length);

  private readonly triaged: readonly boolean[];
  private readonly shared: readonly { readonly channels: readonly ChannelIndex[]; readonly total: number }[];

  constructor({ lines, sharedLines = [], work }: Scenario) {
    this.shared = sharedLines.map(({ channels, total }) => ({
      channels: channels.map((channel) => CHANNELS.indexOf(channel)),
      total,
    }));
    this.triaged = CHANNELS.map((channel) => work.triageMs[channel] > 0);
    this.totals = CHANNELS.map((channel) => lines?.[channel]?.total ?? Number.POSITIVE_INFINITY);
    this.places = CHANNELS.map((channel) => lines?.[channel]?.waiting ?? Number.POSITIVE_INFINITY);
  }

  /** Records that a case of the channel moves from one state to another. */
  moved(channel: ChannelIndex, before: number, after: number): void {
    const was = ON_LINES[before];
    const is = ON_LINES[after];
    if (was === is) return;
    this.count(channel, was, -1);
    this.count(channel, is, 1);
  }

  waiting(channel: ChannelIndex): number {
    return this.waitingOf[channel] ?? 0;
  }

  /** Number of cases that wait or are assigned, including suspended ones. */
  inSystem(channel: ChannelIndex): number {
    return this.waiting(channel) + (this.workedOf[channel] ?? 0);
  }

  /** Whether every line of the channel is occupied, or every line that it shares with others. */
  isFull(channel: ChannelIndex): boolean {
    if (this.inSystem(channel) >= (this.totals[channel] ?? Number.POSITIVE_INFINITY)) return true;
    return this.shared.some(
      ({ channels, total }) =>
        channels.includes(channel) && channels.reduce((sum, one) => sum + this.inSystem(one), 0) >= total,
    );
  }

  /** Whether cases of the channel are triaged before anybody can answer them. */
  hasTriage(channel: ChannelIndex): boolean {
    return this.triaged[channel] === true;
  }

  /** Whether as many cases wait as may. */
  isWaitingRoomFull(channel: ChannelIndex): boolean {
    return this.waiting(channel) >= (this.places[channel] ?? Number.POSITIVE_INFINITY);
  }

  private count(channel: ChannelIndex, what: number | undefined, delta: 1 | -1): void {
    if (what === WAITS) this.waitingOf[channel] = (this.waitingOf[channel] ?? 0) + delta;
    else if (what === IS_WORKED) this.workedOf[channel] = (this.workedOf[channel] ?? 0) + delta;
  }
}
