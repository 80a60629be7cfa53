import type { CaseRecord } from './case-record.ts';
import type { Effects } from './effects.ts';

/** The effects, of which some are preceded by what else belongs to them: only scenarios that need it have any of it. */
export function preceded(
  effects: Effects,
  before: Readonly<Record<string, (record: CaseRecord) => void>>,
): Effects {
  const both = Object.entries(before).map(([name, first]) => {
    const effect = effects[name] as Effects[string];
    const wrapped: Effects[string] = (record, params) => {
      first(record);
      effect(record, params);
    };
    return [name, wrapped] as const;
  });
  return { ...effects, ...Object.fromEntries(both) };
}
