import type { Figure, FigureUnit, Measured } from '../estimates/measured.ts';
import { commentOf } from './value-text.ts';

/** What a figure is, besides its numbers. */
export interface FigureText {
  readonly key: string;
  readonly unit: FigureUnit;
  readonly source: string;
  readonly method: string;
}

/** Collects lines of a scenario, and every figure in them. */
export class ScenarioWriter {
  readonly lines: string[] = [];
  readonly figures: Figure[] = [];

  /** A line of text as it is. */
  line(text = ''): void {
    this.lines.push(text);
  }

  /** `depth` levels of indentation, `key: value`, and the comment of its figure. */
  put(depth: number, text: string, measured: Measured, about: FigureText): void {
    const figure = this.found(measured, about);
    this.lines.push(`${'  '.repeat(depth)}${text}  ${commentOf(figure)}`);
  }

  /** A line with a comment of its own. */
  noted(depth: number, text: string, comment: string): void {
    this.lines.push(`${'  '.repeat(depth)}${text}  # ${comment}`);
  }

  /** Keeps a figure that stands in no line of its own. */
  found({ high, low, n, value }: Measured, about: FigureText): Figure {
    const figure = {
      key: about.key,
      value,
      low,
      high,
      n,
      unit: about.unit,
      source: about.source,
      method: about.method,
    };
    this.figures.push(figure);
    return figure;
  }

  text(): string {
    return `${this.lines.join('\n')}\n`;
  }
}
