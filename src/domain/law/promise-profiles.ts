import type { PromiseDimension } from '../vocabulary.ts';
import { summer, winter } from './instants.ts';
import type { Reference } from './sources.ts';
import type { ZoneId } from './zones.ts';

/**
 * A promise that was really made (or proposed), reduced to a zone per dimension. ANY restricts nothing. storage: primary copies and
 * replicas. backup: backups. workingCopy: copies on the support system where a case is worked. processing: where machines handle the data.
 * access: where the person who sees it is. personnel: where that person must reside.
 */
export interface PromiseProfile extends Reference {
  readonly id: string;
  readonly title: string;
  readonly zones: Readonly<Record<PromiseDimension, ZoneId>>;
  /** The zone in which customer data is stored first. Left out if the promise does not say. */
  readonly storedFirst?: ZoneId;
  /** The zone whose customers it is offered to. Left out: anybody. */
  readonly offeredTo?: ZoneId;
  /** Dimensions that the text leaves open, where the zone is our interpretation. */
  readonly interpreted: readonly PromiseDimension[];
  /** First day of the offer, if known; UTC epoch ms. */
  readonly offeredFromMs?: number;
  readonly note: string;
}

/** Promises one zone for every dimension. */
function everywhere(zone: ZoneId): Record<PromiseDimension, ZoneId> {
  return { storage: zone, backup: zone, workingCopy: zone, processing: zone, access: zone, personnel: zone };
}

export const PROMISE_PROFILES = {
  'css-default-2014': {
    id: 'css-default-2014',
    title: 'Default support of 2014: stored in the United States first, then anywhere',
    source: 'Microsoft CSS, "Leadership in Transparency", geographic boundaries',
    confidence: 'verified',
    zones: everywhere('ANY'),
    storedFirst: 'US',
    interpreted: [],
    note:
      'Data is stored in data centres in the United States, and may then be transferred to, stored and processed in other countries: ' +
      'no boundary is promised for that. It leaves the EEA and Switzerland under the Safe Harbor frameworks.',
  },
  'premier-eea-2014': {
    id: 'premier-eea-2014',
    title: 'Premier Support of 2014 with storage restricted to EEA data centres',
    source: 'Microsoft CSS, "Leadership in Transparency", geographic boundaries',
    confidence: 'verified',
    zones: { ...everywhere('ANY'), storage: 'EEA', backup: 'EEA', workingCopy: 'EEA' },
    offeredTo: 'EEA',
    interpreted: ['backup', 'workingCopy'],
    note:
      'Offered to certain customers in the EEA. The text restricts storage and nothing else. A backup and a working copy are storage too: our reading. Viewing ' +
      'from elsewhere keeps the promise, and is still a transfer that needs a basis.',
  },
  'eu-data-boundary-2025': {
    id: 'eu-data-boundary-2025',
    title: 'EU Data Boundary with support data, 2025: EU and EFTA',
    source: 'learn.microsoft.com, privacy/eudb',
    confidence: 'verified-secondary',
    zones: { ...everywhere('EU_EFTA'), access: 'ANY', personnel: 'ANY' },
    interpreted: ['workingCopy'],
    offeredFromMs: winter('2025-02-26'),
    note: 'Processing has documented exceptions; access from elsewhere is by approval and in secured sessions.',
  },
  'eu-personnel': {
    id: 'eu-personnel',
    title: 'EU data and EU personnel located in the EU',
    source: 'docs.cloud.google.com, Assured Workloads, EU data boundary and support',
    confidence: 'verified',
    zones: everywhere('EU'),
    interpreted: ['backup', 'workingCopy'],
    note: 'Needs Enhanced or Premium support.',
  },
  'union-only-support': {
    id: 'union-only-support',
    title: 'Level 2 of the proposed cloud act: support performed only inside the Union',
    source: 'COM(2026) 502 final, Annex II, 2.1(c) and (h), as quoted by cadafaq.com',
    confidence: 'verified-secondary',
    zones: { ...everywhere('EU'), personnel: 'ANY' },
    interpreted: ['backup', 'workingCopy', 'personnel'],
    offeredFromMs: summer('2026-06-03'),
    note: 'A proposal. It binds where support is performed, also by subcontractors, not where people reside.',
  },
} as const satisfies Readonly<Record<string, PromiseProfile>>;

export type PromiseProfileId = keyof typeof PROMISE_PROFILES;
