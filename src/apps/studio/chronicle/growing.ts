type NumberColumn =
  | Float64Array
  | Float32Array
  | Uint32Array
  | Int32Array
  | Uint16Array
  | Int16Array
  | Uint8Array;

/** Initial number of rows. Doubles when full. */
const FIRST_ROOM = 1 << 12;

/** Columns of numbers that grow together, with one row per item. */
export class GrowingTable<Columns extends Readonly<Record<string, NumberColumn>>> {
  columns: Columns;
  length = 0;
  private room = FIRST_ROOM;

  /** `make`: returns empty columns with room for that number of rows. */
  private readonly make: (room: number) => Columns;

  constructor(make: (room: number) => Columns) {
    this.make = make;
    this.columns = make(FIRST_ROOM);
  }

  /** Makes room for the row and all before it; new values are 0. */
  reach(row: number): void {
    if (row < this.length) return;
    this.length = row + 1;
    if (row < this.room) return;
    while (this.room <= row) this.room *= 2;
    const wider = this.make(this.room);
    for (const [name, column] of Object.entries(this.columns)) wider[name]?.set(column);
    this.columns = wider;
  }
}
