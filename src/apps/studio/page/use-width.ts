import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/**
 * Width of an element, px. Charts are drawn for the available width, so that their text is readable on a phone, too.
 * `first`: value until the width is known, before anything is visible.
 */
export function useWidth<Element extends globalThis.Element>(first: number) {
  const ref = useRef<Element>(null);
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => {
      const { width: now } = element.getBoundingClientRect();
      if (now > 0) setWidth(Math.round(now));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
