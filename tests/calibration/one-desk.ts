import type { Channel } from '#domain';
import { parseScenario } from '#scenario';

/** How the desks of two tests differ. */
interface DeskParts {
  readonly horizon: string;
  readonly seed: string;
  readonly channel: Channel;
  /** The hour until which customers come, from nine. */
  readonly untilHour: number;
  readonly perWeek: number;
  /** Absences of its people, as a scenario has them. */
  readonly absences?: string | undefined;
  /** The parts of `work`, one a line. */
  readonly work: readonly string[];
}

/** The file of a desk with eight people from nine to five on workdays. */
export function oneDesk({ absences, channel, horizon, perWeek, seed, untilHour, work }: DeskParts): string {
  const hours = Array.from({ length: 24 }, (_, hour) => (hour >= 9 && hour < untilHour ? 1 : 0));
  const away = absences === undefined ? '' : `absences: ${absences}, `;
  return `meridian: 1
name: desk
title: A desk
start: 2014-06-02T00:00:00Z
horizon: ${horizon}
seed: ${seed}
products: { product: { title: Product } }
entities: { vendor: { title: The vendor, kind: vendor, country: IE } }
dataCentres: { store: { title: Data centre, country: IE, entity: vendor } }
placements: { default: { primary: [store] } }
promises: { none: { title: No promise, zones: { storage: ANY } } }
profiles: { day: { hours: [${hours.join(', ')}], days: { sat: 0, sun: 0 } } }
centres:
  desk:
    title: Desk
    country: IE
    timeZone: Europe/Dublin
    entity: vendor
    hours: 24x7
    groups:
      people: { languages: [en], products: all, ${away}shifts: { day: { agents: 8, days: mon-fri, from: "09:00", to: "17:00" } } }
segments:
  all:
    title: All
    promise: none
    placement: default
    products: { product: 1 }
    severities: { B: 1 }
    channels: { ${channel}: 1 }
    profiles: { ${channel}: day }
    customers: [{ country: IE, timeZone: Europe/Dublin, languages: { en: 1 }, rate: ${perWeek}/week }]
work:
${work.map((line) => `  ${line}\n`).join('')}retention: { eraseAfter: 14 days }
`;
}

/** Reads a scenario that extends no file. */
export function readAlone(text: string) {
  return parseScenario({ path: 'desk.yaml', text, readFile: () => ({ ok: false, problem: 'none' }) });
}
