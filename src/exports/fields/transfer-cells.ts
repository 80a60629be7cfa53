import type { TransferRow } from '#cases';

/** The cells of a transfer after its case and its time, in the order in which every table has them. */
export function transferCells(transfer: TransferRow): readonly (string | number | null)[] {
  const { basis, country, entry, exporter, importer, instrument, place } = transfer;
  return [exporter, importer, place, country, basis, instrument, entry];
}
