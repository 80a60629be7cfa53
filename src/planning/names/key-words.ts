import { raised } from '#base';
import { type Scenario, SEVERITIES } from '#domain';

const LINES = ['', 'first line', 'second line', 'third line'];

/** `German (first line)`, of the key of a group and its tier, if that is known; the line is not said twice. */
export function groupInWords(id: string, tier: number | null): string {
  const name = raised(spaced(id));
  if (tier === null) return name;
  const line = LINES[tier] ?? `tier ${tier}`;
  return name.toLowerCase().includes(line) ? name : `${name} (${line})`;
}

/** `night shift`, of its key. */
export function shiftInWords(id: string): string {
  const name = spaced(id);
  return /\bshift\b/.test(name) ? name : `${name} shift`;
}

/** `severityRaise` and `german-experts` as words; codes as they are. */
export function spaced(key: string): string {
  if (SEVERITIES.some((severity) => severity === key) || /^[A-Z]{2,}$/.test(key)) return key;
  return key
    .replace(/([a-z])([A-Z0-9])/g, (_, left: string, right: string) => `${left} ${right.toLowerCase()}`)
    .replace(/-(?!mail\b)/g, ' ');
}

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
