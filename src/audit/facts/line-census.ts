import { numbered } from '#base';
import { CASE_STATES, CHANNELS, type ChannelIndex, type Scenario } from '#domain';
import { PAUSED, QUEUED, STALLED, WORKING } from './case-state.ts';

const { 'open.triage': TRIAGE } = numbered(CASE_STATES);

/** What a case does on the lines, by its state. */
const WAITS = 1;
const IS_WORKED = 2;
const ON_LINES = CASE_STATES.map((_, state) => {
  if (state === QUEUED || state === STALLED || state === TRIAGE) return WAITS;
  return state === WORKING || state === PAUSED ? IS_WORKED : 0;
});

/** Counts, from the states that the ledger tells, the cases that occupy the lines of each channel. */
export class LineCensus {
  /** Limits by channel, Infinity for none: cases in the system, and cases that wait. */
  private readonly totals: readonly number[];
  private readonly places: readonly number[];
  private readonly waitingOf = new Float64Array(CHANNELS.length);
  private readonly workedOf = new Float64Array(CHANNELS.length);

  private readonly triaged: readonly boolean[];

  constructor({ lines, work }: Scenario) {
    this.triaged = CHANNELS.map((channel) => work.triageMs[channel] > 0);
    this.totals = CHANNELS.map((channel) => lines?.[channel]?.total ?? Number.POSITIVE_INFINITY);
    this.places = CHANNELS.map((channel) => lines?.[channel]?.waiting ?? Number.POSITIVE_INFINITY);
  }

  /** A case of the channel goes from one state to another. */
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

  /** Cases that wait or are in hand, at rest or not. */
  inSystem(channel: ChannelIndex): number {
    return this.waiting(channel) + (this.workedOf[channel] ?? 0);
  }

  /** Every line of the channel is taken. */
  isFull(channel: ChannelIndex): boolean {
    return this.inSystem(channel) >= (this.totals[channel] ?? Number.POSITIVE_INFINITY);
  }

  /** Cases of the channel are looked at before anybody can answer them. */
  hasTriage(channel: ChannelIndex): boolean {
    return this.triaged[channel] === true;
  }

  /** Nobody else may wait. */
  isWaitingRoomFull(channel: ChannelIndex): boolean {
    return this.waiting(channel) >= (this.places[channel] ?? Number.POSITIVE_INFINITY);
  }

  private count(channel: ChannelIndex, what: number | undefined, delta: 1 | -1): void {
    if (what === WAITS) this.waitingOf[channel] = (this.waitingOf[channel] ?? 0) + delta;
    else if (what === IS_WORKED) this.workedOf[channel] = (this.workedOf[channel] ?? 0) + delta;
  }
}
