import type { FrameworkId } from './frameworks.ts';

/**
 * How an invariant relates to clauses of a framework. `subset-of`: who keeps the clauses keeps the invariant, too. `intersects-with`: each
 * asks for something that the other does not. No invariant equals a clause, and none contains one.
 */
type Relationship = 'subset-of' | 'intersects-with';

export interface ControlMapping {
  /** The id of an invariant, such as `R7`. */
  readonly invariant: string;
  readonly relationship: Relationship;
  readonly clauses: readonly string[];
  /** What both ask for. */
  readonly common: string;
  /** What the clauses ask for and the invariant does not check. */
  readonly notCovered: string;
}

type MappingRow = readonly [
  invariant: string,
  relationship: Relationship,
  clauses: readonly string[],
  common: string,
  notCovered: string,
];

const PART = 'subset-of';
const OVERLAP = 'intersects-with';

const INSTRUCTED = 'if the promise is part of the documented instructions';
const OTHER_INSTRUCTIONS = 'instructions about anything but places';

const GDPR: readonly MappingRow[] = [
  [
    'R1',
    PART,
    ['Art. 28(3)(a)'],
    `data rests where the customer was promised, ${INSTRUCTED}`,
    OTHER_INSTRUCTIONS,
  ],
  [
    'R2',
    OVERLAP,
    ['Art. 5(1)(c)'],
    'a copy holds no more than its source',
    'whether the source holds more than is necessary',
  ],
  ['R3', PART, ['Art. 28(3)(a)'], `failover keeps to the promised places, ${INSTRUCTED}`, OTHER_INSTRUCTIONS],
  [
    'R4',
    PART,
    ['Art. 28(3)(a)'],
    `data is seen from promised places only, ${INSTRUCTED}`,
    OTHER_INSTRUCTIONS,
  ],
  [
    'R5',
    PART,
    ['Art. 28(3)(a)'],
    `people who see data reside where it was promised, ${INSTRUCTED}`,
    OTHER_INSTRUCTIONS,
  ],
  [
    'R6',
    OVERLAP,
    ['Art. 5(1)(b)', 'Art. 32(4)'],
    'an access serves the support case to which the agent is assigned',
    'purposes other than access by agents, and what agents do with what they have seen',
  ],
  [
    'R7',
    OVERLAP,
    ['Art. 44', 'Art. 45', 'Art. 46', 'Art. 49'],
    'a transfer to a third country has a basis at that time',
    'whether the importer keeps what it signed, supplementary measures, and the substance of assessments',
  ],
  [
    'R8',
    OVERLAP,
    ['Art. 44'],
    'data does not stay in a third country after its basis has ended',
    'data that the importer passed on',
  ],
  [
    'R9',
    OVERLAP,
    ['Art. 28(2)', 'Art. 28(3)', 'Art. 28(4)', 'Art. 28(9)'],
    'sub-processors were announced, are bound in writing, and have the certificates that were promised; customers whose law asks for it have a contract in writing',
    'the customer’s objection, and what the contracts say',
  ],
  [
    'R12',
    OVERLAP,
    ['Art. 28(3)(a)'],
    'the customer has instructed the exception beforehand, for a zone and a time',
    'consent of the persons concerned (Arts 6, 7 and 49), which is another one',
  ],
  [
    'R13',
    OVERLAP,
    ['Art. 32(4)'],
    'an emergency access is approved, limited in time and reviewed',
    'steps for other kinds of access',
  ],
  [
    'R14',
    OVERLAP,
    ['Art. 25(2)'],
    'routing uses a fixed list of properties of a case',
    'defaults of everything but routing',
  ],
  [
    'R15',
    OVERLAP,
    ['Art. 5(1)(e)', 'Art. 17(1)', 'Art. 28(3)(g)'],
    'no copy is left after the period of retention',
    'whether the period is necessary, and requests of persons concerned',
  ],
  ['R16', OVERLAP, ['Art. 5(1)(e)'], 'working copies are deleted in time', 'whether the time is necessary'],
  [
    'R17',
    OVERLAP,
    ['Art. 5(1)(e)', 'Art. 17(1)'],
    'what was erased does not come back',
    'copies outside the ledger',
  ],
  [
    'R18',
    OVERLAP,
    ['Art. 5(2)'],
    'what was done with data can be shown from a complete record',
    'records of acts outside support cases',
  ],
  [
    'R19',
    PART,
    ['Art. 28(3)(a)'],
    `the ledger rests where the promise allows, ${INSTRUCTED}`,
    OTHER_INSTRUCTIONS,
  ],
  [
    'R20',
    OVERLAP,
    ['Art. 5(2)', 'Art. 29'],
    'each access names one agent',
    'whether the agent acted on instruction',
  ],
  [
    'R21',
    OVERLAP,
    ['Art. 28(3)(a)'],
    'decisions use the rules that hold at that moment',
    'how instructions reach the processor',
  ],
  [
    'R22',
    PART,
    ['Art. 28(3)(a)'],
    `data has left a country before the country leaves the promised zone, ${INSTRUCTED}`,
    OTHER_INSTRUCTIONS,
  ],
  [
    'R24',
    OVERLAP,
    ['Art. 15(1)(c)', 'Art. 28(3)(e)', 'Art. 28(3)(h)'],
    'each customer can get an answer about recipients that can be recomputed',
    'answers to single persons, and every other information duty',
  ],
  [
    'R25',
    OVERLAP,
    ['Art. 32(1)(d)'],
    'the checks themselves are tested with seeded breaches',
    'tests of every other measure',
  ],
  [
    'R26',
    OVERLAP,
    ['Art. 28(3)(a)', 'Art. 48'],
    'a disclosure to an authority has a recorded basis, and the customer is told unless that is forbidden',
    'whether the order is lawful',
  ],
  [
    'R27',
    OVERLAP,
    ['Art. 28(3)(a)'],
    `sub-processors take cases only when nobody else can, ${INSTRUCTED}`,
    'instructions about anything but who takes a case',
  ],
  [
    'R28',
    OVERLAP,
    ['Art. 32(1)(a)'],
    'data that the customer was to encrypt, and did not, is sent back or reported to the customer',
    'encryption by the processor itself',
  ],
];

/** Numbers of Annex B of 2019. Those of 2025 follow from them. */
const ISO_27701: readonly MappingRow[] = [
  [
    'R1',
    OVERLAP,
    ['8.5.2'],
    'copies are in the countries that were named',
    'naming those countries to customers',
  ],
  [
    'R3',
    OVERLAP,
    ['8.5.2'],
    'failover stays in the countries that were named',
    'naming those countries to customers',
  ],
  [
    'R4',
    OVERLAP,
    ['8.5.2'],
    'access comes from the countries that were named',
    'naming those countries to customers',
  ],
  [
    'R6',
    OVERLAP,
    ['8.2.2'],
    'agents see data only to support the customer',
    'processing other than access by agents',
  ],
  [
    'R7',
    OVERLAP,
    ['8.5.1'],
    'a transfer between jurisdictions has a basis at that time',
    'telling customers of the basis and of changes',
  ],
  ['R8', OVERLAP, ['8.5.1'], 'nothing relies on a basis that has ended', 'telling customers of changes'],
  [
    'R9',
    OVERLAP,
    ['8.5.6', '8.5.7', '8.5.8'],
    'subcontractors were announced beforehand, for countries, are bound, and have the certificates that were promised',
    'the customer’s objection, and what the contracts say',
  ],
  [
    'R15',
    OVERLAP,
    ['8.4.2'],
    'data is erased after the period of retention',
    'returning data, and how securely it is destroyed',
  ],
  ['R16', OVERLAP, ['8.4.1'], 'working copies are deleted in time', 'temporary files of systems'],
  [
    'R17',
    OVERLAP,
    ['8.4.2'],
    'erased data does not come back',
    'returning data, and how securely it is destroyed',
  ],
  [
    'R18',
    OVERLAP,
    ['8.2.6'],
    'there is a complete record of what was done',
    'records that contracts ask for beyond that',
  ],
  [
    'R24',
    OVERLAP,
    ['8.2.5'],
    'each customer can get an answer that can be recomputed',
    'every other information that customers need',
  ],
  [
    'R26',
    OVERLAP,
    ['8.5.3', '8.5.4', '8.5.5'],
    'a disclosure is on record with its basis, and the customer is told unless that is forbidden',
    'refusing what is not binding, and asking the customer beforehand',
  ],
];

/** Clauses of 2019, and the controls of 2025 on the same subjects. */
const CONTROL_OF_2025: Readonly<Record<string, string>> = {
  '8.2.2': 'A.2.2.3',
  '8.2.5': 'A.2.2.6',
  '8.2.6': 'A.2.2.7',
  '8.4.1': 'A.2.4.2',
  '8.4.2': 'A.2.4.3',
  '8.5.1': 'A.2.5.2',
  '8.5.2': 'A.2.5.3',
  '8.5.3': 'A.2.5.4',
  '8.5.4': 'A.2.5.5',
  '8.5.5': 'A.2.5.6',
  '8.5.6': 'A.2.5.7',
  '8.5.7': 'A.2.5.8',
  '8.5.8': 'A.2.5.9',
};

const REGION_TERMS = 'naming regions in contracts, and telling customers of changes';
const ORDER_STEPS = 'the legal assessment itself';

/** Criteria of 2020. */
const C5: readonly MappingRow[] = [
  ['R1', OVERLAP, ['PSS-12'], 'copies are in the places that were agreed', REGION_TERMS],
  ['R3', OVERLAP, ['PSS-12'], 'failover and replicas stay in the places that were agreed', REGION_TERMS],
  [
    'R4',
    OVERLAP,
    ['PSS-12', 'IDM-07'],
    'provider staff see data only from the places that were agreed',
    'approval of each access by the customer',
  ],
  [
    'R6',
    OVERLAP,
    ['IDM-07'],
    'provider staff see data only for a support case',
    'approval of each access by the customer',
  ],
  [
    'R9',
    OVERLAP,
    ['SSO-03', 'SSO-04'],
    'subcontractors are known with their countries, are bound, and have the certificates that were promised',
    'risk assessment, addresses and contact persons, and regular reviews of evidence',
  ],
  [
    'R12',
    OVERLAP,
    ['IDM-07'],
    'the customer consented before staff outside saw data',
    'approval of each access inside',
  ],
  [
    'R13',
    OVERLAP,
    ['IDM-07'],
    'the customer is told of an emergency access, which is reviewed',
    'approval of each access by the customer',
  ],
  [
    'R15',
    OVERLAP,
    ['PI-03'],
    'no copy is left after the period of retention, backups included',
    'the end of the contract, and whether data can be restored by forensic means',
  ],
  [
    'R17',
    OVERLAP,
    ['PI-03'],
    'erased data does not come back',
    'whether data can be restored by forensic means',
  ],
  ['R20', OVERLAP, ['OPS-15'], 'each access can be traced to one agent', 'interfaces for forensic analysis'],
  ['R22', OVERLAP, ['PSS-12'], 'copies leave a country in time', REGION_TERMS],
  [
    'R24',
    OVERLAP,
    ['PSS-04'],
    'a customer can learn who has seen which data, and when',
    'malfunctions and changes of configuration',
  ],
  [
    'R26',
    OVERLAP,
    ['INQ-01', 'INQ-02', 'INQ-03'],
    'a disclosure records its basis, and the customer is told unless that is forbidden',
    ORDER_STEPS,
  ],
];

/** Criteria of 2020 whose subject has another id in 2026. */
const CRITERION_OF_2026: Readonly<Record<string, readonly string[]>> = {
  'IDM-07': ['IAM-07'],
  'SSO-03': ['SSO-03', 'SSO-04'],
  'SSO-04': ['SSO-05'],
  'INQ-03': ['INQ-01'],
};

export const CONTROL_MAPPINGS: Readonly<Record<FrameworkId, readonly ControlMapping[]>> = {
  gdpr: GDPR.map((row) => mappingOf(row, (clause) => [clause])),
  'iso-27701-2019': ISO_27701.map((row) => mappingOf(row, (clause) => [`B.${clause}`])),
  'iso-27701-2025': ISO_27701.map((row) => mappingOf(row, (clause) => [CONTROL_OF_2025[clause] ?? clause])),
  'bsi-c5-2020': C5.map((row) => mappingOf(row, (clause) => [clause])),
  'bsi-c5-2026': C5.map((row) => mappingOf(row, (clause) => CRITERION_OF_2026[clause] ?? [clause])),
};

function mappingOf(
  [invariant, relationship, clauses, common, notCovered]: MappingRow,
  idsOf: (clause: string) => readonly string[],
): ControlMapping {
  return { invariant, relationship, clauses: [...new Set(clauses.flatMap(idsOf))], common, notCovered };
}
