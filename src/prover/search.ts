import { numbered } from '#base';
import { CASE_STATES } from '#domain';
import { type CaseMoves, type Situation, situationKey } from '#engine';
import { type Broken, type Evidence, evidenceKey, type JudgedStep, NOTHING } from './evidence.ts';
import type { Judge } from './judge.ts';
import type { PropertyId } from './properties.ts';

/** The shortest way to break a property. */
export interface Breaking {
  readonly message: string;
  /** Data centres that must be down at its end, in addition to those that the moves name. */
  readonly down: readonly number[];
  readonly steps: readonly JudgedStep[];
}

/** The findings for one stream's cases. */
export interface StreamFindings {
  readonly states: number;
  readonly transitions: number;
  /** Steps that break each property, and the shortest way to one of them. */
  readonly broken: ReadonlyMap<PropertyId, { readonly steps: number; readonly first: Breaking }>;
  /** Acts that can be judged neither way, by property and reason. */
  readonly undecided: ReadonlyMap<PropertyId, ReadonlyMap<string, number>>;
  /** Situations in which cases wait for an agent or a place. */
  readonly waiting: readonly Situation[];
}

const { 'open.waiting.queued': QUEUED, stalled: STALLED } = numbered(CASE_STATES);

/** Explores everything that can happen to a stream's cases, breadth first, so that the first way found is a shortest one. */
export function searchStream(moves: CaseMoves, judge: Judge, stream: number): StreamFindings {
  const situations: Situation[] = [];
  const evidences: Evidence[] = [];
  /** Keys of the evidences, since most steps keep the evidence as it was. */
  const evidenceKeys: string[] = [];
  /** The previous node, −1 for a beginning. */
  const parents: number[] = [];
  const known = new Set<string>();
  const firsts = new Map<PropertyId, Broken & { steps: number; node: number; last: JudgedStep }>();
  const undecided = new Map<PropertyId, Map<string, number>>();
  const waiting: Situation[] = [];
  let transitions = 0;

  function add(situation: Situation, evidence: Evidence, parent: number): void {
    const isKept = parent !== -1 && evidence === evidences[parent];
    const keyOfEvidence = isKept ? (evidenceKeys[parent] as string) : evidenceKey(evidence);
    const key = situationKey(situation) + keyOfEvidence;
    if (known.has(key)) return;
    known.add(key);
    situations.push(situation);
    evidences.push(evidence);
    evidenceKeys.push(keyOfEvidence);
    parents.push(parent);
    if (situation.state === QUEUED || situation.state === STALLED) waiting.push(situation);
  }

  for (const situation of moves.beginnings(stream)) add(situation, NOTHING, -1);
  for (let node = 0; node < situations.length; node++) {
    const before = situations[node] as Situation;
    const evidence = evidences[node] as Evidence;
    moves.forEachNext(before, (after, move, acts) => {
      transitions++;
      const then = judge.judge(evidence, { before, after, move, acts });
      for (const broken of judge.broken) {
        const found = firsts.get(broken.id);
        if (found !== undefined) found.steps++;
        else
          firsts.set(broken.id, {
            ...broken,
            steps: 1,
            node,
            last: { before, after, move, acts: [...acts] },
          });
      }
      for (const { id, reason } of judge.undecided) addTo(undecided, id, reason, 1);
      add(after, then, node);
    });
  }

  /** Only parents are stored, so the steps are repeated to describe them. */
  function wayTo(node: number): readonly JudgedStep[] {
    const steps: JudgedStep[] = [];
    for (let child = node; parents[child] !== -1; child = parents[child] as number) {
      const before = situations[parents[child] as number] as Situation;
      const evidence = evidences[parents[child] as number] as Evidence;
      const wanted = situationKey(situations[child] as Situation) + evidenceKey(evidences[child] as Evidence);
      let step: JudgedStep | null = null;
      moves.forEachNext(before, (after, move, acts) => {
        if (step !== null) return;
        const then = judge.retrace(evidence, { before, after, move, acts });
        if (situationKey(after) + evidenceKey(then) === wanted)
          step = { before, after, move, acts: [...acts] };
      });
      if (step !== null) steps.push(step);
    }
    return steps.reverse();
  }

  const broken = new Map(
    [...firsts].map(([id, { down, last, message, node, steps }]) => {
      return [id, { steps, first: { message, down, steps: [...wayTo(node), last] } }];
    }),
  );
  return { states: situations.length, transitions, broken, undecided, waiting };
}

export function addTo(
  undecided: Map<PropertyId, Map<string, number>>,
  id: PropertyId,
  reason: string,
  acts: number,
): void {
  const reasons = undecided.get(id) ?? new Map<string, number>();
  undecided.set(id, reasons.set(reason, (reasons.get(reason) ?? 0) + acts));
}
