/** The role of a piece of text, for the host to colour. */
export type TextStyle = 'heading' | 'good' | 'bad' | 'quiet' | 'strong';

export interface TextOptions {
  /** Width of the terminal in cells. */
  readonly width: number;
  /** Adds colour, or returns the text unchanged. It must not change the visible text. */
  readonly colour: (style: TextStyle, text: string) => string;
}
