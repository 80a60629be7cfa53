import type { ServiceRow } from '#statistics';

/** Segment, channel and severity of a row of `Summary.cells`, whose id joins them by slashes. A segment's own id may have slashes. */
export function partsOfCell({
  id,
}: Pick<ServiceRow, 'id'>): readonly [segment: string, channel: string, severity: string] {
  const [severity = '', channel = '', ...segment] = id.split('/').reverse();
  return [segment.reverse().join('/'), channel, severity];
}
