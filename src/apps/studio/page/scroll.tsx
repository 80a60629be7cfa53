import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { TableSubject } from './tables/about-run.ts';
import { TableTools } from './tables/table-tools.tsx';

/** A region that may be larger than its place is scrolled by keyboard, so it has to be reached by it. */
export const REACHED = { tabIndex: 0 } as const;

/** The tables in it can be saved. */
export function Scroll(props: {
  readonly label: string;
  readonly style?: string;
  /** What its tables are of, said in the files. Left out: something else than the run that is open. */
  readonly subject?: TableSubject;
  readonly children: ComponentChildren;
}) {
  const { children, label, style = '', subject = 'other' } = props;
  const section = useRef<HTMLElement>(null);
  return (
    <section ref={section} class={`scroll ${style}`} aria-label={label} {...REACHED}>
      {children}
      <TableTools within={section} label={label} subject={subject} />
    </section>
  );
}
