import { type ComponentChildren, toChildArray } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/**
 * Draws its children one by one, each in a separate frame, so that a view with many charts never blocks the page for
 * long.
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
