import { type Distribution, rowAt } from '#base';
import {
  type ArrivalStream,
  CHANNELS,
  type ChannelIndex,
  type DurationMs,
  type LanguageIndex,
  NONE,
  type ProductIndex,
  SAME_TIER,
  type Scenario,
  type StreamIndex,
  streamsOfSameCustomers,
  TIERS,
  tiersReached,
} from '#domain';
import { CaseRecord } from '../cases/case-record.ts';
import { type ChannelTimes, knowsPatience, setChannelTimes, timesOf } from '../demand/case-creation.ts';
import { outcomesDrawn } from '../demand/contact-outcomes.ts';
import type { Source } from '../demand/source.ts';
import { makesImpatient } from '../demand/work-exceptions.ts';
import type { Workforce } from '../people/workforce.ts';
import { mayAwaitCustomer } from '../world/interruption-policies.ts';
import type { Choices } from './choices.ts';
import type { Situation } from './situation.ts';

const NEVER = Number.POSITIVE_INFINITY;
/** Stands for any finite time, because an exploration leaves durations open. */
const SOME_TIME = 1;

/** Properties of a case that are open. A value is chosen when the step first reads it, and is kept until the end of the step. */
const OPEN_COLUMNS = [
  'trueLanguage',
  'trueProduct',
  'solvedAtTier',
  'replyMs',
  'vendorMs',
  'reopeningMs',
  'calledBack',
  'callsLeft',
  'linked',
] as const;
type OpenColumn = (typeof OPEN_COLUMNS)[number];

/** The values that the properties of a stream's cases can have. */
export interface StreamDomain {
  readonly languages: readonly LanguageIndex[];
  readonly products: readonly ProductIndex[];
  readonly tiers: readonly number[];
  readonly times: ChannelTimes;
  /** Whether some cases have a patience of their own, whatever the channel says. */
  readonly bringsPatience: boolean;
}

/** A case record in which some numbers are open. */
export class ExploredCase extends CaseRecord {
  private readonly scenario: Scenario;
  private readonly workforce: Workforce;
  private readonly chosen = new Map<OpenColumn, number>();
  private domain: StreamDomain | null = null;

  constructor(scenario: Scenario, source: Source, workforce: Workforce, choices: Choices) {
    super(0, source);
    this.scenario = scenario;
    this.workforce = workforce;
    for (const column of OPEN_COLUMNS) {
      Object.defineProperty(this, column, {
        get: (): number => {
          let value = this.chosen.get(column);
          if (value === undefined) {
            const values = this.valuesOf(column);
            value = values[choices.choose(values.length)] as number;
            this.chosen.set(column, value);
          }
          return value;
        },
        set: (value: number) => {
          this.chosen.set(column, value);
        },
      });
    }
    // Defining the accessors has turned the record into a dictionary, whose properties are slow. V8 lays a prototype out as an object again.
    Object.create(this);
  }

  /** Becomes a case in that situation. */
  load(situation: Situation, source: Source, domain: StreamDomain): void {
    const { scenario } = this;
    this.source = source;
    this.origin = source;
    this.domain = domain;
    this.state = situation.state;
    this.language = situation.language;
    this.product = situation.product;
    this.tier = situation.tier;
    this.stage = situation.stage;
    this.contacts = situation.answered;
    this.primary = situation.primary;
    this.replica = situation.replica;
    this.group = situation.group;
    const group = this.workforce.groups[situation.group];
    this.centre = group?.centre ?? NONE;
    this.agent = group?.agents[0]?.index ?? NONE;
    this.workingCopy = situation.workingCopy;
    this.viewedPlace = situation.viewedPlace;
    this.channel = source.table.channel;
    this.drawsOutcomes = outcomesDrawn(scenario.work);
    const { times } = domain;
    setChannelTimes(this, times);
    const awaitsAnswer = situation.answered === 0;
    const isImpatient = domain.bringsPatience || knowsPatience(times) || times.balks > 0;
    // Why a case waits again is not part of the situation, so that any later wait may be given up if some may.
    const again = scenario.work.patienceAgain?.[CHANNELS[this.channel] ?? 'web'] ?? null;
    const timeOf = (patience: Distribution | null | undefined) =>
      (patience ?? null) === null ? NEVER : SOME_TIME;
    this.transferPatienceMs = timeOf(again?.transfer);
    this.interruptionPatienceMs = timeOf(again?.interruption);
    this.reopeningPatienceMs = timeOf(again?.reopening);
    const isImpatientAgain = again !== null && Object.values(again).some((patience) => patience !== null);
    this.patienceMs = (awaitsAnswer ? isImpatient : isImpatientAgain) ? SOME_TIME : NEVER;
    this.messageMs = awaitsAnswer ? times.messageMs : NEVER;
    this.severityRaiseMs = awaitsAnswer && times.raises > 0 ? SOME_TIME : NEVER;
    this.holdMs = situation.stage === 0 ? times.regionHoldMs : NEVER;
    this.handleMs = SOME_TIME;
    this.callAgainMs = SOME_TIME;
    this.workLeftMs = 0;
    this.severity = 0;
    this.queue = null;
    // Clearing a map allocates, even if it is empty.
    if (this.chosen.size > 0) this.chosen.clear();
  }

  private valuesOf(column: OpenColumn): readonly number[] {
    const { scenario } = this;
    const domain = this.domain as StreamDomain;
    const { misrouted, reopening } = scenario.work;
    switch (column) {
      case 'trueLanguage':
        return misrouted.language > 0 ? domain.languages : [this.language];
      case 'trueProduct':
        return misrouted.product > 0 ? domain.products : [this.product];
      case 'solvedAtTier':
        return domain.tiers;
      case 'replyMs':
        return mayAwaitCustomer(scenario) ? [SOME_TIME, NEVER] : [NEVER];
      case 'vendorMs':
        return scenario.work.vendorWait === undefined ? [NEVER] : [SOME_TIME, NEVER];
      case 'calledBack':
        return isCalledBack(scenario, this.channel) ? [0, 1] : [0];
      case 'callsLeft':
        // A call that is not answered leaves one fewer: none or one.
        return isCalledBack(scenario, this.channel) ? [1, 2] : [0];
      case 'linked':
        return scenario.incidents === undefined ? [0] : [0, 1];
      case 'reopeningMs':
        return reopening.share > 0 ? [SOME_TIME, NEVER] : [NEVER];
    }
  }
}

/** Whether the case has a finite patience of its own. Below 0, the patience is drawn; null means that the customer waits for ever. */
function isPatience(patienceMs: DurationMs | null): boolean {
  return patienceMs !== null && patienceMs >= 0;
}

/** Whether customers by that channel may be offered a callback. */
export function isCalledBack({ work }: Scenario, channel: ChannelIndex): boolean {
  return (work.callback?.[CHANNELS[channel] as (typeof CHANNELS)[number]] ?? null) !== null;
}

/** The domain of a stream, computed on the first call for it. */
export function streamDomains(scenario: Scenario): (stream: StreamIndex) => StreamDomain {
  const families = streamsOfSameCustomers(scenario.streams);
  const known: StreamDomain[] = [];
  return (stream) => {
    const found = known[stream];
    if (found !== undefined) return found;
    const siblings = (families[stream] ?? []).map((other) => scenario.streams[other] as ArrivalStream);
    const domain = domainOf(scenario, rowAt(scenario.streams, stream), siblings);
    known[stream] = domain;
    return domain;
  };
}

/** Follow-up cases keep the properties of a case that came by another channel; cases of a trace have those that it gives. */
function domainOf(
  scenario: Scenario,
  stream: ArrivalStream,
  siblings: readonly ArrivalStream[],
): StreamDomain {
  const { channel, segment } = stream;
  const { returns, tierTransfers } = scenario.work;
  const { mixes = [], productShares } = rowAt(scenario.segments, segment);
  const languages = scenario.languages.flatMap((_, language) =>
    siblings.some(
      ({ languageShares, trace }) =>
        (languageShares[language] ?? 0) > 0 || trace?.languages?.includes(language) === true,
    )
      ? [language]
      : [],
  );
  const allShares = [productShares, ...mixes.map(({ shares }) => shares)];
  const products = scenario.products.flatMap((_, product) =>
    allShares.some((shares) => (shares[product] ?? 0) > 0) ||
    siblings.some(({ trace }) => trace?.products?.includes(product) === true)
      ? [product]
      : [],
  );
  const passesOn = tierTransfers?.some((own, k) => own.some(({ to }) => to === k + 1)) === true;
  const found = passesOn ? [SAME_TIER, ...TIERS] : TIERS;
  const reached = products.flatMap((product) => tiersReached(scenario.work, product));
  return {
    languages,
    products,
    tiers: (returns ?? tierTransfers) === undefined ? TIERS.filter((tier) => reached.includes(tier)) : found,
    times: timesOf(scenario, channel),
    bringsPatience:
      makesImpatient(scenario, stream) ||
      siblings.some(({ trace }) => trace?.patienceMs?.some(isPatience) === true),
  };
}
