/** Mappings of event logs whose attributes have standard names. They are used if no other is given. */

/** XES: attributes of the standard extensions. Those of the trace begin with `case:`. */
export const XES_MAPPING = `meridian-mapping: 1
rows: event
columns:
  case: 'case:concept:name'
  time: time:timestamp
  activity: concept:name
  agent: org:resource
  group: org:group
`;

/** OCEL 2.0: it has no standard names but those of events and objects. */
export const OCEL_MAPPING = `meridian-mapping: 1
rows: event
columns:
  case: 'object:case'
  time: event:time
  activity: event:type
`;
