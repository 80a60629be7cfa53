import { ownMember } from '#base';
import { CHANNELS, type Channel, SEVERITIES, type Severity } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { channelsOf } from '../resolve/reach.ts';
import type { ExceptionFile, ScenarioFile, SegmentFile } from '../shape/scenario-file.ts';

/** What an exception can say. */
const KEYS = ['handle', 'afterContact', 'patience', 'balking'] as const;
const TIER_KEYS = ['tier1', 'tier2', 'tier3'] as const;
/** More make a mistake in the file more likely than a plan. */
const EXCEPTIONS_MOST = 1000;

/** A kind of cases of a segment. */
interface Kind {
  readonly product: string;
  readonly channel: Channel;
  readonly severity: Severity;
}

/** Each exception says something, about cases that occur, and that no earlier exception has settled. */
export function checkExceptions(file: ScenarioFile, list: IssueList): void {
  const { exceptions } = file.work;
  const at = ['work', 'exceptions'];
  if (exceptions.length > EXCEPTIONS_MOST) {
    const message = `${exceptions.length} exceptions, but at most ${EXCEPTIONS_MOST} are possible`;
    list.error('too-many', at, message, 'join some of them: each attribute may be a list');
    return;
  }
  const kinds = new Map(Object.entries(file.segments).map(([id, own]) => [id, kindsOf(file, own)]));
  /** By what an exception says: the kinds about which it has been said. */
  const settled = new Map<string, Set<Kind>>();
  exceptions.forEach((exception, k) => {
    const path = [...at, k];
    const own = (exception.segment ?? [...kinds.keys()]).flatMap((id) =>
      (kinds.get(id) ?? []).filter((kind) => isOfException(exception, kind)),
    );
    if (KEYS.every((key) => exception[key] === undefined)) {
      const remedy = `write one of ${KEYS.map((key) => `'${key}'`).join(', ')}`;
      list.error('missing-key', path, 'the exception says nothing about its cases', remedy);
    } else if (own.length === 0) {
      const remedy = 'name a segment, product, channel and severity that occur together, or remove it';
      list.warn('not-used', path, 'no case has all these attributes', remedy);
    } else settle(exception, own, settled, { list, path });
  });
}

/** Warns of what earlier exceptions have said about all kinds. */
function settle(
  exception: ExceptionFile,
  kinds: readonly Kind[],
  settled: Map<string, Set<Kind>>,
  { list, path }: { readonly list: IssueList; readonly path: SourcePath },
): void {
  for (const key of KEYS) {
    const isHidden = saidUnder(exception, key).map((what) => {
      const before = settled.get(what) ?? new Set();
      // What holds in some hours leaves the others to those that follow.
      if (exception.hours !== undefined) return kinds.every((kind) => before.has(kind));
      settled.set(what, before);
      const { size } = before;
      for (const kind of kinds) before.add(kind);
      return before.size === size;
    });
    if (!isHidden.includes(true) || isHidden.includes(false)) continue;
    const message = `has no effect: earlier exceptions say '${key}' for all these cases`;
    list.warn('not-used', [...path, key], message, 'move the exception up, or remove the key', 'key');
  }
}

/** What the exception says under the key: for each tier, if it depends on the tier. */
function saidUnder(exception: ExceptionFile, key: (typeof KEYS)[number]): readonly string[] {
  const written = exception[key];
  if (written === undefined) return [];
  if (key === 'patience' || key === 'balking') return [key];
  const tiers = written === null || typeof written !== 'object' || 'kind' in written ? null : written;
  return TIER_KEYS.filter((tier) => tiers === null || tiers[tier] !== undefined).map(
    (tier) => `${key} ${tier}`,
  );
}

/** The kinds of cases that can occur in a segment. A trace may bring any. */
function kindsOf(file: ScenarioFile, segment: SegmentFile): readonly Kind[] {
  const isReplayed = segment.trace !== undefined;
  const products = Object.keys(file.products).filter(
    (product) => isReplayed || (ownMember(segment.products, product) ?? 0) > 0,
  );
  const channels = isReplayed ? CHANNELS : channelsOf(file, segment);
  return channels.flatMap((channel) => {
    const isRaised = channel !== 'phone' && file.work.severityRaise.share > 0;
    const severities = SEVERITIES.filter(
      (severity) =>
        isReplayed || (segment.severities[severity] ?? 0) > 0 || (isRaised && severity === SEVERITIES[0]),
    );
    return severities.flatMap((severity) => products.map((product) => ({ product, channel, severity })));
  });
}

function isOfException({ channel, product, severity }: ExceptionFile, kind: Kind): boolean {
  return (
    channel?.includes(kind.channel) !== false &&
    severity?.includes(kind.severity) !== false &&
    product?.includes(kind.product) !== false
  );
}
