import {
  ITEM_CLASSES,
  PROMISE_DIMENSIONS,
  PROMISE_PROFILES,
  type PromiseProfile,
  type ResidencyPromise,
  type ZoneId,
} from '#domain';
import type { PromiseFile } from '../shape/scenario-file.ts';
import { indexOf } from './names.ts';

type Zones = ResidencyPromise['zones'];

/** The zones of a promise: the profile's, changed by `zones` for all item classes, then by `except` for some. */
export function zonesOf(promise: PromiseFile): Zones {
  const profile: PromiseProfile | undefined = promise.profile && PROMISE_PROFILES[promise.profile];
  const zone = (
    itemClass: (typeof ITEM_CLASSES)[number],
    dimension: (typeof PROMISE_DIMENSIONS)[number],
  ): ZoneId =>
    promise.except?.[itemClass]?.[dimension] ??
    promise.zones?.[dimension] ??
    profile?.zones[dimension] ??
    'ANY';
  return Object.fromEntries(
    ITEM_CLASSES.map((itemClass) => [
      itemClass,
      Object.fromEntries(PROMISE_DIMENSIONS.map((dimension) => [dimension, zone(itemClass, dimension)])),
    ]),
  ) as Zones;
}

/** Where customer data is stored first; ANY if the promise does not say. */
export function storedFirstOf({ profile, storedFirst }: PromiseFile): ZoneId {
  const known: PromiseProfile | undefined = profile && PROMISE_PROFILES[profile];
  return storedFirst ?? known?.storedFirst ?? 'ANY';
}

/** `groups`: their names, as written in `breakGlass.approvers`. */
export function resolvePromise(
  id: string,
  promise: PromiseFile,
  groups: readonly string[],
): ResidencyPromise {
  const profile: PromiseProfile | undefined = promise.profile && PROMISE_PROFILES[promise.profile];
  const { subcontractors = 'any', title = profile?.title ?? id } = promise;
  const storedFirst = storedFirstOf(promise);
  const { access, breakGlass, certified, certifiedSupport, subcontractorStandard, subcontractorsOnly } =
    promise;
  return {
    id,
    title,
    zones: zonesOf(promise),
    storedFirst: storedFirst === 'ANY' ? undefined : storedFirst,
    certified,
    certifiedSupport,
    subcontractors: subcontractors === 'any' ? undefined : subcontractors,
    subcontractorStandard,
    subcontractorsOnly,
    breakGlass: breakGlass && {
      strandedForMs: breakGlass.strandedFor,
      windowMs: breakGlass.window,
      approvers: indexOf(groups, breakGlass.approvers),
      noticeWithinMs: breakGlass.notice,
      reviewWithinMs: breakGlass.review,
    },
    escortedBy: access?.escorted?.by,
    escortedPart: access?.escorted?.part,
    approval: access?.approved,
    learning: promise.learning === 'allowed' ? 'allowed' : undefined,
  };
}
