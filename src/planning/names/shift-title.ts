import type { Scenario } from '#domain';
import { groupInWords, shiftInWords } from './key-words.ts';

/** `First line`: resolved ids include the centre. */
export function groupNameOf({ id, tier }: { readonly id: string; readonly tier: number }): string {
  return groupInWords(id.slice(id.indexOf('/') + 1), tier);
}

/** `Dublin, First line`; the centre is not said twice: `Sydney 1 (first line)`. */
export function groupTitleOf(group: number, { centres, groups }: Scenario): string {
  const own = groups[group];
  if (own === undefined) return '';
  const [centre, name] = [centres[own.centre]?.title ?? '', groupNameOf(own)];
  return name.startsWith(`${centre} `) ? name : `${centre}, ${name}`;
}

/** `night shift`; bands of head counts have no names of their own. */
export function shiftNameOf(id: string): string {
  const band = /^headcounts-\d+-(\d+)$/.exec(id);
  return band === null ? shiftInWords(id) : `head counts, agent ${band[1]}`;
}

/** `Dublin, First line, night shift`. */
export function shiftTitle(
  { group, shift }: { readonly group: number; readonly shift: number },
  scenario: Scenario,
): string {
  const id = scenario.groups[group]?.shifts[shift]?.id ?? '';
  return `${groupTitleOf(group, scenario)}, ${shiftNameOf(id)}`;
}
