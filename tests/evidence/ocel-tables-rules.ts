/** A query's rows. */
type Query = (sql: string) => readonly (readonly unknown[])[];

/** Tables of every OCEL 2.0 database: keys, and references (`column>table`). */
const FIXED: Readonly<Record<string, { key: readonly string[]; refers: readonly string[] }>> = {
  event_map_type: { key: ['ocel_type'], refers: [] },
  object_map_type: { key: ['ocel_type'], refers: [] },
  event: { key: ['ocel_id'], refers: ['ocel_type>event_map_type'] },
  object: { key: ['ocel_id'], refers: ['ocel_type>object_map_type'] },
  event_object: {
    key: ['ocel_event_id', 'ocel_object_id', 'ocel_qualifier'],
    refers: ['ocel_event_id>event', 'ocel_object_id>object'],
  },
  object_object: {
    key: ['ocel_source_id', 'ocel_target_id', 'ocel_qualifier'],
    refers: ['ocel_source_id>object', 'ocel_target_id>object'],
  },
};

/**
 * Breaches of the relational schema of OCEL 2.0, as we formulate it: the fixed tables with their keys, and for each type one table with a
 * time, whose rows belong to an event or an object. (Readers such as PM4Py make the same checks when they open a log.)
 */
export function relationalFaults(query: Query): readonly string[] {
  const faults: string[] = [];
  const expectSame = (what: string, found: readonly string[], wanted: readonly string[]) => {
    if (found.toSorted().join() !== wanted.toSorted().join())
      faults.push(`${what}: ${found.toSorted().join() || 'none'}, not ${wanted.toSorted().join() || 'none'}`);
  };
  const columnsOf = (table: string) => query(`SELECT name, type, pk FROM pragma_table_info('${table}')`);
  const keyOf = (table: string) =>
    columnsOf(table).flatMap(([name, , pk]) => (Number(pk) > 0 ? [String(name)] : []));
  const refersOf = (table: string) =>
    query(`SELECT "from", "table" FROM pragma_foreign_key_list('${table}')`).map(
      ([from, to]) => `${String(from)}>${String(to)}`,
    );
  const typeTables: string[] = [];
  for (const of of ['event', 'object'] as const) {
    for (const [map] of query(`SELECT ocel_type_map FROM ${of}_map_type`)) {
      const table = `${of}_${String(map)}`;
      typeTables.push(table);
      expectSame(`${table} refers to`, refersOf(table), [`ocel_id>${of}`]);
      expectSame(`key of ${table}`, keyOf(table), of === 'event' ? ['ocel_id'] : []);
      const time = columnsOf(table).find(([name]) => name === 'ocel_time');
      if (time?.[1] !== 'TIMESTAMP') faults.push(`${table}.ocel_time is no TIMESTAMP`);
    }
  }
  for (const [table, { key, refers }] of Object.entries(FIXED)) {
    expectSame(`key of ${table}`, keyOf(table), key);
    expectSame(`${table} refers to`, refersOf(table), refers);
  }
  const tables = query("SELECT name FROM sqlite_master WHERE type = 'table'").map(([name]) => String(name));
  expectSame('tables', tables, [...Object.keys(FIXED), ...typeTables]);
  return faults;
}
