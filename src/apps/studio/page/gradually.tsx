import { type ComponentChildren, toChildArray } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/**
 * Draws its children one after the other, each in a frame of its own, so that a view of many pictures never keeps the page
 * from answering for as long as all of them take together.
 */
export function Gradually({ children }: { readonly children: ComponentChildren }) {
  const all = toChildArray(children);
  const [drawn, setDrawn] = useState(1);
  const isWhole = drawn >= all.length;
  useEffect(() => {
    // Effects run after the frame has been painted.
    if (!isWhole) setDrawn(drawn + 1);
  }, [drawn, isWhole]);
  return <>{all.slice(0, drawn)}</>;
}
