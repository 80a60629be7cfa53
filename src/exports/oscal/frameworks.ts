/** A law or standard that the invariants are mapped to. Only ids of its clauses are named, never its text. */
export interface MappedFramework {
  readonly id: string;
  readonly title: string;
  /** A public page about it. */
  readonly page: string;
  /** What a reader has to know about its ids. */
  readonly note: string;
}

export const MAPPED_FRAMEWORKS = [
  {
    id: 'gdpr',
    title: 'Regulation (EU) 2016/679 (GDPR)',
    page: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
    note: 'Ids are articles and paragraphs. The act protects natural persons; the invariants judge cases of customers.',
  },
  {
    id: 'iso-27701-2019',
    title: 'ISO/IEC 27701:2019, Annex B (processors)',
    page: 'https://www.iso.org/standard/71670.html',
    note: 'Ids are those of Annex B. Numbers and subjects were compared in public lists, not in the standard itself.',
  },
  {
    id: 'iso-27701-2025',
    title: 'ISO/IEC 27701:2025, Table A.2 (processors)',
    page: 'https://www.iso.org/standard/27701',
    note: 'Ids are those of Table A.2. Numbers and subjects were compared in public lists, not in the standard itself.',
  },
  {
    id: 'bsi-c5-2020',
    title: 'BSI Cloud Computing Compliance Criteria Catalogue, C5:2020',
    page: 'https://www.bsi.bund.de/c5',
    note: 'Ids are those of criteria, of which basic and additional parts are not told apart.',
  },
  {
    id: 'bsi-c5-2026',
    title: 'BSI Cloud Computing Compliance Criteria Catalogue, C5:2026, version 1.0.1',
    page: 'https://www.bsi.bund.de/c5',
    note: 'Ids are those of criteria, of which basic and additional parts are not told apart.',
  },
] as const satisfies readonly MappedFramework[];
export type FrameworkId = (typeof MAPPED_FRAMEWORKS)[number]['id'];

/** Left out, because no public source that could be read gives the ids of its controls together with their subjects. */
export const NOT_MAPPED =
  'The EU Cloud Code of Conduct is not mapped: the ids of its controls and their subjects could not be confirmed in a public source.';
