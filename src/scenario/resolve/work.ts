import { type Distribution, scaledBy } from '#base';
import {
  type BySeverity,
  CHANNELS,
  type Channel,
  type CustomerWait,
  type OutagePolicy,
  type PatienceAgain,
  type Scenario,
  type ServiceLevel,
  type Severity,
  type ShiftEndPolicy,
  type TierTransfer,
  type TransferRule,
  type WorkModel,
} from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import type { ChanceFile } from './chances.ts';
import { resolveConsultation } from './consultation.ts';
import { exceptionsOf, indicesOf } from './exceptions.ts';
import { groupNamesOf, type Names } from './names.ts';

export function resolveWork(file: ScenarioFile, names: Names): WorkModel {
  const { work } = file;
  const { absence, outage } = work;
  const factors = names.byProduct(work.productFactors, 1);
  const { tier1, tier2, tier3 } = work.handle;
  const byProduct = (chance: ChanceFile) =>
    typeof chance === 'number' ? names.byProduct({}, chance) : names.byProduct(chance.products, chance.share);
  const pairs = (one: ChanceFile, other: ChanceFile) => {
    const [first, second] = [byProduct(one), byProduct(other)];
    return names.products.map((_, k) => [first[k] ?? 0, second[k] ?? 0] as const);
  };
  const returns = work.returns === undefined ? [] : pairs(work.returns.tier2, work.returns.tier3);
  const { language, product, noticedAfter } = work.misrouted;
  return {
    triageMs: byChannel((channel) => work.triage[channel]),
    patience: byChannel((channel) => work.patience[channel]),
    ...patienceBySeverityOf(work),
    ...patienceAgainOf(work.patienceAgain),
    ...balkingOf(work.balking),
    ...retryOf(work.retry),
    ...messageOf(work.message),
    ...callbackOf(work.callback),
    ...dayEndOf(work.dayEnd),
    ...transferOf(file, names, factors),
    ...resolveConsultation(work.consultation, names),
    handle: [tier1, tier2, tier3].map((tier) =>
      byChannel((channel) => factors.map((factor) => scaledBy(tier?.[channel] ?? NOT_REACHED, factor))),
    ),
    ...severityFactorsOf(work.severityFactors),
    ...afterContactOf(work),
    ...exceptionsOf(work.exceptions, factors, names),
    escalation: pairs(work.escalation.tier1, work.escalation.tier2),
    ...(returns.flat().some((share) => share > 0) ? { returns } : {}),
    ...(work.returns?.most === undefined ? {} : { returnsMost: work.returns.most }),
    misrouted: { language, product, noticedAfter },
    customerWait: resolveCustomerWait(work.customerWait),
    ...vendorWaitOf(work.vendorWait),
    severityRaise: severityRaiseOf(work.severityRaise),
    reopening: { share: work.reopening.share, after: work.reopening.after },
    closingMs: work.closing,
    shiftEnd: byChannel((channel) => resolveLeaving(work.shiftEnd[channel])),
    ...(outage === undefined ? {} : { outage: byChannel((channel) => resolveOutage(outage[channel])) }),
    ...(absence === undefined ? {} : { absence: byChannel((channel) => resolveLeaving(absence[channel])) }),
    handOver: { timeMs: work.handOver.time, lostShare: work.handOver.lostShare },
  };
}

/** Stands for the handle time where no case arrives (`check/check-handle-times.ts`). It is never drawn from. */
const NOT_REACHED: Distribution = { kind: 'fixed', value: 0 };

type LeavingFile = ScenarioFile['work']['shiftEnd'][Channel];

function resolveLeaving(written: LeavingFile): BySeverity<ShiftEndPolicy> {
  if (typeof written === 'string') return written;
  const { finishWithin } = written;
  if (finishWithin !== undefined) return { finishWithinMs: finishWithin };
  const of = (severity: Severity): ShiftEndPolicy => {
    const own = written[severity] ?? 'finish';
    return typeof own === 'string' ? own : { finishWithinMs: own.finishWithin };
  };
  return { bySeverity: { A: of('A'), B: of('B'), C: of('C') } };
}

function resolveOutage(
  written: NonNullable<ScenarioFile['work']['outage']>[Channel],
): BySeverity<OutagePolicy> {
  if (typeof written === 'string') return written;
  const { A = 'hand over', B = 'hand over', C = 'hand over' } = written;
  return { bySeverity: { A, B, C } };
}

const NO_WAIT: CustomerWait = { share: 0, reply: { kind: 'fixed', value: 0 } };

/** One share for all tiers, or one for each. A tier that is left out waits for nobody. */
function resolveCustomerWait(written: ScenarioFile['work']['customerWait']): WorkModel['customerWait'] {
  const { autoClose: autoCloseMs, share = NO_WAIT.share, reply = NO_WAIT.reply } = written;
  const [first, second, third] = [written.tier1, written.tier2, written.tier3].map((tier) =>
    tier === undefined ? undefined : { share: tier.share, reply: tier.reply },
  );
  if (first === undefined && second === undefined && third === undefined)
    return { share, reply, autoCloseMs };
  return { ...(first ?? NO_WAIT), autoCloseMs, higherTiers: [second ?? NO_WAIT, third ?? NO_WAIT] };
}

function vendorWaitOf(written: ScenarioFile['work']['vendorWait']): Pick<WorkModel, 'vendorWait'> {
  const tiers = [written?.tier1, written?.tier2, written?.tier3].map(
    (tier): CustomerWait => (tier === undefined ? NO_WAIT : { share: tier.share, reply: tier.reply }),
  );
  return tiers.every(({ share }) => share === 0) ? {} : { vendorWait: tiers };
}

function patienceBySeverityOf({
  patience,
  patienceBySeverity,
}: ScenarioFile['work']): Pick<WorkModel, 'patienceBySeverity'> {
  if (patienceBySeverity === undefined) return {};
  const of = (channel: Channel) => {
    const own = patienceBySeverity[channel];
    const [A, B, C] = [own?.A, own?.B, own?.C].map((one) => (one === undefined ? patience[channel] : one));
    return { A: A ?? null, B: B ?? null, C: C ?? null };
  };
  return { patienceBySeverity: byChannel(of) };
}

function patienceAgainOf(written: ScenarioFile['work']['patienceAgain']): Pick<WorkModel, 'patienceAgain'> {
  const rules = byChannel((channel): PatienceAgain | null => {
    const rule = written?.[channel] ?? null;
    if (rule === null) return null;
    if ('kind' in rule) return { transfer: rule, interruption: rule, reopening: rule };
    const { interruption = null, reopening = null, transfer = null } = rule;
    const isNone = interruption === null && reopening === null && transfer === null;
    return isNone ? null : { transfer, interruption, reopening };
  });
  return CHANNELS.every((channel) => rules[channel] === null) ? {} : { patienceAgain: rules };
}

function severityFactorsOf(
  factors: ScenarioFile['work']['severityFactors'],
): Pick<WorkModel, 'severityFactors'> {
  const { A = 1, B = 1, C = 1 } = factors ?? {};
  return A === 1 && B === 1 && C === 1 ? {} : { severityFactors: { A, B, C } };
}

function balkingOf(balking: ScenarioFile['work']['balking']): Pick<WorkModel, 'balking'> {
  if (CHANNELS.every((channel) => (balking?.[channel] ?? 0) === 0)) return {};
  return { balking: byChannel((channel) => balking?.[channel] ?? 0) };
}

function retryOf(retry: ScenarioFile['work']['retry']): Pick<WorkModel, 'retry'> {
  const rules = byChannel((channel) => {
    const rule = retry?.[channel];
    if (rule === undefined || rule.share === 0) return null;
    const { after, keeps, share } = rule;
    return { share, after, channel: rule.channel ?? channel, ...(keeps === undefined ? {} : { keeps }) };
  });
  return CHANNELS.every((channel) => rules[channel] === null) ? {} : { retry: rules };
}

function severityRaiseOf({
  after,
  place,
  share,
}: ScenarioFile['work']['severityRaise']): WorkModel['severityRaise'] {
  return place === 'last' ? { share, after, goesLast: true } : { share, after };
}

function messageOf(message: ScenarioFile['work']['message']): Pick<WorkModel, 'message'> {
  const rules = byChannel((channel) => {
    const rule = message?.[channel];
    if (rule === undefined) return null;
    return { afterMs: rule.after, channel: rule.channel === 'none' ? null : rule.channel };
  });
  return CHANNELS.every((channel) => rules[channel] === null) ? {} : { message: rules };
}

function callbackOf(callback: ScenarioFile['work']['callback']): Pick<WorkModel, 'callback'> {
  const rules = byChannel((channel) => {
    const rule = callback?.[channel];
    if (rule === undefined) return null;
    const { accepted, again = 0, attempts, predictedWait = null, reached, ring, waiting = null } = rule;
    return {
      predictedWaitMs: predictedWait,
      waiting,
      accepted,
      reached,
      attempts,
      againMs: again,
      ringMs: ring,
    };
  });
  return CHANNELS.every((channel) => rules[channel] === null) ? {} : { callback: rules };
}

function dayEndOf(written: ScenarioFile['work']['dayEnd']): Pick<WorkModel, 'dayEnd'> {
  const dayEnd = byChannel((channel) => written?.[channel] ?? 'carry over');
  return CHANNELS.every((channel) => dayEnd[channel] === 'carry over') ? {} : { dayEnd };
}

type TransferFile = NonNullable<ScenarioFile['work']['transfer']>;

/** `factors`: on handle times, by product. */
function transferOf(
  file: ScenarioFile,
  names: Names,
  factors: readonly number[],
): Pick<WorkModel, 'transfer' | 'tierTransfers'> {
  const { transfer } = file.work;
  const groups = groupNamesOf(file);
  const rules = byChannel((channel) => ruleOf(transfer?.[channel] ?? { way: 'cold' }));
  const tiers = [transfer?.tier1, transfer?.tier2, transfer?.tier3].map((own = [], from) =>
    own.map(({ group, handle, products, share, to, way, ...keys }): TierTransfer => {
      // Its own agent is one of those who may get the case, so that nobody has to stay with it.
      const isCold = way === undefined && to === from + 1 && group === undefined;
      return {
        to,
        ...(group === undefined ? {} : { group: groups.indexOf(group) }),
        shares: names.byProduct(products, share),
        ...(handle === undefined ? {} : { handle: factors.map((factor) => scaledBy(handle, factor)) }),
        ...(way === undefined ? {} : { rule: ruleOf({ way, ...keys }) }),
        ...(isCold ? { rule: null } : {}),
      };
    }),
  );
  const isCold =
    CHANNELS.every((channel) => rules[channel] === null) &&
    tiers.flat().every(({ rule = null }) => rule === null);
  const goesNowhere = tiers.flat().every(({ shares }) => shares.every((one) => one === 0));
  return {
    ...(isCold ? {} : { transfer: rules }),
    ...(goesNowhere ? {} : { tierTransfers: tiers }),
  };
}

function ruleOf({
  atMost = 0,
  handOver = 0,
  otherwise,
  speed = 1,
  waiting = 0,
  way,
}: NonNullable<TransferFile['phone']>): TransferRule | null {
  if (way === 'cold') return null;
  if (way === 'warm') return { way, handOverMs: handOver, atMostMs: atMost };
  const limit = waiting === 0 ? {} : { waiting };
  if (otherwise === 'go on') return { way: 'no wait', otherwise, speed, ...limit };
  return { way: 'no wait', otherwise: otherwise ?? 'lost', ...limit };
}

/** Work after contacts by tier and channel. It is left out if neither a channel nor an exception has such work. */
function afterContactOf({
  afterContact: written,
  exceptions,
}: ScenarioFile['work']): Pick<WorkModel, 'afterContact'> {
  const tiers = [written?.tier1, written?.tier2, written?.tier3].map((tier) =>
    byChannel((channel) => tier?.[channel] ?? null),
  );
  const isNone =
    tiers.every((tier) => CHANNELS.every((channel) => tier[channel] === null)) &&
    exceptions.every(({ afterContact }) => afterContact === undefined || afterContact === null);
  return isNone ? {} : { afterContact: tiers };
}

export function resolveLines({ lines }: ScenarioFile): Pick<Scenario, 'lines' | 'sharedLines'> {
  if (lines === undefined) return {};
  const { shared } = lines;
  if (shared.length === 0 && CHANNELS.every((channel) => lines[channel] === undefined)) return {};
  return {
    ...(shared.length === 0 ? {} : { sharedLines: shared }),
    lines: byChannel((channel) => {
      const limits = lines[channel];
      return limits === undefined ? null : { total: limits.total ?? null, waiting: limits.waiting ?? null };
    }),
  };
}

/** One level per channel and severity that the author named together. */
export function resolveServiceLevels(file: ScenarioFile): readonly ServiceLevel[] {
  const segmentIds = Object.keys(file.segments);
  const productIds = Object.keys(file.products);
  return file.serviceLevels.flatMap(
    ({ channel: channels, product, segment, severity: severities, target, within: withinMs }) => {
      const cases = {
        ...(segment === undefined ? {} : { segments: indicesOf(segmentIds, segment) }),
        ...(product === undefined ? {} : { products: indicesOf(productIds, product) }),
      };
      return channels.flatMap((channel) =>
        severities.map((severity): ServiceLevel => ({ ...cases, channel, severity, withinMs, target })),
      );
    },
  );
}

export function byChannel<Value>(make: (channel: Channel) => Value): Record<Channel, Value> {
  return Object.fromEntries(CHANNELS.map((channel) => [channel, make(channel)])) as Record<Channel, Value>;
}
