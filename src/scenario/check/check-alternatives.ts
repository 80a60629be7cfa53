import { CHANNELS, type Channel } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { hasWages } from '../resolve/groups.ts';
import { placesOf } from '../resolve/routing.ts';
import type { GroupFile, RoutingFile, ScenarioFile, ShiftFile } from '../shape/scenario-file.ts';
import { checkSum } from './check-shares.ts';
import { allSpans } from './check-times.ts';

/** Checks keys of which exactly one, or a certain combination, must be given. */
export function checkAlternatives(file: ScenarioFile, list: IssueList): void {
  file.disclosures.forEach(({ notice, noticeForbiddenBy }, k) => {
    if ((notice === undefined) !== (noticeForbiddenBy === undefined)) return;
    const message = 'the customer is told, or an order forbids it';
    list.error('alternatives', ['disclosures', k], message, "write either 'notice' or 'noticeForbiddenBy'");
  });
  for (const { span, path } of allSpans(file)) {
    if ((span.to === undefined) === (span.for === undefined)) {
      const message = span.to === undefined ? 'the end is missing' : 'both an end and a length are given';
      list.error('alternatives', path, message, "write either 'to' or 'for'");
    }
  }
  for (const [id, { instruments }] of Object.entries(file.entities)) {
    instruments.forEach(({ framework, clauses, bindingRules }, k) => {
      if ([framework, clauses, bindingRules].filter((kind) => kind !== undefined).length === 1) return;
      const message = 'an instrument is one framework, one set of clauses, or one set of binding rules';
      const remedy = "write one of 'framework', 'clauses' and 'bindingRules'; further ones are further items";
      list.error('alternatives', ['entities', id, 'instruments', k], message, remedy);
    });
  }
  if (file.currency === undefined && hasWages(file)) {
    const message = "wages are written, and the key 'currency' is missing";
    list.error('missing-key', ['currency'], message, "write 'currency: EUR' at the top");
  }
  if (file.holds.length > 0 && file.retention.eraseAfter === 0) {
    const message =
      "cases are erased in the step that closes them ('eraseAfter: 0 s'), so no hold keeps them";
    const remedy = "write a longer 'eraseAfter' in 'retention', such as '1 ms', or remove the holds";
    list.error('alternatives', ['holds'], message, remedy, 'key');
  }
  checkRouting(file, list);
  checkSharedLines(file, list);
  for (const channel of CHANNELS) {
    checkLines(file, channel, list);
    checkLeaving(file, channel, list);
    checkCallback(file, channel, list);
    if (file.work.message?.[channel]?.channel !== channel) continue;
    const message = `a message on ${channel} for customers who wait on ${channel}`;
    const remedy = 'name another channel: the message waits there, without an end of patience';
    list.error('alternatives', ['work', 'message', channel, 'channel'], message, remedy);
  }
  for (const [id, promise] of Object.entries(file.promises)) {
    if (promise.profile !== undefined || promise.zones !== undefined) continue;
    const message = 'the promise is empty';
    const remedy = "write a 'profile' (css-default-2014 sets no boundary) or 'zones'";
    list.error('alternatives', ['promises', id], message, remedy);
  }
  checkCustomerWait(file.work.customerWait, list);
  for (const [id, centre] of Object.entries(file.centres)) {
    for (const [groupId, group] of Object.entries(centre.groups)) {
      checkGuards(group, file.routing, ['centres', id, 'groups', groupId], list);
      for (const [shiftId, shift] of Object.entries(group.shifts)) {
        checkShift(shift, ['centres', id, 'groups', groupId, 'shifts', shiftId], list);
      }
    }
  }
}

/** Queue orders across severities, and the keys that belong to them. */
const KEYS_OF_ORDERS = [
  ['weights', 'longest weighted wait'],
  ['headStart', 'longest weighted wait'],
  ['queueShares', 'fixed queue ratio'],
] as const;

function checkRouting({ routing }: ScenarioFile, list: IssueList): void {
  if (routing?.preference !== undefined && routing.stages !== undefined) {
    const message = "routing has either a 'preference' or 'stages'";
    list.error('alternatives', ['routing'], message, 'make the preference the last stage');
  }
  for (const [key, order] of KEYS_OF_ORDERS) {
    if (routing?.[key] === undefined || routing.order === order) continue;
    const message = `'${key}' has no effect under the order '${routing.order}'`;
    const remedy = `write 'order: ${order}', or remove '${key}'`;
    list.error('alternatives', ['routing', key], message, remedy);
  }
  if (routing?.order === 'fixed queue ratio' && routing.queueShares === undefined) {
    const message = "under the order 'fixed queue ratio' the key 'queueShares' is missing";
    list.error('missing-key', ['routing', 'queueShares'], message, "write 'queueShares: { A: 0.2, C: 0.8 }'");
  }
  for (const key of ['commitment', 'allocation'] as const) {
    if (routing?.[key] !== undefined) checkCommitment(routing, key, list);
  }
  if (routing?.preemption !== undefined) checkPreemption(routing.preemption, routing.order, list);
  routing?.stages?.forEach(({ when }, k) => {
    const path = ['routing', 'stages', k, 'when'];
    if ((when?.from === undefined) !== (when?.to === undefined)) {
      const message = 'a time of day needs a start and an end';
      list.error('alternatives', path, message, "write both 'from' and 'to'");
    }
    const isLast = k === (routing.stages?.length ?? 0) - 1;
    const isUnconditional = Object.values(when ?? {}).every((part) => part === undefined);
    if (isLast || !isUnconditional) return;
    const message = 'the stages after one without a condition are never reached';
    list.error('alternatives', ['routing', 'stages', k], message, "give it a 'when', or make it the last");
  });
}

function checkCommitment(
  { preference = [], stages = [] }: RoutingFile,
  key: 'allocation' | 'commitment',
  list: IssueList,
): void {
  const prefer = [preference, ...stages.map((stage) => stage.prefer)].flat();
  if (!prefer.includes('local specialist')) return;
  const message = `'local specialist' holds a case for its region, but ${key === 'commitment' ? 'a commitment' : 'an allocation'} is for one centre or group`;
  const remedy = `remove the ${key}, or the preference`;
  list.error('alternatives', ['routing', key], message, remedy, 'key');
}

function checkPreemption(
  { by }: NonNullable<RoutingFile['preemption']>,
  order: RoutingFile['order'],
  list: IssueList,
): void {
  const path = ['routing', 'preemption'];
  if (KEYS_OF_ORDERS.some(([, across]) => across === order)) {
    const message = `under the order '${order}' an agent could take the interrupted case again at once`;
    list.error('alternatives', path, message, 'choose another order, or remove the preemption', 'key');
  }
  if (!by.includes('A')) {
    const message = 'severity A does not interrupt what a lower severity does';
    list.error('alternatives', [...path, 'by'], message, "write 'by: [A, B]'");
  }
  if (by.includes('C')) {
    const remedy = "name 'A', 'B', or both: no severity is lower than C";
    list.error('alternatives', [...path, 'by'], 'severity C interrupts nothing', remedy);
  }
}

function checkGuards(
  { takesFirst, takesOnlyWhile }: GroupFile,
  routing: ScenarioFile['routing'],
  group: SourcePath,
  list: IssueList,
): void {
  const path = [...group, 'takesOnlyWhile'];
  if (takesFirst.length > 0 && routing !== undefined && routing.order !== 'first in first out') {
    const message = `the order '${routing.order}' already decides which case a group takes next`;
    const remedy = "remove it, or write 'order: first in first out'";
    list.error('alternatives', [...group, 'takesFirst'], message, remedy, 'key');
  }
  takesOnlyWhile.forEach(({ down, idle, idleShare, longerThan, waited }, k) => {
    if ([down, idle, idleShare, longerThan, waited].some((condition) => condition !== undefined)) return;
    const message = 'the kind of cases has no condition';
    const remedy =
      "write one or more of 'idle: 3', 'idleShare: 0.2', 'down: dublin', 'waited: 30 s', 'longerThan'";
    list.error('alternatives', [...path, k], message, remedy);
  });
}

function checkCustomerWait(
  { share, reply, tier1, tier2, tier3 }: ScenarioFile['work']['customerWait'],
  list: IssueList,
): void {
  const path = ['work', 'customerWait'];
  const isByTier = [tier1, tier2, tier3].some((tier) => tier !== undefined);
  if (isByTier && (share !== undefined || reply !== undefined)) {
    const message = "waits of single tiers stand next to 'share' and 'reply', which apply to all tiers";
    const remedy = "remove 'share' and 'reply' (inherited ones with 'key: null'), or the tiers";
    list.error('alternatives', path, message, remedy);
  }
  if (isByTier) return;
  for (const [key, value] of Object.entries({ share, reply })) {
    if (value !== undefined) continue;
    const remedy = `write '${key}: ${key === 'share' ? '0.3' : 'exponential 1 day'}', or tier1, tier2, tier3`;
    list.error('missing-key', [...path, key], `the key '${key}' is missing in 'customerWait'`, remedy);
  }
}

function checkSharedLines({ lines }: ScenarioFile, list: IssueList): void {
  lines?.shared.forEach(({ channels }, k) => {
    if (new Set(channels).size > 1) return;
    const message = `only ${channels.join()} uses the shared lines`;
    const remedy = `name another channel, or write '${channels[0] ?? 'phone'}: { total: … }'`;
    list.error('alternatives', ['lines', 'shared', k, 'channels'], message, remedy);
  });
}

/** A time limit for finishing applies to all severities, or stands in one of them. */
function checkLeaving({ work }: ScenarioFile, channel: Channel, list: IssueList): void {
  for (const key of ['shiftEnd', 'absence'] as const) {
    const policy = work[key]?.[channel];
    if (policy === undefined || typeof policy === 'string') continue;
    const { finishWithin, A, B, C } = policy;
    const isBySeverity = [A, B, C].some((own) => own !== undefined);
    if ((finishWithin === undefined) === isBySeverity) continue;
    const message = isBySeverity
      ? "policies of single severities stand next to 'finishWithin', which applies to all severities"
      : 'the policy is empty';
    const remedy = "write a word, { finishWithin: 15 min }, or one of both for 'A', 'B' and 'C'";
    list.error('alternatives', ['work', key, channel], message, remedy);
  }
}

function checkLines({ lines }: ScenarioFile, channel: Channel, list: IssueList): void {
  const limits = lines?.[channel];
  if (limits === undefined) return;
  const path = ['lines', channel];
  if (limits.total === undefined && limits.waiting === undefined) {
    list.error('alternatives', path, 'the lines have no limit', "write 'total', 'waiting', or both");
  }
}

function checkCallback({ work }: ScenarioFile, channel: Channel, list: IssueList): void {
  const rule = work.callback?.[channel];
  if (rule === undefined) return;
  const path = ['work', 'callback', channel];
  if ((rule.predictedWait === undefined) === (rule.waiting === undefined)) {
    const message =
      'a callback is offered by the predicted wait or by the number of waiting cases, and both or neither are given';
    list.error('alternatives', path, message, "write either 'predictedWait' or 'waiting'");
  }
  if (rule.attempts > 1 && rule.again === undefined) {
    const message = "the key 'again' is missing: after what time is the customer called again?";
    list.error('missing-key', [...path, 'again'], message, "write 'again: 30 min', or 'attempts: 1'");
  }
}

function checkShift({ days, from, to, hours }: ShiftFile, path: SourcePath, list: IssueList): void {
  if (hours !== undefined) {
    if (days === undefined && from === undefined && to === undefined) return;
    const message = "a shift has either 'from' and 'to', or 'hours'";
    list.error('alternatives', path, message, "remove 'days', 'from' and 'to', or 'hours'");
    return;
  }
  for (const [key, value] of Object.entries({ from, to })) {
    if (value !== undefined) continue;
    const remedy = `write '${key}: "${key === 'from' ? '08:00' : '16:30'}"', or a list of 'hours'`;
    const message = `the key '${key}' is missing in '${String(path.at(-1))}'`;
    list.error('missing-key', [...path, key], message, remedy);
  }
}

type KindFile = NonNullable<RoutingFile['allocation']>['kinds'][number];

/** How cases are allocated: one way for each kind, and none beside other queues of places. */
export function checkAllocation(file: ScenarioFile, list: IssueList): void {
  const { allocation, commitment } = file.routing ?? {};
  if (allocation === undefined) return;
  const path = ['routing', 'allocation'];
  if (commitment !== undefined) {
    const message =
      'an allocation decides before a case looks for an agent, a commitment only if nobody is free';
    list.error('alternatives', path, message, "write either 'allocation' or 'commitment'", 'key');
  }
  for (const channel of CHANNELS) {
    if (file.lines?.[channel]?.waiting === undefined) continue;
    const message =
      'a case is accepted before it is allocated, so it is not known whether it would have to wait';
    list.error('alternatives', path, message, `remove it, or 'lines.${channel}.waiting'`, 'key');
  }
  const places = placesOf(allocation.to, file).length;
  allocation.kinds.forEach((kind, k) => {
    checkKind(kind, [...path, 'kinds', k], list);
    if (kind.bestOf === undefined || kind.bestOf <= places) return;
    const message = `${kind.bestOf} places are drawn, but the scenario has ${places}`;
    list.error('out-of-range', [...path, 'kinds', k, 'bestOf'], message, `write at most ${places}`);
  });
}

function checkKind({ bestOf, by, shares }: KindFile, path: SourcePath, list: IssueList): void {
  if ((bestOf === undefined) === (shares === undefined)) {
    const message = `a kind is allocated by shares or to the best of several places, and ${shares === undefined ? 'neither is' : 'both are'} given`;
    list.error('alternatives', path, message, "write either 'shares' or 'bestOf'");
  }
  if (shares !== undefined) checkSum(shares, [...path, 'shares'], list);
  if (by === undefined || bestOf !== undefined) return;
  const message = "'by' chooses among places that 'bestOf' draws";
  list.error('alternatives', [...path, 'by'], message, "remove it, or write 'bestOf: 2'", 'key');
}
