/** A typed array that can only be read. */
export interface Column {
  readonly [index: number]: number;
  readonly length: number;
}
