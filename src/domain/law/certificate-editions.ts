import type { DatedFact } from './dated-fact.ts';
import { OPEN, summer, winter } from './instants.ts';
import { inPart, SOURCES, verified } from './sources.ts';

/** An edition of a standard. Accredited certificates on it end with it, whatever date they carry. UTC epoch ms. */
export interface CertificateEdition extends DatedFact {
  readonly title: string;
  /** From here on no new certificate is issued on this edition; `Infinity` if there is no such day. */
  readonly newCertificatesToMs: number;
}

export const CERTIFICATE_EDITIONS: readonly CertificateEdition[] = [
  {
    id: 'ISO27001_2005',
    title: 'ISO/IEC 27001:2005',
    validFromMs: summer('2005-10-15'),
    validToMs: summer('2015-10-01'),
    versions: [
      { knownFromMs: summer('2005-10-15'), validToMs: OPEN, setBy: 'current edition' },
      {
        knownFromMs: summer('2013-10-01'),
        validToMs: summer('2015-10-01'),
        setBy: 'IAF resolution on 27001:2013',
      },
    ],
    newCertificatesToMs: summer('2014-10-01'),
    ...inPart(SOURCES.iso2013),
    note: 'end verified; start remembered. A claim to hold it through 2016 needs the 2013 edition from 2015-10-01.',
  },
  {
    id: 'ISO27001_2013',
    title: 'ISO/IEC 27001:2013',
    validFromMs: summer('2013-10-01'),
    validToMs: winter('2025-11-01'),
    versions: [
      { knownFromMs: summer('2013-10-01'), validToMs: OPEN, setBy: 'current edition' },
      {
        knownFromMs: summer('2022-10-25'),
        validToMs: winter('2025-11-01'),
        setBy: 'transition to 27001:2022',
      },
    ],
    newCertificatesToMs: summer('2024-05-01'),
    ...verified(SOURCES.iso2013, SOURCES.iso2022),
  },
  {
    id: 'ISO27001_2022',
    title: 'ISO/IEC 27001:2022',
    validFromMs: summer('2022-10-25'),
    validToMs: OPEN,
    newCertificatesToMs: OPEN,
    ...verified(SOURCES.iso2022),
  },
];

/** The edition with that id, or `undefined` if there is none. */
export function certificateEditionById(id: string): CertificateEdition | undefined {
  return CERTIFICATE_EDITIONS.find((row) => row.id === id);
}
