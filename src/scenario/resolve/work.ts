import { scaledBy } from '#base';
import { CHANNELS, type Channel, type Scenario, type ServiceLevel, type WorkModel } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import type { Names } from './names.ts';

export function resolveWork(file: ScenarioFile, names: Names): WorkModel {
  const { work } = file;
  const factors = names.byProduct(work.productFactors, 1);
  const { tier1, tier2, tier3 } = work.handle;
  const [first, second] = [work.escalation.tier1, work.escalation.tier2].map((chance) =>
    typeof chance === 'number' ? names.byProduct({}, chance) : names.byProduct(chance.products, chance.share),
  );
  const { language, product, noticedAfter } = work.misrouted;
  return {
    triageMs: byChannel((channel) => work.triage[channel]),
    patience: byChannel((channel) => work.patience[channel]),
    ...balkingOf(work.balking),
    ...retryOf(work.retry),
    ...messageOf(work.message),
    handle: [tier1, tier2, tier3].map((tier) =>
      byChannel((channel) => factors.map((factor) => scaledBy(tier[channel], factor))),
    ),
    escalation: names.products.map((_, k) => [first?.[k] ?? 0, second?.[k] ?? 0]),
    misrouted: { language, product, noticedAfter },
    customerWait: {
      share: work.customerWait.share,
      reply: work.customerWait.reply,
      autoCloseMs: work.customerWait.autoClose,
    },
    severityRaise: { share: work.severityRaise.share, after: work.severityRaise.after },
    reopening: { share: work.reopening.share, after: work.reopening.after },
    closingMs: work.closing,
    shiftEnd: byChannel((channel) => work.shiftEnd[channel]),
    handOver: { timeMs: work.handOver.time, lostShare: work.handOver.lostShare },
  };
}

function balkingOf(balking: ScenarioFile['work']['balking']): Pick<WorkModel, 'balking'> {
  if (CHANNELS.every((channel) => (balking?.[channel] ?? 0) === 0)) return {};
  return { balking: byChannel((channel) => balking?.[channel] ?? 0) };
}

function retryOf(retry: ScenarioFile['work']['retry']): Pick<WorkModel, 'retry'> {
  const rules = byChannel((channel) => {
    const rule = retry?.[channel];
    if (rule === undefined || rule.share === 0) return null;
    return { share: rule.share, after: rule.after, channel: rule.channel ?? channel };
  });
  return CHANNELS.every((channel) => rules[channel] === null) ? {} : { retry: rules };
}

function messageOf(message: ScenarioFile['work']['message']): Pick<WorkModel, 'message'> {
  const rules = byChannel((channel) => {
    const rule = message?.[channel];
    return rule === undefined ? null : { afterMs: rule.after, channel: rule.channel };
  });
  return CHANNELS.every((channel) => rules[channel] === null) ? {} : { message: rules };
}

export function resolveLines({ lines }: ScenarioFile): Pick<Scenario, 'lines'> {
  if (lines === undefined || CHANNELS.every((channel) => lines[channel] === undefined)) return {};
  return {
    lines: byChannel((channel) => {
      const limits = lines[channel];
      return limits === undefined ? null : { total: limits.total ?? null, waiting: limits.waiting ?? null };
    }),
  };
}

/** One level per channel and severity that the author named together. */
export function resolveServiceLevels(file: ScenarioFile): readonly ServiceLevel[] {
  return file.serviceLevels.flatMap(({ channel: channels, severity: severities, within, target }) =>
    channels.flatMap((channel) =>
      severities.map((severity): ServiceLevel => ({ channel, severity, withinMs: within, target })),
    ),
  );
}

export function byChannel<Value>(make: (channel: Channel) => Value): Record<Channel, Value> {
  return Object.fromEntries(CHANNELS.map((channel) => [channel, make(channel)])) as Record<Channel, Value>;
}
