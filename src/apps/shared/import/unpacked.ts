import { refuse } from '../problem.ts';

/** `format`: `gzip` or `Brotli`. */
export function cannotUnpack(log: string, format: string, why: string): never {
  return refuse(
    `${log} cannot be decompressed as ${format}: ${why}`,
    'compress the whole log again, or name the uncompressed file',
  );
}

export function compressedTwice(workbook: string): never {
  return refuse(`${workbook} is compressed twice: a workbook is a zip`, 'decompress it first');
}
