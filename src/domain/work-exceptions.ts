import type { ProductIndex, SegmentIndex } from './indices.ts';
import type { CaseSelection, WorkException } from './scenario/work-exception.ts';
import type { Channel, Severity } from './vocabulary.ts';

/** The attributes of a case by which it is selected. */
interface CaseAttributes {
  readonly segment: SegmentIndex;
  readonly product: ProductIndex;
  readonly channel: Channel;
  readonly severity: Severity;
}

/** Whether the case is among those selected. */
export function isSelected(
  { channels, products, segments, severities }: CaseSelection,
  { channel, product, segment, severity }: CaseAttributes,
): boolean {
  return (
    segments?.includes(segment) !== false &&
    products?.includes(product) !== false &&
    channels?.includes(channel) !== false &&
    severities?.includes(severity) !== false
  );
}

/** Whether some customers on the channel leave at once when they would have to wait. */
export function mayBalkOn(
  work: {
    readonly balking?: Readonly<Record<Channel, number>> | undefined;
    readonly exceptions?: readonly WorkException[] | undefined;
  },
  channel: Channel,
): boolean {
  const { balking, exceptions = [] } = work;
  return (
    (balking?.[channel] ?? 0) > 0 ||
    exceptions.some((one) => (one.balking ?? 0) > 0 && one.channels?.includes(channel) !== false)
  );
}
