import { type Child, element } from './markup.ts';
import type { Part, Shape } from './parts.ts';

/** Parts as HTML. */
export function drawn(part: Part): Child {
  if (part === null || (typeof part === 'object' && 'markup' in part)) return part;
  if (typeof part === 'string') return element('p', {}, part);
  return 'shape' in part ? drawnShape(part) : part.map(drawn);
}

function drawnShape(shape: Shape): Child {
  switch (shape.shape) {
    case 'section':
      return element('section', shape.attributes, element('h2', {}, shape.heading), drawn(shape.parts));
    case 'paragraph':
      return element('p', { class: shape.style }, shape.text);
    case 'list': {
      const items = shape.items.map((item) => element('li', { class: shape.isSmall ? 'note' : null }, item));
      return element(shape.isNumbered ? 'ol' : 'ul', {}, items);
    }
    case 'table':
      return shape.draw();
    case 'fold': {
      const { isOpen, part, summary } = shape;
      return element('details', { open: isOpen ? '' : null }, element('summary', {}, summary), drawn(part));
    }
    case 'only':
      return shape.where === 'page' ? drawn(shape.parts) : null;
  }
}
