import { type CaseColumn, CHANNELS, type Scenario, UNVARIED } from '#domain';
import { type ChannelTimes, knowsPatience, timesOf } from '../demand/case-creation.ts';
import { ownNumbersOf } from '../demand/open-cases.ts';
import { replaysPatience } from '../demand/trace-replay.ts';
import { makesImpatient } from '../demand/work-exceptions.ts';
import type { RunConstants } from '../lifecycle/stepper.ts';
import type { Feature } from '../run/hooks.ts';
import { mayAwaitCustomer } from '../world/interruption-policies.ts';

const NEVER = Number.POSITIVE_INFINITY;
type TimeName = 'triageMs' | 'closingMs' | 'retentionMs' | 'autoCloseMs' | 'regionHoldMs';
const TIMES: readonly TimeName[] = ['triageMs', 'closingMs', 'retentionMs', 'autoCloseMs', 'regionHoldMs'];

/** Numbers of the life cycle that are the same for every case of a scenario with those features, whatever happens in the run. */
export function constantsOf(scenario: Scenario, features: readonly Feature[]): RunConstants {
  const used = new Set(scenario.streams.map(({ channel }) => channel));
  const times = CHANNELS.filter((channel) => used.has(channel)).map((channel) => timesOf(scenario, channel));
  const varied = new Set<string>(features.flatMap(({ varies = [] }) => varies));
  const context: Record<string, number> = unvaried(UNVARIED.context, varied);
  const assign: Record<string, number> = {};
  const own = new Set(ownNumbersOf(scenario));
  for (const name of TIMES) {
    if (own.has(name)) continue;
    const values = new Set(times.map((time: ChannelTimes) => time[name]));
    if (values.size === 1) context[name] = [...values][0] as number;
  }
  const isPatient = times.every((ofChannel) => !knowsPatience(ofChannel) && ofChannel.balks === 0);
  const isExceptional = scenario.streams.some((stream) => makesImpatient(scenario, stream));
  const waitsForEver = isPatient && !isExceptional && scenario.work.patienceAgain === undefined;
  if (waitsForEver && !replaysPatience(scenario)) context.patienceMs = NEVER;
  if (times.every(({ raises }) => raises === 0)) context.severityRaiseMs = NEVER;
  if (scenario.work.message === undefined) context.messageMs = NEVER;
  if (context.regionHoldMs === NEVER) context.holdMs = NEVER;
  if (!mayAwaitCustomer(scenario)) assign.replyMs = NEVER;
  if (scenario.work.vendorWait === undefined) assign.vendorMs = NEVER;
  if (scenario.work.returns === undefined && scenario.work.tierTransfers === undefined) {
    context.drawsOutcomes = 0;
    if (!own.has('tier') && scenario.work.escalation.flat().every((share) => share === 0)) {
      context.solvedAtTier = 1;
      context.tier = 1;
    }
  }
  if (scenario.work.reopening.share === 0) assign.reopeningMs = NEVER;
  const { language, product } = scenario.work.misrouted;
  const equal: RunConstants['equal'] = [
    ...(language === 0 ? [samePair('language', 'trueLanguage', scenario.languages)] : []),
    ...(product === 0 ? [samePair('product', 'trueProduct', scenario.products)] : []),
  ];
  return {
    context: { ...context, ...assign },
    equal,
    events: {
      ASSIGN: { ...assign, ...unvaried(UNVARIED.ASSIGN, varied) },
      SUBMIT: unvaried(UNVARIED.SUBMIT, varied),
    },
  };
}

function unvaried(
  numbers: Readonly<Record<string, number>>,
  varied: ReadonlySet<string>,
): Record<string, number> {
  return Object.fromEntries(Object.entries(numbers).filter(([name]) => !varied.has(name)));
}

function samePair(name: CaseColumn, other: CaseColumn, { length }: readonly unknown[]) {
  return { names: [name, other] as const, below: length };
}
