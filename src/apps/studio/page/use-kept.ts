import { useState } from 'preact/hooks';
import { useStudio } from './state.ts';

/** State that survives while the user looks at another view. `name` must be unique. */
export function useKept<Value>(name: string, first: Value) {
  const { kept } = useStudio();
  const [value, setValue] = useState<Value>(kept.has(name) ? (kept.get(name) as Value) : first);
  const keep = (next: Value) => {
    kept.set(name, next);
    setValue(next);
  };
  return [value, keep] as const;
}
