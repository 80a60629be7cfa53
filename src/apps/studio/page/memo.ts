import { Component, type ComponentType, createElement } from 'preact';

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
