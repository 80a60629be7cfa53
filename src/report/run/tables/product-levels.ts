import type { Summary } from '#statistics';
import { renderCsv } from './csv.ts';

/** Service levels by product, one row each, with the summary's own numbers; null if no service level names products. */
export function renderProductLevelsCsv({ productLevels }: Summary): string | null {
  if (productLevels === undefined) return null;
  return renderCsv([
    ['segment', 'channel', 'severity', 'product', 'judged', 'answeredInTime', 'serviceLevel'],
    ...productLevels.map(({ answeredInTime, channel, judged, product, segment, serviceLevel, severity }) => [
      ...[segment, channel, severity, product],
      ...[judged, answeredInTime, serviceLevel],
    ]),
  ]);
}
