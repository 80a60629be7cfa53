import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/**
 * How wide an element is, px: pictures are drawn for the room that they have, so that their words can be read on a phone, too.
 * `first` until it is known, which is before anything is seen.
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
