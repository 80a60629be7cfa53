import { AGREEMENT_NAMES, AGREEMENTS } from '#domain';
import type { Evidence } from '#exports';

/** The agreements in writing between customers of these segments (by index) and the vendor, as the scenario says them; undefined if it says nothing. */
export function agreementRows({ names, scenario }: Evidence, isMeant: (segment: number) => boolean) {
  const instant = (epochMs: number) => names.instant(epochMs - scenario.startEpochMs);
  const rows = scenario.segments.flatMap(({ agreements = {}, id }, segment) =>
    AGREEMENTS.flatMap((kind) => {
      const signed = agreements[kind];
      if (signed === undefined || !isMeant(segment)) return [];
      const terms = signed.map(({ fromEpochMs, toEpochMs }) => ({
        from: instant(fromEpochMs),
        to: toEpochMs === null ? null : instant(toEpochMs),
      }));
      const none = { from: null, to: null };
      return (terms.length === 0 ? [none] : terms).map(({ from, to }) => ({
        /** The segment's id. */
        segment: id,
        agreement: AGREEMENT_NAMES[kind],
        /** When it starts and ends (UTC); `from` is null if there is none, `to` if it has no end. */
        from,
        to,
      }));
    }),
  );
  return rows.length === 0 ? undefined : rows;
}

/** What the customers of these segments (by index) have to encrypt before they share it; undefined if the scenario says nothing. */
export function dutyRows({ names, scenario }: Evidence, isMeant: (segment: number) => boolean) {
  const instant = (epochMs: number) => names.instant(epochMs - scenario.startEpochMs);
  const rows = scenario.segments.flatMap(({ encryption, id }, segment) => {
    if (encryption === undefined || !isMeant(segment)) return [];
    const { fromEpochMs, items, plain, toEpochMs } = encryption;
    return {
      /** The segment's id. */
      segment: id,
      /** Classes of items. */
      encrypt: items,
      /** When the duty begins and ends (UTC); null if it has no end. */
      from: instant(fromEpochMs),
      to: toEpochMs === null ? null : instant(toEpochMs),
      /** What the vendor does with what comes plain. */
      otherwise: plain,
    };
  });
  return rows.length === 0 ? undefined : rows;
}
