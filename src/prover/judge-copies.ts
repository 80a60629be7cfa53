import { ALL_CLASSES } from '#audit';
import { numbered } from '#base';
import { ACT_NUMBERS, BASIS_KINDS, CASE_STATES, COPY_ROLES, NONE_16 } from '#domain';
import type { ExploredAct } from '#engine';
import {
  type Bench,
  classesOf,
  copyOf,
  narrowCopy,
  placeOf,
  type Reading,
  roleOf,
  withoutNarrow,
} from './evidence.ts';

const { transfer: TRANSFER } = ACT_NUMBERS;
const { 'open.working': WORKING, erased: ERASED } = numbered(CASE_STATES);
const {
  primary: PRIMARY,
  replica: REPLICA,
  backup: BACKUP,
  'working copy': WORKING_COPY,
} = numbered(COPY_ROLES);

/** A copy is made: `a` place, `b` place it was made from, `aux` role. */
export function judgeStore(
  bench: Bench,
  reading: Reading,
  { a: place, aux: role, b: source, c: classes }: ExploredAct,
): void {
  const { checks } = bench;
  const { copies, narrow, now, state, stream, wasStored } = reading;
  const copy = copyOf(role, place);
  const isBack = state === ERASED || (wasStored && copies.length === 0);
  checks.check('R17', !isBack, () => 'a copy is stored after the case was erased');
  checks.check(
    'R18.copies-exist',
    !copies.includes(copy),
    () => `a ${COPY_ROLES[role]} is stored where one already is`,
  );
  judgePlace(bench, reading, role, place, source);
  if (source !== NONE_16) {
    const held = copies
      .filter((other) => placeOf(other) === source)
      .reduce((sum, other) => sum | classesOf(narrow, other), 0);
    checks.check('R2', held !== 0 && (classes & ~held) === 0, () => {
      const what = held === 0 ? 'which has no copy' : 'where some of its item classes are missing';
      return `a copy is made from ${now.tables.placeName(source)}, ${what}`;
    });
  }
  if (now.contracts.asksOf(stream)) {
    const why = now.contracts.whyNotAt(stream, place, reading.step.before.product);
    checks.check('R9', why === null, () => `a copy is stored at ${now.tables.placeName(place)}; ${why}`);
  }
  if (now.isLeavingSoon && isKept(role)) {
    const left = now.leftBy(stream, role, place, true);
    checks.check('R22', left === null, () => {
      return `a copy is stored at ${now.tables.placeName(place)}, although ${left} soon`;
    });
  }
  judgeTransferBefore(bench, reading, place, source);
  reading.wasStored = true;
  if (!isBack && classes !== ALL_CLASSES && !copies.includes(copy))
    reading.narrow = [...narrow, narrowCopy(copy, classes)].sort((left, right) => left - right);
  (isBack ? reading.restored : copies).push(copy);
}

function judgePlace(
  { checks }: Bench,
  { now, step, stream }: Reading,
  role: number,
  place: number,
  source: number,
): void {
  const why = now.whyNotStored(stream, role, ALL_CLASSES, place);
  const whyNotFirst = source === NONE_16 ? now.whyNotStoredFirst(stream, place) : null;
  const message = () => `a ${COPY_ROLES[role]} is stored at ${why}`;
  checks.check('R1', why === null && whyNotFirst === null, () => {
    return why === null ? `what the customer sent is stored first at ${whyNotFirst}` : message();
  });
  if (!isKept(role)) return;
  const { primary, replica } = now.tables.stream(stream);
  const isMade = role !== PRIMARY || source !== NONE_16;
  // Data centres whose state the step did not ask for may also be down.
  const down = isMade
    ? []
    : [...primary, ...replica].filter((place) => !step.move.up.includes(place)).slice(0, 1);
  if (isMade || down.length > 0) checks.check('R3', why === null, message, down);
}

/** Primaries, replicas and backups are permanent, unlike working copies. */
function isKept(role: number): boolean {
  return role === PRIMARY || role === REPLICA || role === BACKUP;
}

export function judgeDelete({ checks }: Bench, reading: Reading, { a, aux }: ExploredAct): void {
  const { copies, now, restored } = reading;
  const copy = copyOf(aux, a);
  const from = copies.includes(copy) ? copies : restored;
  const at = from.indexOf(copy);
  checks.check('R18.copies-exist', at !== -1, () => {
    return `a ${COPY_ROLES[aux]} is deleted at ${now.tables.placeName(a)}, where there was none`;
  });
  if (at !== -1) from.splice(at, 1);
  if (from === copies && reading.narrow.length > 0) reading.narrow = withoutNarrow(reading.narrow, copy);
}

export function judgeTransfer(
  { checks }: Bench,
  { now, stream }: Reading,
  { a, aux, b, c, d }: ExploredAct,
): void {
  const claim = { kind: aux, exporter: a, importer: b, place: c, instrument: d };
  const judgement = now.law.judge(stream, claim);
  if (judgement.verdict === 'open') {
    checks.leaveOpen('R7', judgement.reason);
    return;
  }
  checks.check('R7', judgement.verdict === 'valid', () => {
    return `a transfer to ${now.tables.placeName(c)} relies on '${BASIS_KINDS[aux]}', which is no valid basis for it`;
  });
}

/**
 * If a basis is needed, the transfer must be recorded just before, and one to the employer of the agent before that. `source`: the place read or
 * copied from. `employer`: null if the company of the place employs the agent.
 */
export function judgeTransferBefore(
  { checks }: Bench,
  { earlier, now, previous, stream }: Reading,
  place: number,
  source: number,
  employer: number | null = null,
): void {
  const { tables } = now;
  const exporter = source === NONE_16 ? NONE_16 : tables.entityOf(source);
  const isTo = (importer: number, act: ExploredAct | undefined) =>
    act?.kind === TRANSFER && act.c === place && act.b === importer && act.a === exporter;
  const isRecorded =
    !now.law.needsBasis(stream, exporter, place) ||
    (isTo(tables.entityOf(place), previous) && (employer === null || isTo(employer, earlier)));
  checks.check(
    'R7',
    isRecorded,
    () => `data goes to ${tables.placeName(place)}, and no transfer is recorded`,
  );
}

/** Checks of copies between steps. */
export function judgeRestingCopies(
  { checks, scenario }: Bench,
  { copies, now, state, step, stream, view }: Reading,
): void {
  const { tables } = now;
  const local = view === null ? null : tables.centreOf(view.group);
  if (local !== null && scenario.centres[local]?.access === 'local system') {
    const hasCopy = copies.includes(copyOf(WORKING_COPY, tables.placeOfCentre(local)));
    checks.check(
      'R18.copies-exist',
      hasCopy,
      () => 'a centre with a local system works on the case without a copy there',
    );
  }
  // R18 reports a view that is not recorded.
  if (view !== null || state !== WORKING) {
    const left = copies.find(
      (copy) =>
        roleOf(copy) === WORKING_COPY && (local === null || placeOf(copy) !== tables.placeOfCentre(local)),
    );
    checks.check('R16', left === undefined, () => {
      return `a working copy remains at ${tables.placeName(placeOf(left ?? 0))} after the view has ended`;
    });
  }
  if (state !== ERASED) return;
  checks.check('R15.erased-whole', copies.length === 0, () => 'copies of an erased case remain');
  if (step.before.state === ERASED || !now.knowsHolds(stream)) return;
  const hold = now.whyNotErased(stream);
  checks.check('R15.none-in-hold', hold === null, () => `the case is erased during ${hold}`);
}

/** Checks of copies after all dated changes of an instant. */
export function judgeCopiesAfterChange({ checks }: Bench, { copies, now, restored, stream }: Reading): void {
  for (const copy of [...copies, ...restored]) {
    const why = now.whyNotStored(stream, roleOf(copy), ALL_CLASSES, placeOf(copy));
    checks.check(
      'R1',
      why === null,
      () => `since a dated change, a ${COPY_ROLES[roleOf(copy)]} is stored at ${why}`,
    );
  }
  for (const copy of copies) {
    const role = COPY_ROLES[roleOf(copy)];
    const where = () => now.tables.placeName(placeOf(copy));
    if (now.isLeaving) {
      const left = now.leftBy(stream, roleOf(copy), placeOf(copy), false);
      checks.check('R22', left === null, () => `a ${role} is still at ${where()} when ${left}`);
    }
    if (now.isGraceOver) {
      const isGone = !now.hasToBeGone(stream, placeOf(copy));
      checks.check('R8', isGone, () => {
        return `a ${role} remains at ${where()} too long: the basis on which it was stored there has ended`;
      });
    }
  }
}
