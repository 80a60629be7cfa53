import { type Distribution, meanOf, scaledBy } from '#base';
import {
  type BySeverity,
  type CallbackRule,
  CHANNELS,
  type Channel,
  type ConsultationRule,
  type CustomerWait,
  type OutagePolicy,
  type PatienceAgain,
  type Scenario,
  type Severity,
  type ShiftEndPolicy,
  type TierTransfer,
  type TransferRule,
  type WorkModel,
} from '#domain';
import type { ScenarioFile, TransferFile } from '../shape/scenario-file.ts';
import { exceptionsOf } from './exceptions.ts';
import { groupNamesOf, type Names, unlessEmpty } from './names.ts';
import type { ChanceFile } from './reach.ts';

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
  const { A = 1, B = 1, C = 1 } = work.severityFactors ?? {};
  const { after, place, share } = work.severityRaise;
  return {
    triageMs: byChannel((channel) => meanTriageOf(work.triage[channel])),
    triage: rulesOf(work.triage, (own) => (typeof own === 'number' ? null : own)),
    patience: byChannel((channel) => work.patience[channel]),
    patienceBySeverity: patienceBySeverityOf(work),
    patienceAgain: patienceAgainOf(work.patienceAgain),
    balking: unlessAll(0, (channel) => work.balking?.[channel] ?? 0),
    retry: rulesOf(work.retry, (rule, own) =>
      rule.share === 0
        ? null
        : { share: rule.share, after: rule.after, channel: rule.channel ?? own, keeps: rule.keeps },
    ),
    message: rulesOf(work.message, ({ after: afterMs, channel }) => ({
      afterMs,
      channel: channel === 'none' ? null : channel,
    })),
    callback: rulesOf(work.callback, callbackOf),
    dayEnd: unlessAll('carry over', (channel) => work.dayEnd?.[channel] ?? 'carry over'),
    ...transferOf(file, names, factors),
    consultation: consultationOf(work.consultation, names),
    handle: [tier1, tier2, tier3].map((tier) =>
      byChannel((channel) => factors.map((factor) => scaledBy(tier?.[channel] ?? NOT_REACHED, factor))),
    ),
    severityFactors: A === 1 && B === 1 && C === 1 ? undefined : { A, B, C },
    afterContact: afterContactOf(work),
    exceptions: unlessEmpty(exceptionsOf(work.exceptions, factors, names)),
    escalation: pairs(work.escalation.tier1, work.escalation.tier2),
    returns: returns.flat().some((share) => share > 0) ? returns : undefined,
    returnsMost: work.returns?.most,
    misrouted: { language, product, noticedAfter },
    customerWait: resolveCustomerWait(work.customerWait),
    vendorWait: vendorWaitOf(work.vendorWait),
    severityRaise: { share, after, goesLast: place === 'last' ? true : undefined },
    reopening: { share: work.reopening.share, after: work.reopening.after },
    closingMs: work.closing,
    shiftEnd: byChannel((channel) => resolveLeaving(work.shiftEnd[channel])),
    outage: outage && byChannel((channel) => resolveOutage(outage[channel])),
    absence: absence && byChannel((channel) => resolveLeaving(absence[channel])),
    handOver: { timeMs: work.handOver.time, lostShare: work.handOver.lostShare },
  };
}

/** The mean of a drawn triage is no less than 1 ms, since 0 says that there is none. */
function meanTriageOf(triage: number | Distribution): number {
  return typeof triage === 'number' ? triage : Math.max(1, Math.round(meanOf(triage)));
}

/** Stands for the handle time where no case arrives (`check/check-contacts.ts`). It is never drawn from. */
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
  const { autoClose, share = NO_WAIT.share, reply = NO_WAIT.reply } = written;
  const autoCloseMs = autoClose === 'never' ? null : autoClose;
  const [first, second, third] = [written.tier1, written.tier2, written.tier3].map((tier) =>
    tier === undefined ? undefined : { share: tier.share, reply: tier.reply },
  );
  if (first === undefined && second === undefined && third === undefined)
    return { share, reply, autoCloseMs };
  return { ...(first ?? NO_WAIT), autoCloseMs, higherTiers: [second ?? NO_WAIT, third ?? NO_WAIT] };
}

function vendorWaitOf(written: ScenarioFile['work']['vendorWait']): WorkModel['vendorWait'] {
  const tiers = [written?.tier1, written?.tier2, written?.tier3].map(
    (tier): CustomerWait => (tier === undefined ? NO_WAIT : { share: tier.share, reply: tier.reply }),
  );
  return tiers.every(({ share }) => share === 0) ? undefined : tiers;
}

function patienceBySeverityOf({
  patience,
  patienceBySeverity,
}: ScenarioFile['work']): WorkModel['patienceBySeverity'] {
  if (patienceBySeverity === undefined) return undefined;
  return byChannel((channel) => {
    const own = patienceBySeverity[channel];
    const [A, B, C] = [own?.A, own?.B, own?.C].map((one) => (one === undefined ? patience[channel] : one));
    return { A: A ?? null, B: B ?? null, C: C ?? null };
  });
}

function patienceAgainOf(written: ScenarioFile['work']['patienceAgain']): WorkModel['patienceAgain'] {
  return rulesOf(written, (rule): PatienceAgain | null => {
    if (rule === null) return null;
    if ('kind' in rule) return { transfer: rule, interruption: rule, reopening: rule };
    const { interruption = null, reopening = null, transfer = null } = rule;
    const isNone = interruption === null && reopening === null && transfer === null;
    return isNone ? null : { transfer, interruption, reopening };
  });
}

type CallbackFile = NonNullable<NonNullable<ScenarioFile['work']['callback']>[Channel]>;

function callbackOf(rule: CallbackFile): CallbackRule {
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
}

/** For tiers 1, 2, 3; undefined if no contact needs a second agent. */
function consultationOf(
  written: ScenarioFile['work']['consultation'],
  names: Names,
): WorkModel['consultation'] {
  const rules = [written?.tier1, written?.tier2, written?.tier3].map((rule): ConsultationRule | null => {
    if (rule === undefined) return null;
    const { atMost = 0, lengthens = 1, part, products, share, tier } = rule;
    const shares = names.byProduct(products, share);
    if (shares.every((one) => one === 0)) return null;
    return {
      shares,
      tier,
      product: rule.product === undefined ? undefined : names.products.indexOf(rule.product),
      part,
      lengthens: lengthens === 1 ? undefined : lengthens,
      waitMs: atMost,
    };
  });
  return rules.every((rule) => rule === null) ? undefined : rules;
}

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
    own.map(({ contact, group, handle, products, share, to, way, ...keys }): TierTransfer => {
      // Its own agent is one of those who may get the case, so that nobody has to stay with it.
      const isCold = way === undefined && to === from + 1 && group === undefined;
      return {
        to,
        group: group === undefined ? undefined : groups.indexOf(group),
        contact,
        shares: names.byProduct(products, share),
        handle: handle && factors.map((factor) => scaledBy(handle, factor)),
        rule: isCold ? null : way && ruleOf({ way, ...keys }),
      };
    }),
  );
  const isCold =
    CHANNELS.every((channel) => rules[channel] === null) &&
    tiers.flat().every(({ rule = null }) => rule === null);
  const goesNowhere = tiers.flat().every(({ shares }) => shares.every((one) => one === 0));
  return { transfer: isCold ? undefined : rules, tierTransfers: goesNowhere ? undefined : tiers };
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
  const limit = { way: 'no wait', waiting: waiting === 0 ? undefined : waiting } as const;
  return otherwise === 'go on'
    ? { ...limit, otherwise, speed }
    : { ...limit, otherwise: otherwise ?? 'lost' };
}

/** Work after contacts by tier and channel. It is left out if neither a channel nor an exception has such work. */
function afterContactOf({
  afterContact: written,
  exceptions,
}: ScenarioFile['work']): WorkModel['afterContact'] {
  const tiers = [written?.tier1, written?.tier2, written?.tier3].map((tier) =>
    byChannel((channel) => tier?.[channel] ?? null),
  );
  const isNone =
    tiers.every((tier) => CHANNELS.every((channel) => tier[channel] === null)) &&
    exceptions.every(({ afterContact }) => afterContact === undefined || afterContact === null);
  return isNone ? undefined : tiers;
}

export function resolveLines({ lines }: ScenarioFile): Pick<Scenario, 'lines' | 'sharedLines'> {
  if (lines === undefined) return {};
  const { shared } = lines;
  if (shared.length === 0 && CHANNELS.every((channel) => lines[channel] === undefined)) return {};
  return {
    sharedLines: unlessEmpty(shared),
    lines: byChannel((channel) => {
      const limits = lines[channel];
      return limits === undefined ? null : { total: limits.total ?? null, waiting: limits.waiting ?? null };
    }),
  };
}

export function byChannel<Value>(make: (channel: Channel) => Value): Record<Channel, Value> {
  return Object.fromEntries(CHANNELS.map((channel) => [channel, make(channel)])) as Record<Channel, Value>;
}

/** Undefined if every channel has the value that a scenario leaves out. */
function unlessAll<Value>(
  usual: Value,
  make: (channel: Channel) => Value,
): Record<Channel, Value> | undefined {
  const values = byChannel(make);
  return CHANNELS.every((channel) => values[channel] === usual) ? undefined : values;
}

/** What is made of the rule of each channel; null if it has none. Undefined if no channel has one. */
function rulesOf<Written, Rule>(
  written: Readonly<Partial<Record<Channel, Written | undefined>>> | undefined,
  make: (rule: Written, channel: Channel) => Rule | null,
): Record<Channel, Rule | null> | undefined {
  return unlessAll<Rule | null>(null, (channel) => {
    const rule = written?.[channel];
    return rule === undefined ? null : make(rule, channel);
  });
}
