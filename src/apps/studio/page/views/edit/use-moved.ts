import { useReducer, useRef } from 'preact/hooks';

/**
 * The value of a slider, and how to move it. A moved slider keeps its own value, from which the next key press
 * continues, until the text's value changes. The own value is dropped during drawing: an effect would run after the
 * next key press and undo it.
 */
export function useMoved<Value>(stated: Value, isSame: (left: Value, right: Value) => boolean) {
  const moved = useRef<{ readonly to: Value; readonly stated: Value } | null>(null);
  const [, draw] = useReducer((times: number) => times + 1, 0);
  if (moved.current !== null && !isSame(moved.current.stated, stated)) moved.current = null;
  const move = (to: Value) => {
    moved.current = { to, stated };
    draw(undefined);
  };
  return [moved.current === null ? stated : moved.current.to, move] as const;
}
