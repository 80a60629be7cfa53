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

/** What the customers of a segment have to encrypt before they share it. */
export interface DutyRow {
  /** The segment's id. */
  readonly segment: string;
  /** Classes of items. */
  readonly encrypt: readonly string[];
  /** When the duty begins and ends (UTC); null if it has no end. */
  readonly from: string;
  readonly to: string | null;
  /** What the vendor does with what comes plain. */
  readonly otherwise: string;
}

/** The duties of these segments (by index); undefined if the scenario says nothing. */
export function dutyRows(
  { names, scenario }: Evidence,
  isMeant: (segment: number) => boolean,
): readonly DutyRow[] | undefined {
  const instant = (epochMs: number) => names.instant(epochMs - scenario.startEpochMs);
  const rows = scenario.segments.flatMap(({ encryption, id }, segment): readonly DutyRow[] => {
    if (encryption === undefined || !isMeant(segment)) return [];
    const { fromEpochMs, items, plain, toEpochMs } = encryption;
    const to = toEpochMs === null ? null : instant(toEpochMs);
    return [{ segment: id, encrypt: items, from: instant(fromEpochMs), to, otherwise: plain }];
  });
  return rows.length === 0 ? undefined : rows;
}
