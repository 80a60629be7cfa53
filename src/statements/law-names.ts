import type { Protection } from '#audit';
import { listInWords } from '#base';
import type { ExportRegime } from '#domain';

/** The laws on transfers that are modelled, as sentences call them. */
const LAWS: Readonly<Record<ExportRegime, string>> = {
  EEA: 'EU and EEA law',
  CH: 'Swiss law',
  UK: 'UK law',
};

/** `EU and EEA law`; with `, which may protect it` where that is legally open. */
export function lawsInWords(laws: readonly Protection[]): string {
  return listInWords(
    laws.map(({ isSettled, regime }) => (isSettled ? LAWS[regime] : `${LAWS[regime]} (if that protects it)`)),
    'and',
  );
}

/** Each of the laws once; empty if there are none. */
export function eachLawInWords(laws: readonly Protection[]): string {
  return listInWords([...new Set(laws.map((law) => lawsInWords([law])))]);
}

/** Every law on transfers that is modelled. */
export const MODELLED_LAWS = listInWords(Object.values(LAWS), 'or');
