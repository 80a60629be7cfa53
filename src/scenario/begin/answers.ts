import type { Channel, Tier } from '#domain';

/** A user's first answers about an organisation. Everything else in a new scenario is an assumption, and is marked as one. */
export interface Answers {
  readonly title: string;
  readonly centres: readonly CentreAnswer[];
  readonly customers: readonly CustomersAnswer[];
}

export interface CentreAnswer {
  readonly title: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** IANA. */
  readonly timeZone: string;
  readonly groups: readonly GroupAnswer[];
}

export interface GroupAnswer {
  readonly title: string;
  readonly tier: Tier;
  /** BCP 47; every agent speaks all of them. */
  readonly languages: readonly string[];
  readonly shifts: readonly ShiftAnswer[];
}

export interface ShiftAnswer {
  readonly agents: number;
  /** The days as a scenario file has them: `mon-fri`. */
  readonly days: string;
  readonly from: string;
  readonly to: string;
}

export const PROMISE_ANSWERS = ['none', 'stored', 'stored and seen'] as const;
/** Whether these customers' data must be stored in the EEA only, or also be seen from there only. */
export type PromiseAnswer = (typeof PROMISE_ANSWERS)[number];

export interface CustomersAnswer {
  readonly title: string;
  readonly country: string;
  readonly timeZone: string;
  readonly language: string;
  /** Cases in a normal week. */
  readonly perWeek: Readonly<Record<Channel, number>>;
  readonly promise: PromiseAnswer;
}

/** An id made from a title: lower-case letters, digits and hyphens; `otherwise` if none of these is left. */
export function idOf(title: string, otherwise: string): string {
  const id = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 56)
    .replace(/^-+|-+$/g, '');
  return id === '' ? otherwise : id;
}

/** An id for each title, all distinct. */
export function idsOf(titles: readonly string[], otherwise: string): readonly string[] {
  const taken = new Set<string>();
  return titles.map((title) => {
    const wanted = idOf(title, otherwise);
    let id = wanted;
    for (let k = 2; taken.has(id); k++) id = `${wanted}-${k}`;
    taken.add(id);
    return id;
  });
}
