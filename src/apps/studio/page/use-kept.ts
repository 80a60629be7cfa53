import { useState } from 'preact/hooks';
import { useStudio } from './state.ts';

/** State that is still there when the user comes back from another view. `name` is its own among all that is kept. */
export function useKept<Value>(name: string, first: Value) {
  const { kept } = useStudio();
  const [value, setValue] = useState<Value>(kept.has(name) ? (kept.get(name) as Value) : first);
  const keep = (next: Value) => {
    kept.set(name, next);
    setValue(next);
  };
  return [value, keep] as const;
}
