type Column = Float64Array | Float32Array | Uint32Array | Int32Array | Uint16Array | Int16Array | Uint8Array;

/** Room for so many rows at first; it doubles when it is full. */
const FIRST_ROOM = 1 << 12;

/** Columns of numbers that grow together, one row for each thing that is counted. */
export class GrowingTable<Columns extends Readonly<Record<string, Column>>> {
  columns: Columns;
  length = 0;
  private room = FIRST_ROOM;

  /** `make`: empty columns with room for so many rows. */
  private readonly make: (room: number) => Columns;

  constructor(make: (room: number) => Columns) {
    this.make = make;
    this.columns = make(FIRST_ROOM);
  }

  /** Makes room for the row, and for all before it; new values are 0. */
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
