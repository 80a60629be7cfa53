import { Component, type ComponentChildren, type ComponentType, createElement, toChildArray } from 'preact';
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

/** Contents that are drawn only once they are unfolded. */
export function Folded(props: { readonly title: string; readonly children: () => ComponentChildren }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{props.title}</summary>
      {isOpen ? props.children() : null}
    </details>
  );
}

/** A component that is drawn again only if one of its properties has changed. */
export function memo<Props extends object>(Drawn: ComponentType<Props>): ComponentType<Props> {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const before = this.props as Props;
      return (Object.keys(next) as (keyof Props)[]).some(
        (name) => next[name as keyof typeof next] !== before[name],
      );
    }

    override render() {
      return createElement(Drawn as ComponentType, this.props);
    }
  };
}
