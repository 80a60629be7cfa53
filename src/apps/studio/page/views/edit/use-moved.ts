import { useReducer, useRef } from 'preact/hooks';

/**
 * What a slider shows, and how to move it: where it was moved to, until the text says another value than it did then; the next press
 * of a key goes on from there. It is let go while it is drawn: an effect would come after the next press, and take that back.
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
