import { expect, it } from 'vitest';
import { CHANNELS, SEVERITIES } from '#domain';
import { cellKey, ofSegment } from '../../src/statistics/service-cells.ts';

it('the cells of a segment are found without visiting those of others', () => {
  const cells = Array.from({ length: 7 * CHANNELS.length * SEVERITIES.length }, (_, cell) => cell);
  for (let segment = 0; segment < 7; segment++) {
    expect(ofSegment(cells, segment)).toEqual(cells.filter((cell) => cellKey(cell).segment === segment));
  }
});
