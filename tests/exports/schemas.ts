/**
 * The rules of the published schemas of OCEL 2.0 and OSCAL 1.2.1, for what Meridian writes, as we formulate them: required keys, no others,
 * no empty arrays, formats of titles, ids, UUIDs, references and times. What is optional there is required here, or must be absent. All
 * that our documents can reach of `ocel20-schema-json.json` and of `oscal_complete_schema.json` is covered.
 */
const text = { type: 'string' } as const;
const list = (items: object, minItems = 0) => ({ type: 'array', items, minItems });
function closed(properties: Readonly<Record<string, object>>, optional: readonly string[] = []) {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: 'object', additionalProperties: false, required, properties };
}

// ── OCEL 2.0 ───────────────────────────────────────────────────────────────────────────────────────────────

const ocelTypes = list(
  closed({
    name: text,
    attributes: list(
      closed({ name: text, type: { enum: ['string', 'time', 'integer', 'float', 'boolean'] } }),
    ),
  }),
);
const ocelRelationships = list(closed({ objectId: text, qualifier: text }));
const instant = { type: 'string', format: 'date-time' } as const;

export const OCEL_SCHEMA = closed({
  eventTypes: ocelTypes,
  objectTypes: ocelTypes,
  events: list(
    closed({
      id: text,
      type: text,
      time: instant,
      attributes: list(closed({ name: text, value: text })),
      relationships: ocelRelationships,
    }),
  ),
  objects: list(
    closed({
      id: text,
      type: text,
      attributes: list(closed({ name: text, time: instant, value: text })),
      relationships: ocelRelationships,
    }),
  ),
});

// ── OSCAL 1.2.1 ────────────────────────────────────────────────────────────────────────────────────────────

const uuid = {
  type: 'string',
  pattern: '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$',
};
const token = { type: 'string', pattern: '^(\\p{L}|_)(\\p{L}|\\p{N}|[.\\-_])*$' };
/** Text without surrounding space. */
const line = { type: 'string', pattern: '^\\S(.*\\S)?$' };
const title = { type: 'string', pattern: '^[^\\n]+$' };
/** A day that the calendar has, with a zone. */
const zoned = {
  type: 'string',
  format: 'date-time',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
};
const reference = { type: 'string', format: 'uri-reference' } as const;
const metadata = closed({
  title,
  'last-modified': zoned,
  version: line,
  'oscal-version': { const: '1.2.1' },
  remarks: text,
});
const reviewed = closed({
  'control-selections': list(closed({ 'include-controls': list(closed({ 'control-id': token }), 1) }), 1),
});
const part = closed({ id: token, name: token, prose: text });
const control = closed({
  id: token,
  title,
  props: list(closed({ name: token, value: line }), 1),
  parts: list(part, 1),
});

/** `oscal_mapping_schema.json` (of 1.2.0), and the relationships that the metaschema allows in its own namespace. */
const mappingItem = closed({ type: { enum: ['control', 'statement'] }, 'id-ref': line });
const RELATIONSHIPS = ['equivalent-to', 'equal-to', 'subset-of', 'superset-of', 'intersects-with'];
const mapping = closed(
  {
    uuid,
    'source-resource': closed({ type: { enum: ['catalog', 'profile'] }, href: reference }),
    'target-resource': closed({ type: { enum: ['catalog', 'profile'] }, href: reference, remarks: text }),
    maps: list(
      closed({
        uuid,
        relationship: { enum: RELATIONSHIPS },
        sources: list(mappingItem, 1),
        targets: list(mappingItem, 1),
        remarks: text,
      }),
      1,
    ),
    'source-gap-summary': closed({
      uuid,
      'unmapped-controls': list(closed({ 'with-ids': list(token, 1) }), 1),
    }),
  },
  ['source-gap-summary'],
);

export const OSCAL_SCHEMAS = {
  'mapping-collection': closed({
    'mapping-collection': closed({
      uuid,
      metadata,
      provenance: closed({
        method: { enum: ['human', 'automation', 'hybrid'] },
        'matching-rationale': { enum: ['syntactic', 'semantic', 'functional'] },
        status: { enum: ['complete', 'not-complete', 'draft', 'deprecated', 'superseded'] },
        'mapping-description': text,
      }),
      mappings: list(mapping, 1),
      'back-matter': closed({
        resources: list(
          closed({ uuid, title, description: text, rlinks: list(closed({ href: reference }), 1) }),
          1,
        ),
      }),
    }),
  }),
  catalog: closed({
    catalog: closed({
      uuid,
      metadata,
      controls: list(control, 1),
    }),
  }),
  'assessment-plan': closed({
    'assessment-plan': closed({
      uuid,
      metadata,
      'import-ssp': closed({ href: reference }),
      'reviewed-controls': reviewed,
      'back-matter': closed({
        resources: list(
          closed(
            {
              uuid,
              title,
              description: text,
              rlinks: list(closed({ href: reference, 'media-type': line }), 1),
            },
            ['description'],
          ),
          1,
        ),
      }),
    }),
  }),
  'assessment-results': closed({
    'assessment-results': closed({
      uuid,
      metadata,
      'import-ap': closed({ href: reference }),
      results: list(
        closed(
          {
            uuid,
            title,
            description: text,
            start: zoned,
            end: zoned,
            'reviewed-controls': reviewed,
            observations: list(
              closed({
                uuid,
                title,
                description: text,
                methods: list({ enum: ['EXAMINE', 'INTERVIEW', 'TEST', 'UNKNOWN'] }, 1),
                collected: zoned,
              }),
              1,
            ),
            findings: list(
              closed({
                uuid,
                title,
                description: text,
                target: closed({
                  type: { enum: ['statement-id', 'objective-id'] },
                  'target-id': token,
                  status: closed({
                    state: { enum: ['satisfied', 'not-satisfied'] },
                    reason: { enum: ['pass', 'fail', 'other'] },
                  }),
                }),
                'related-observations': list(closed({ 'observation-uuid': uuid }), 1),
              }),
              1,
            ),
            remarks: text,
          },
          ['findings', 'remarks'],
        ),
        1,
      ),
    }),
  }),
} as const;
