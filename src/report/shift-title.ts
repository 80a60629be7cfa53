import type { AgentGroup, Scenario } from '#domain';

/** `first-line`: resolved ids include the centre. */
export function groupNameOf({ id }: Pick<AgentGroup, 'id'>): string {
  return id.slice(id.indexOf('/') + 1);
}

/** `Dublin, first-line`. */
export function groupTitleOf(group: number, { centres, groups }: Scenario): string {
  const { centre = -1, id = '' } = groups[group] ?? {};
  return `${centres[centre]?.title}, ${groupNameOf({ id })}`;
}

/** `Dublin, first-line, shift night`; bands of head counts have no names of their own. */
export function shiftTitle(
  { group, shift }: { readonly group: number; readonly shift: number },
  scenario: Scenario,
): string {
  const id = scenario.groups[group]?.shifts[shift]?.id ?? '';
  const band = /^headcounts-\d+-(\d+)$/.exec(id);
  return `${groupTitleOf(group, scenario)}, ${band === null ? `shift ${id}` : `head counts, agent ${band[1]}`}`;
}
