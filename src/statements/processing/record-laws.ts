import { lawInstants, legalRegimesOf } from '#audit';
import { groupedBy, memoised, runsOf } from '#base';
import { LEGAL_REGIMES, type Scenario } from '#domain';

/** What a data protection act says about those who process data for others, by its articles. */
export interface RecordLaw {
  readonly title: string;
  /** Articles that require a processor to keep a record, by section of the record; null if there are none. */
  readonly record: {
    readonly whole: string;
    readonly categories: string;
    readonly transfers: string;
    readonly security: string;
  } | null;
  readonly transfers: string;
  readonly subProcessors: string;
  readonly security: string;
}

/** GDPR and UK GDPR have the same articles. */
function gdpr(name: string): Omit<RecordLaw, 'title'> {
  return {
    record: {
      whole: `${name} Art. 30(2)`,
      categories: `${name} Art. 30(2)(b)`,
      transfers: `${name} Art. 30(2)(c)`,
      security: `${name} Art. 30(2)(d)`,
    },
    transfers: `${name} Arts 44 to 49`,
    subProcessors: `${name} Art. 28(2) and (4): customers are told of sub-processors beforehand, and the same duties bind these`,
    security: `${name} Art. 32`,
  };
}

const DIRECTIVE: Omit<RecordLaw, 'title'> = {
  record: null,
  transfers: 'Directive 95/46/EC, Arts 25 and 26',
  subProcessors:
    'Directive 95/46/EC, Art. 17(2) and (3): a controller chooses processors with sufficient guarantees and binds them by contract',
  security: 'Directive 95/46/EC, Art. 17(1)',
};

/** By the id of the legal regime, whose title each has unless it gives its own. Acts without rules on such records (HIPAA) are left out. */
const LAWS: Readonly<Record<string, Omit<RecordLaw, 'title'> & { readonly title?: string }>> = {
  DIR_95_46: { title: 'Directive 95/46/EC', ...DIRECTIVE },
  DIR_95_46_EEA_EFTA: DIRECTIVE,
  GDPR_EU: gdpr('GDPR'),
  GDPR_EEA_EFTA: gdpr('GDPR'),
  GDPR_GB_TRANSITION: gdpr('GDPR'),
  UK_GDPR: gdpr('UK GDPR'),
  CH_FADP_1992: {
    record: null,
    transfers: 'Swiss Data Protection Act of 1992, Art. 6',
    subProcessors:
      'Swiss Data Protection Act of 1992, Art. 10a: processing by third parties, by agreement or by law',
    security: 'Swiss Data Protection Act of 1992, Art. 7',
  },
  CH_FADP_2020: {
    record: {
      whole: 'Swiss Data Protection Act of 2020, Art. 12(3)',
      categories: 'Swiss Data Protection Act of 2020, Art. 12(3)',
      transfers: 'Swiss Data Protection Act of 2020, Art. 12(3)',
      security: 'Swiss Data Protection Act of 2020, Art. 12(3)',
    },
    transfers: 'Swiss Data Protection Act of 2020, Arts 16 and 17',
    subProcessors:
      'Swiss Data Protection Act of 2020, Art. 9(3): a processor may pass work on only with the prior approval of the controller',
    security: 'Swiss Data Protection Act of 2020, Art. 8',
  },
};

/** A law while it governs the data of customers in some countries; null if no modelled act does. */
export interface LawInForce {
  readonly law: RecordLaw | null;
  readonly countries: readonly string[];
  readonly fromMs: number;
  readonly toMs: number;
}

/** The data protection acts that govern the data of a scenario's customers, from the start of the run on (ms). */
export class RecordLaws {
  private readonly scenario: Scenario;
  /** When some act or membership may change, ascending from 0. */
  private readonly beginsMs: readonly number[];

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    const ofActs = LEGAL_REGIMES.flatMap(({ validFromMs, validToMs }) => [validFromMs, validToMs])
      .map((epochMs) => epochMs - scenario.startEpochMs)
      .filter((ms) => ms > 0 && ms < scenario.horizonMs);
    this.beginsMs = [...new Set([0, ...lawInstants(scenario), ...ofActs])].sort(
      (left, right) => left - right,
    );
  }

  /** The act that governs data of customers in the country. */
  at(country: string, timeMs: number): RecordLaw | null {
    return this.ofCountry(country)[this.beginsMs.findLastIndex((ms) => ms <= timeMs)] ?? null;
  }

  /** Every law that governs data of some customer of the scenario until `endMs`, in order of time. */
  inForce(endMs: number): readonly LawInForce[] {
    const countries = [...new Set(this.scenario.streams.map(({ country }) => country))].sort();
    const rows = countries.flatMap((country) =>
      this.stretchesOf(country, endMs).map((stretch) => ({ country, stretch })),
    );
    const alike = groupedBy(rows, ({ stretch: { fromMs, law, toMs } }) => `${law?.title} ${fromMs} ${toMs}`);
    return [...alike.values()]
      .map((same) => ({ ...same[0].stretch, countries: same.map(({ country }) => country) }))
      .sort((left, right) => left.fromMs - right.fromMs);
  }

  /** Joins stretches in which the law stays the same. */
  private stretchesOf(country: string, endMs: number): readonly Omit<LawInForce, 'countries'>[] {
    const stretches = this.ofCountry(country).map((law, i) => ({
      law,
      fromMs: this.beginsMs[i] ?? 0,
      toMs: Math.min(this.beginsMs[i + 1] ?? endMs, endMs),
    }));
    const own = stretches.filter(({ fromMs, toMs }) => fromMs < toMs);
    const runs = runsOf(own, ({ law }, before) => law?.title === before.law?.title);
    return runs.map(([first, ...rest]) => ({ ...first, toMs: rest.at(-1)?.toMs ?? first.toMs }));
  }

  /** The law in each stretch. */
  private readonly ofCountry = memoised((country: string) =>
    this.beginsMs.map((ms) => lawOf(country, this.scenario.startEpochMs + ms)),
  );
}

/** If several acts govern a country, the last in the table is the most specific. */
function lawOf(country: string, epochMs: number): RecordLaw | null {
  for (const { id, title } of legalRegimesOf(country, epochMs).toReversed()) {
    const law = LAWS[id];
    if (law !== undefined) return { ...law, title: law.title ?? title };
  }
  return null;
}
