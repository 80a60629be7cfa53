import { formatCount, formatTrimmed, sumOf } from '#base';
import { CHANNELS, type Channel } from '#domain';
import type { Calibration } from '../calibrate.ts';
import type { HandleTime } from '../cases/work.ts';
import type { DistributionFit } from '../estimates/fit.ts';
import type { Measured } from '../estimates/measured.ts';
import {
  digits,
  distributionText,
  durationText,
  type FigureText,
  idText,
  type ScenarioWriter,
  shareText,
} from './value-text.ts';
import type { Base } from './write-segments.ts';

/** Handle time that is assumed where the log shows none. */
const INVENTED_HANDLE = 'lognormal 15 min sigma 1';
/** Assumed where the log has too few replies. */
const INVENTED_REPLY = 'lognormal 24 h sigma 1.5';
/** A scenario allows no larger share of cases that wait or come back. */
const SHARE_MOST = 0.95;
/** What the shares of cases that wait are counted in. */
const STAYING = 'contacts that leave the case where it is';

/** Tiers that cases reach: the next one only if somebody works there and some cases go up. */
export function tiersReached({ flow, groups }: Calibration, base: Base | null): readonly number[] {
  const isWorked = (tier: number) => base !== null || groups.some((group) => group.tier === tier);
  const tiers = [1];
  if ((flow.escalation.get(1)?.value ?? 0) > 0 && isWorked(2)) tiers.push(2);
  if (tiers.length === 2 && (flow.escalation.get(2)?.value ?? 0) > 0 && isWorked(3)) tiers.push(3);
  return tiers;
}

/** Writes how cases are worked. */
export function writeWork(writer: ScenarioWriter, calibration: Calibration, base: Base | null): void {
  const { patience } = calibration;
  const channels = channelsOf(calibration);
  writer.line('work:');
  const given = channels.filter((channel) => (patience.get(channel)?.fit ?? null) !== null);
  if (given.length > 0 || base === null) writer.line('  patience:');
  for (const channel of channels) {
    const fit = patience.get(channel)?.fit ?? null;
    if (fit !== null) {
      const source = 'waits above 0, those answered censored';
      writeDistribution(writer, { key: `work.patience.${channel}`, source, canLastForEver: true }, fit);
    } else if (base === null)
      writer.noted(2, `${channel}: none`, '[log] too few customers gave up to tell how long they wait');
    writeFound(
      writer,
      `found.abandoned.${channel}`,
      patience.get(channel)?.abandoned ?? null,
      'cases of the channel',
    );
  }
  writeTriage(writer, calibration);
  writeHandle(writer, calibration, base, channels);
  writeFlow(writer, calibration, base);
  if (base !== null) return;
  writeShiftEnd(writer, calibration.work, channels);
  writer.noted(1, 'handOver: { time: 3 min, lostShare: 0 }', 'assumed');
}

/** Writes whether work in hand rests overnight. Times of cases in hand are open hours, so that such work always rests. */
function writeShiftEnd(
  writer: ScenarioWriter,
  { paused, reading }: Calibration['work'],
  channels: readonly Channel[],
): void {
  const rests = reading === 'in hand' || (paused?.value ?? 0) >= 0.5;
  const way = rests ? 'pause' : 'finish';
  const text = `shiftEnd: { ${channels.map((channel) => `${channel}: ${way}`).join(', ')} }`;
  if (paused === null || (paused.value < 0.5 && rests)) writer.noted(1, text, 'assumed');
  else {
    const source = 'contacts in hand when a night began, the share that went on after it';
    writer.put(1, text, paused, shareText('work.shiftEnd.paused', source));
  }
}

export function channelsOf({ arrivals }: Calibration): readonly Channel[] {
  const used = new Set(arrivals.segments.flatMap(({ channelShares }) => [...channelShares.keys()]));
  return CHANNELS.filter((channel) => used.has(channel));
}

function writeTriage(writer: ScenarioWriter, { delays, triage }: Calibration): void {
  if (triage.size + delays.size > 0) writer.line('  triage:');
  for (const [channel, fit] of delays)
    writeDistribution(writer, { key: `work.triage.${channel}`, source: 'waits for the first contact' }, fit);
  for (const [channel, { fit, leastMs }] of triage) {
    const most = `at most twice as long as ${durationText(leastMs)}, than which a twentieth are shorter`;
    writeDistribution(
      writer,
      { key: `work.triage.${channel}`, source: `waits of answered cases, ${most}` },
      fit,
    );
  }
}

function writeHandle(
  writer: ScenarioWriter,
  calibration: Calibration,
  base: Base | null,
  channels: readonly Channel[],
): void {
  const { work } = calibration;
  const what = whatTakes(work);
  writer.line('  handle:');
  for (const tier of tiersReached(calibration, base)) {
    const own = channels.map((channel) => ({ channel, found: work.handle.get(`${tier} ${channel}`) }));
    const stand = [...work.handle.values()].sort(byFit(tier)).at(0);
    if (base !== null && own.every(({ found }) => found === undefined)) continue;
    writer.line(`    tier${tier}:`);
    for (const { channel, found } of own) {
      const place = { key: `work.handle.tier${tier}.${channel}`, source: what };
      if (found !== undefined) writeDistribution(writer, place, found.fit);
      else if (base !== null) continue;
      else if (stand === undefined)
        writer.noted(3, `${channel}: ${INVENTED_HANDLE}`, 'assumed: the log has no contacts');
      else {
        const text = distributionText(stand.fit, false);
        const comment = `assumed as tier ${stand.tier} by ${stand.channel}: the log has too few contacts`;
        writer.noted(3, `${channel}: ${text}`, comment);
      }
    }
  }
  writeFactors(writer, calibration, base);
}

function whatTakes({ reading }: Calibration['work']): string {
  return reading === 'separate' ? 'contacts' : 'times in hand, in open hours';
}

/** Handle times that stand in for those of a tier: of the same tier first, then the best known. */
function byFit(tier: number) {
  const distance = (one: HandleTime) => Math.abs(one.tier - tier);
  return (one: HandleTime, other: HandleTime) =>
    distance(one) - distance(other) || other.fit.endedCount - one.fit.endedCount;
}

function writeFactors(writer: ScenarioWriter, { work }: Calibration, base: Base | null): void {
  const { productFactors } = work;
  const inherited = base?.products ?? [];
  if (productFactors.size === 0) {
    if (inherited.length > 0) {
      const comment = '[log] products do not differ clearly';
      writer.noted(1, `productFactors: { ${inherited.map((id) => `${idText(id)}: 1`).join(', ')} }`, comment);
    }
    return;
  }
  for (const [product, factor] of productFactors) {
    writer.found(factor, {
      key: `work.productFactors.${product}`,
      unit: 'number',
      source: 'contacts of the product; the most frequent has 1',
      method: 'levels of log times by tier, channel and product',
    });
  }
  const others = inherited.filter((id) => !productFactors.has(id)).map((id) => `${idText(id)}: 1`);
  const list = [
    ...[...productFactors].map(([id, { value }]) => `${idText(id)}: ${digits(value)}`),
    ...others,
  ].join(', ');
  const n = sumOf([...productFactors.values()].map((one) => one.n));
  const comment = `[log] contacts, n = ${formatCount(n)}; intervals in calibration.json`;
  writer.noted(1, `productFactors: { ${list} }`, comment);
}

interface DistributionPlace extends Pick<FigureText, 'key' | 'source'> {
  readonly canLastForEver?: boolean;
  /** Levels of indentation. Left out: as the key has. */
  readonly depth?: number;
}

/** A distribution with one figure for each of its parameters; or the median, where a table is written. */
export function writeDistribution(
  writer: ScenarioWriter,
  place: DistributionPlace,
  fit: DistributionFit,
): void {
  const { canLastForEver = false, key, source } = place;
  const path = key.split('.');
  const { depth = path.length - 1 } = place;
  const { chosen, count, endedCount, families, mostApart, pValue } = fit;
  const text = `${path.at(-1)}: ${distributionText(fit, canLastForEver)}`;
  const censored = endedCount === count ? '' : `, ${formatCount(count - endedCount)} censored`;
  const n = `[log] ${source}, n = ${formatCount(count)}${censored}`;
  if (chosen === null) {
    const why =
      families.length === 0
        ? ''
        : `no family within ${formatTrimmed(100 * mostApart, 1)} points of it can be written: `;
    const comment = `${n}; ${why}the curve of Kaplan and Meier is the table`;
    writer.noted(depth, text, comment);
    for (const { high, low, ms, share } of fit.table) {
      writer.found(
        { value: share, low, high, n: count },
        {
          key: `${key}.survival.${durationText(ms)}`,
          unit: 'share',
          source,
          method: 'Kaplan and Meier, log-log interval',
        },
      );
    }
    return;
  }
  const parts = Object.entries(chosen.parameters).map(([parameter, measured]) => {
    const unit = parameter === 'mean' || parameter === 'scale' ? ('ms' as const) : ('number' as const);
    writer.found(measured, {
      key: `${key}.${parameter}`,
      unit,
      source,
      method: `maximum likelihood, ${chosen.kind}`,
    });
    const show = unit === 'ms' ? durationText : digits;
    return `${parameter} 95 % ${show(measured.low)} to ${show(measured.high)}`;
  });
  const test = pValue === null ? '' : `, p = ${pValue.toFixed(2)} on at most 400`;
  const comment = `${n}; ${parts.join(', ')}; ${chosen.kind} by AIC, largest distance ${(chosen.distance * 100).toFixed(1)} points${test}`;
  writer.noted(depth, text, comment);
}

/** Where cases go after contacts. */
function writeFlow(writer: ScenarioWriter, calibration: Calibration, base: Base | null): void {
  const { flow } = calibration;
  const tiers = tiersReached(calibration, base);
  if (flow.passes === null) writeTiers(writer, calibration, base);
  else writePasses(writer, calibration, flow.passes, tiers, base);
  if (base === null) writer.noted(1, 'misrouted: { language: 0, product: 0, noticedAfter: 0.25 }', 'assumed');
  writeCustomerWait(writer, calibration, base);
  writeVendorWait(writer, calibration, tiers);
  writeReopening(writer, calibration, base);
  const { closing } = flow;
  if (closing !== null) {
    writer.putKey(durationText(Math.max(closing.value, 1)), closing, {
      key: 'work.closing',
      unit: 'ms',
      source: 'resolved cases that were closed',
      method: 'median, interval by order statistics',
    });
  } else if (base === null)
    writer.noted(1, 'closing: 1 h', 'assumed: the log has no closing after a resolution');
  writeFound(writer, 'found.sameTierTransfers', flow.sameTier, 'contacts');
  writeFound(writer, 'found.pingPong', flow.pingPong, 'worked cases that return to a group that they left');
  writeFound(writer, 'found.handedOver', flow.handedOver, 'worked cases that more than one group worked');
}

/** Shares of cases that go up, and of contacts that send them down. */
function writeTiers(writer: ScenarioWriter, calibration: Calibration, base: Base | null): void {
  const { flow } = calibration;
  const tiers = tiersReached(calibration, base);
  writer.line('  escalation:');
  for (const tier of [1, 2]) {
    const found = flow.escalation.get(tier);
    if (found === undefined || !tiers.includes(tier + 1)) {
      if (base === null) writer.noted(2, `tier${tier}: 0`, '[log] no case goes up, or nobody works above');
      continue;
    }
    const about = shareText(`work.escalation.tier${tier}`, `cases of tier ${tier}`);
    writer.putKey(digits(found.value), found, about);
  }
  const returns = [...flow.returns].filter(([tier, { value }]) => tiers.includes(tier) && value > 0);
  if (returns.length > 0) {
    writer.line('  returns:');
    for (const [tier, found] of returns)
      putRecurring(writer, found, `work.returns.tier${tier}`, `contacts of tier ${tier}`);
  }
}

/** Where contacts send cases, if they also pass from agent to agent within a tier. */
function writePasses(
  writer: ScenarioWriter,
  { work }: Calibration,
  passes: NonNullable<Calibration['flow']['passes']>,
  tiers: readonly number[],
  base: Base | null,
): void {
  if (base !== null) {
    writer.noted(1, 'escalation: { tier1: 0, tier2: 0 }', "cases go by 'transfer'");
    writer.line('  returns: null');
  }
  const reached = [...passes].flatMap(([tier, all]) => {
    const known = all.filter(({ to }) => tiers.includes(tier) && tiers.includes(to));
    return known.length === 0 ? [] : [{ tier, known }];
  });
  if (reached.length > 0) writer.line('  transfer:');
  for (const { known, tier } of reached) {
    writer.line(`    tier${tier}:`);
    // Only after later contacts could cases go round for ever.
    const later = sumOf(known.map(({ contact, share }) => (contact === 'first' ? 0 : share.value)));
    const most = Math.min(1, SHARE_MOST / later);
    for (const { contact, share, to } of known) {
      const [turn, which] = contact === null ? ['', ''] : [`.${contact}`, `${contact} `];
      const key = `work.transfer.tier${tier}.to${to}${turn}`;
      writer.line(`      - to: ${to}`);
      if (contact !== null) writer.line(`        contact: ${contact}`);
      const value = digits((contact === 'first' ? 1 : most) * share.value);
      writer.put(4, `share: ${value}`, share, shareText(key, `${which}contacts of tier ${tier}`));
      const handle = work.passedHandle.get(`${tier} ${to}`);
      const source = `${whatTakes(work)} of cases that were passed on`;
      if (handle !== undefined) writeDistribution(writer, { key: `${key}.handle`, source, depth: 4 }, handle);
    }
  }
}

function writeFound(writer: ScenarioWriter, key: string, found: Measured | null, source: string): void {
  if (found !== null) writer.found(found, shareText(key, source));
}

/** A share of cases that wait or come back. */
function putRecurring(writer: ScenarioWriter, found: Measured, key: string, source: string): void {
  writer.putKey(digits(Math.min(SHARE_MOST, found.value)), found, shareText(key, source));
}

function writeCustomerWait(writer: ScenarioWriter, { flow }: Calibration, base: Base | null): void {
  const { autoClose, customerReply, customerShare } = flow;
  if (base !== null && (customerShare === null || customerReply === null)) return;
  writer.line('  customerWait:');
  if (customerShare === null || customerShare.value === 0)
    writer.noted(2, 'share: 0', '[log] no case waits for its customer');
  else putRecurring(writer, customerShare, 'work.customerWait.share', STAYING);
  if (customerReply === null)
    writer.noted(2, `reply: ${INVENTED_REPLY}`, 'assumed: the log has too few replies');
  else {
    const place = { key: 'work.customerWait.reply', source: 'waits for a customer' };
    writeDistribution(writer, place, customerReply);
  }
  if (autoClose !== null) {
    writer.putKey(durationText(autoClose.value), autoClose, {
      key: 'work.customerWait.autoClose',
      unit: 'ms',
      source: 'waits for a customer that ended with the case',
      method: 'median, interval by order statistics',
    });
  } else if (base === null)
    writer.noted(2, 'autoClose: never', '[log] no clock shows that closes waiting cases');
}

function writeVendorWait(writer: ScenarioWriter, { flow }: Calibration, tiers: readonly number[]): void {
  const known = [...flow.vendorShares].filter(([tier]) => tiers.includes(tier) && flow.vendorReply.has(tier));
  if (known.length === 0) return;
  writer.line('  vendorWait:');
  for (const [tier, found] of known) {
    const reply = flow.vendorReply.get(tier);
    if (reply === undefined) continue;
    writer.line(`    tier${tier}:`);
    const key = `work.vendorWait.tier${tier}`;
    putRecurring(writer, found, `${key}.share`, STAYING);
    writeDistribution(writer, { key: `${key}.reply`, source: 'waits for a third party' }, reply);
  }
}

function writeReopening(writer: ScenarioWriter, { flow }: Calibration, base: Base | null): void {
  const { reopeningAfter, reopeningShare } = flow;
  if (base !== null && (reopeningShare === null || reopeningAfter === null)) return;
  writer.line('  reopening:');
  if (reopeningShare === null || reopeningShare.value === 0)
    writer.noted(2, 'share: 0', '[log] no case was opened again');
  else {
    const source = 'resolutions; those soon before the end of the log may still come back';
    putRecurring(writer, reopeningShare, 'work.reopening.share', source);
  }
  if (reopeningAfter === null)
    writer.noted(2, `after: ${INVENTED_REPLY}`, 'assumed: too few cases were opened again');
  else {
    const place = { key: 'work.reopening.after', source: 'resolutions that did not last' };
    writeDistribution(writer, place, reopeningAfter);
  }
}
