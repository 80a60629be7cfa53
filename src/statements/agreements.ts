import { AGREEMENT_NAMES, AGREEMENTS } from '#domain';
import type { Evidence } from '#exports';

/** An agreement in writing between the customers of a segment and the vendor. */
export interface AgreementRow {
  /** The segment's id. */
  readonly segment: string;
  readonly agreement: string;
  /** When it starts and ends (UTC); `from` is null if there is none, `to` if it has no end. */
  readonly from: string | null;
  readonly to: string | null;
}

/** The agreements of these segments (by index), as the scenario says them; undefined if it says nothing. */
export function agreementRows(
  { names, scenario }: Evidence,
  isMeant: (segment: number) => boolean,
): readonly AgreementRow[] | undefined {
  const instant = (epochMs: number) => names.instant(epochMs - scenario.startEpochMs);
  const rows = scenario.segments.flatMap(({ agreements = {}, id }, segment) =>
    AGREEMENTS.flatMap((kind): readonly AgreementRow[] => {
      const signed = agreements[kind];
      if (signed === undefined || !isMeant(segment)) return [];
      const row = { segment: id, agreement: AGREEMENT_NAMES[kind], from: null, to: null };
      if (signed.length === 0) return [row];
      return signed.map(({ fromEpochMs, toEpochMs }) => ({
        ...row,
        from: instant(fromEpochMs),
        to: toEpochMs === null ? null : instant(toEpochMs),
      }));
    }),
  );
  return rows.length === 0 ? undefined : rows;
}
