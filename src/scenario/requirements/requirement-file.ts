import type * as z from 'zod';
import { failure, type Result, shown, success } from '#base';
import {
  AGREEMENTS,
  BASIS_KINDS,
  CERTIFICATE_EDITIONS,
  CERTIFIED_STANDARDS,
  CHANNELS,
  ENTITY_KINDS,
  isCountryCode,
  SEVERITIES,
  TARGET_MEASURES,
  ZONE_IDS,
} from '#domain';
import { suggestion } from '../did-you-mean.ts';
import { plainAt } from '../edit-tree.ts';
import { issueAt } from '../issue-list.ts';
import { inReadingOrder, restOf, type ScenarioIssue } from '../issues.ts';
import { readYaml } from '../read/read-yaml.ts';
import { keysAt, plainOf, type SourceMap } from '../read/source-tree.ts';
import { readLanguage } from '../shape/law-words.ts';
import { byId, fixedMap, leaf } from '../shape/leaf.ts';
import { type Problem, refused } from '../shape/problem.ts';
import { issuesOfShape } from '../shape/read-shape.ts';
import {
  duration,
  names,
  prose,
  reference,
  several,
  share,
  title,
  wholeNumber,
  word,
  words,
} from '../shape/values.ts';

/** One or more values, each read from its text. */
function listed<Value>(
  description: string,
  example: string,
  read: (written: string) => Result<Value, Problem>,
) {
  const remedy = `write for example ${example}`;
  return several({ description, example, item: { type: 'string' }, remedy }, (one) => read(String(one)));
}

/** Zones and countries: a place in any of them is inside; `not CN`: a place anywhere else. */
function places(description: string) {
  return listed(description, 'EEA', placeOf);
}

function placesOrNone(description: string) {
  return listed(description, 'EEA', (written) => (written === 'none' ? success(written) : placeOf(written)));
}

function placeOf(written: string): Result<string, Problem> {
  const place = written.replace(/^not /, '');
  if ((ZONE_IDS as readonly string[]).includes(place) || isCountryCode(place)) return success(written);
  const remedy = () =>
    `a country has two capitals, such as IE; of zones, ${suggestion(place, ZONE_IDS, 'zone')}`;
  return refused('unknown-zone', `'${shown(written)}' is neither a zone nor a country`, remedy);
}

const RULES = ['none', 'as promised'] as const;
const yes = (description: string) => word(description, ['yes']);
const certificate = (companies: string) =>
  word(`A standard, or an edition of it, to which companies ${companies}.`, [
    ...CERTIFIED_STANDARDS,
    ...CERTIFICATE_EDITIONS.map(({ id }) => id),
  ]);

/** What a requirement can be about, in the words of a questionnaire, and what is asked of it. A requirement has one of these keys. */
export const SUBJECTS = {
  storage: places('Where primary copies and replicas rest.'),
  storedFirst: places('Where what a customer sends is stored first.'),
  backup: places('Where backups rest.'),
  workingCopy: places('Where copies on local support systems rest.'),
  processing: places('Where data is stored, copied or seen.'),
  access: places('From where people see data.'),
  software: placesOrNone('Where software processes cases before people see them; `none`: nowhere.'),
  initiated: places('From where the first person sees a case, who begins the support.'),
  residence: places('Where people who see data reside.'),
  citizenship: places('Of which states people who see data are citizens.'),
  provider: places('Where the vendor itself is established.'),
  companies: fixedMap(
    'Which companies hold data, or employ people who see it. All that is written must hold.',
    {
      kinds: words('Their relation to the vendor.', ENTITY_KINDS).optional(),
      named: names('Only these: ids or titles.', 'vendor', 'a company').optional(),
      established: places('Where they are established.').optional(),
    },
  ),
  control: places('Where those are at home who control companies that hold or see data.'),
  subcontractors: fixedMap('Subcontractors that hold or see data. All that is written must hold.', {
    named: names('Only these: ids or titles.', 'partner', 'a subcontractor').optional(),
    announced: duration('How long before the first use customers were told.', {
      example: '30 days',
    }).optional(),
    bound: yes('The duties towards customers are passed on in writing.').optional(),
    standard: word('They hold the certificates that the vendor holds, for what they do.', [
      'equivalent',
    ]).optional(),
    rank: wholeNumber(
      'How far down the chain they may be; 1: only those of the vendor itself.',
      [1, 9],
      1,
    ).optional(),
  }),
  certificates: certificate('that hold or see data are certified at that time, for storage or support'),
  certifiedSupport: certificate('whose people see data are certified for support at that time'),
  certificateScope: names('Products whose support a certificate of the vendor covers.', 'azure', 'a product'),
  agreements: word('An agreement that each customer has in force.', AGREEMENTS),
  customerEncryption: word('What customers must encrypt before they send it.', ['as promised']),
  onlyWhenRequired: yes('Subcontractors take cases only while nobody of the vendor can.'),
  escorted: places('From where somebody watches while people elsewhere see data.'),
  consent: word('Access outside of the promise that the customer consents to.', RULES),
  breakGlass: word('Emergency access.', RULES),
  authorityRequests: word('Disclosures to authorities.', RULES),
  transfers: words('Bases on which data may be made available in third countries.', [
    'none',
    'lawful',
    ...BASIS_KINDS.slice(2, -1),
  ]),
  erasure: duration('All copies are gone this long after a case is closed.', { example: '30 days' }),
  hours: word('Somebody able and permitted is scheduled whenever customers ask.', ['always']),
  languages: listed('Languages that somebody permitted speaks.', 'de', readLanguage),
  channels: words('Channels by which customers are served.', CHANNELS),
  targets: fixedMap('A service level that the one verdict on targets finds met.', {
    of: word('What is measured.', TARGET_MEASURES).optional(),
    channels: words('Default: all.', CHANNELS).optional(),
    severities: words('Default: all.', SEVERITIES).optional(),
    within: duration('How soon.', { example: '4 h' }).optional(),
    share: share('The share of cases; of abandonment, the most.', 0.9),
  }),
  otherEvidence: title('What would show it, where no scenario, run or log does.'),
  rule: reference('An invariant of the audit, by its id.', 'R7'),
} as const;

export type SubjectName = keyof typeof SUBJECTS;
export type Asked<Name extends SubjectName> = z.infer<(typeof SUBJECTS)[Name]>;
export const SUBJECT_NAMES = Object.keys(SUBJECTS) as readonly SubjectName[];

export const CONFIDENCES = ['primary', 'secondary', 'memory'] as const;

/** How data may be seen outside of a promise without a breach of a requirement, if it says so. */
const EXCUSES = ['consent', 'emergency', 'escort', 'approval'] as const;

const origin = {
  source: title('Where the requirement stands.').optional(),
  date: title('The date of that text.').optional(),
  confidence: word(
    'primary: the text itself was read; secondary: a text that quotes it; memory: unchecked.',
    CONFIDENCES,
  ).optional(),
};

const requirement = fixedMap(null, {
  says: title('The requirement in a sentence.'),
  for: names('Segments whose customers ask it. Default: all.', 'premier', 'a segment').optional(),
  unless: words('What is no breach of it.', EXCUSES).optional(),
  to: places('Of transfers: only those to these places. Default: to any.').optional(),
  ...origin,
  ...(Object.fromEntries(
    Object.entries(SUBJECTS).map(([name, schema]) => [name, (schema as z.ZodType).optional()]),
  ) as { readonly [Name in SubjectName]: z.ZodOptional<(typeof SUBJECTS)[Name]> }),
});

const FORMAT = 'meridian-requirements';

const requirementFile = fixedMap(null, {
  [FORMAT]: leaf({ description: 'Version of the format.', example: 1, json: { const: 1 } }, (written) =>
    written === 1
      ? success(1)
      : refused('unsupported-format', 'the format of requirements is 1', `write '${FORMAT}: 1'`),
  ),
  title: title('Who asks.'),
  note: prose('A remark for readers.').optional(),
  ...origin,
  requirements: byId('Requirements by id.', requirement),
});

/** What somebody requires about one subject. */
export type Requirement = {
  readonly [Name in SubjectName]: {
    readonly id: string;
    readonly says: string;
    readonly subject: Name;
    readonly asked: Asked<Name>;
    /** Segments by id; null: of all customers. */
    readonly segments: readonly string[] | null;
    /** Of transfers: only those to these places; null: to any. */
    readonly to: readonly string[] | null;
    readonly unless: readonly (typeof EXCUSES)[number][];
    readonly source: string | null;
    readonly date: string | null;
    readonly confidence: (typeof CONFIDENCES)[number] | null;
  };
}[SubjectName];

/** What a customer, a law or a vendor's own promise requires. */
export interface RequirementFile {
  readonly title: string;
  readonly requirements: readonly Requirement[];
}

/** Reads a file of requirements, or reports everything that is wrong with it. `rules`: the ids of invariants. */
export function parseRequirements(
  path: string,
  text: string,
  rules: readonly string[],
): Result<RequirementFile, readonly ScenarioIssue[]> {
  const read = readYaml(path, text);
  if (!read.ok) return read;
  const root = read.value;
  const outcome = requirementFile.safeParse(plainOf(root));
  const found = outcome.success ? null : issuesOfShape(root, outcome.error);
  const issues = [...(found?.listed ?? []), ...subjectIssues(root), ...ruleIssues(root, rules)];
  if (!outcome.success || issues.length > 0)
    return failure([...inReadingOrder(issues, [path]), ...restOf(found?.unlisted ?? 0, root.place)]);
  const { requirements, ...file } = outcome.data;
  return success({
    title: file.title,
    requirements: Object.entries(requirements).map(([id, row]) => {
      const subject = SUBJECT_NAMES.find((name) => row[name] !== undefined) as SubjectName;
      const { says, for: segments = null, to = null, unless = [] } = row;
      const { source = file.source, date = file.date, confidence = file.confidence } = row;
      const from = { source: source ?? null, date: date ?? null, confidence: confidence ?? null };
      return { id, says, subject, asked: row[subject], segments, to, unless, ...from } as Requirement;
    }),
  });
}

/** Each requirement is about one subject. Others may be wrong as well. */
function subjectIssues(root: SourceMap): readonly ScenarioIssue[] {
  const known: readonly string[] = [...Object.keys(requirement.shape)];
  return keysAt(root, ['requirements']).flatMap((id) => {
    const path = ['requirements', id];
    const keys = keysAt(root, path);
    const subjects = keys.filter((key) => (SUBJECT_NAMES as readonly string[]).includes(key));
    if (keys.includes('to') && !keys.includes('transfers') && subjects.length > 0) {
      const only = 'only transfers have a destination';
      return [
        issueAt(root, 'alternatives', [...path, 'to'], only, "remove 'to', or ask about transfers", 'key'),
      ];
    }
    // An unknown key may be a slip of a subject, and is reported anyway.
    if (subjects.length === 1 || (subjects.length === 0 && keys.some((key) => !known.includes(key))))
      return [];
    const message =
      subjects.length === 0
        ? `'${shown(id)}' is about no subject`
        : `'${shown(id)}' is about several subjects: ${subjects.join(', ')}`;
    const remedy =
      subjects.length === 0
        ? `write one of ${SUBJECT_NAMES.join(', ')}`
        : 'write a requirement for each of them';
    return [issueAt(root, 'alternatives', path, message, remedy, 'key')];
  });
}

function ruleIssues(root: SourceMap, rules: readonly string[]): readonly ScenarioIssue[] {
  return keysAt(root, ['requirements']).flatMap((id) => {
    const path = ['requirements', id, 'rule'];
    const rule = plainAt({ root }, path);
    if (typeof rule !== 'string' || rules.includes(rule)) return [];
    const remedy = `${suggestion(rule, rules, 'rule')} \`meridian reference invariants\` lists them`;
    return [issueAt(root, 'unknown-word', path, `'${shown(rule)}' is no invariant`, remedy, 'value')];
  });
}
