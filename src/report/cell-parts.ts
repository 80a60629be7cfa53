import type { ServiceRow } from '#statistics';

/** Segment, channel and severity of a row of `Summary.cells`, whose id joins them by slashes. */
export function partsOfCell({
  id,
}: Pick<ServiceRow, 'id'>): readonly [segment: string, channel: string, severity: string] {
  const [segment = '', channel = '', severity = ''] = id.split('/');
  return [segment, channel, severity];
}
