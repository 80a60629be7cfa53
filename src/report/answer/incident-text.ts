import { formatCount, formatDecimal, plural } from '#base';
import type { FeatureRow } from '#statistics';

/** How many cases were linked, how much work that saved, and what became of them. One sentence for each incident. */
export function incidentSentences(rows: readonly FeatureRow<'incidents'>[]): readonly string[] {
  return rows.map(({ linked, resolved, savedHours, title }) => {
    if (linked === 0) return `Incident (${title}): no case was linked.`;
    const cases = `${plural(linked, 'case')} ${linked === 1 ? 'was' : 'were'} linked`;
    const hours = `${formatDecimal(Math.abs(savedHours), 1)} h of work at these contacts`;
    const work = savedHours < 0 ? `which took ${hours} more than usual` : `which saved ${hours}`;
    const end =
      resolved === linked ? 'its end resolved all of them' : `its end resolved ${formatCount(resolved)}`;
    return `Incident (${title}): ${cases}, ${work}; ${end}.`;
  });
}
