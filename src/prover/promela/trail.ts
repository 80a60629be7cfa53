import { ALL_CLASSES } from '#audit';
import { failure, numbered, type Result, rowAt, success } from '#base';
import {
  ACCESS_PURPOSES,
  ACT_NUMBERS,
  BASIS_KINDS,
  CASE_STATES,
  EMERGENCY_STEPS,
  ESCALATION_REASONS,
  NONE,
  NONE_16,
  NONE_32,
  type Scenario,
  TIERS,
  TRANSITION_EVENTS,
} from '#domain';
import { type ExploredAct, NEW_CASE, type Situation } from '#engine';
import { type JudgedStep, verdictsAlong } from '../evidence.ts';
import { PROPERTY_BITS } from '../properties.ts';
import { MODEL_MOVES } from './acts-text.ts';
import { MODEL_ROLES } from './tables-text.ts';

/** What SPIN reported of a way through a model. */
export interface Trail {
  readonly stream: number;
  /** The property whose assertion failed at its end; null if none did. */
  readonly broken: string | null;
  readonly steps: readonly JudgedStep[];
}

export interface TrailProblem {
  /** From 1; 0 if the file as a whole is meant. */
  readonly line: number;
  readonly value: string;
  readonly what: string;
}

/** The scenario's name as a model prints it. */
export function labelOf(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '_');
}

const { opened: OPENED } = numbered(EMERGENCY_STEPS);
const NO_AGENT = 32_767;
const NOTHING = 255;

/** How many numbers follow each word of a line. */
const NUMBERS: Readonly<Record<string, number>> = {
  transfer: 5,
  store: 3,
  delete: 2,
  emergency: 2,
  assign: 2,
  exception: 3,
  view: 4,
  end: 4,
  escalate: 3,
  transition: 3,
  law: 1,
};

/** Reads what `spin -t` prints for a model of the scenario. Lines that the model has not written are skipped. */
export function readTrail(text: string, scenario: Scenario): Result<Trail, TrailProblem> {
  const reader = new TrailReader(scenario);
  const lines = text.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    const problem = reader.read(line.trim());
    if (problem !== null) return failure({ line: index + 1, value: line.trim().slice(0, 80), what: problem });
  }
  const trail = reader.finish();
  return trail === null
    ? failure({ line: 0, value: `${lines.length} lines`, what: 'it tells no step of a case' })
    : success(trail);
}

class TrailReader {
  private readonly scenario: Scenario;
  private readonly tables;
  private readonly steps: JudgedStep[] = [];
  private now: Situation | null = null;
  private acts: ExploredAct[] = [];
  private up: number[] = [];
  private down: number[] = [];
  private broken: string | null = null;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.tables = rowAt(verdictsAlong(scenario, []), 0).tables;
  }

  finish(): Trail | null {
    if (this.now === null || this.steps.length === 0) return null;
    return { stream: this.now.stream, broken: this.broken, steps: this.steps };
  }

  /** Returns what is wrong with the line; null if nothing is. */
  read(line: string): string | null {
    const failed = /text of failed assertion:.*&\s*(\d+)\)/.exec(line);
    if (failed !== null) this.broken = PROPERTY_BITS[Math.log2(Number(failed[1]))] ?? null;
    const [mark, ...words] = line.split(/\s+/);
    switch (mark) {
      case '~B':
        return this.begin(words);
      case '~A':
        return this.act(words[0] ?? '', words.slice(1).map(Number));
      case '~U':
        return this.decide(words.map(Number));
      case '~N':
        this.forget();
        return null;
      case '~S':
        return this.step(words.map(Number));
      default:
        return null;
    }
  }

  private forget(): void {
    this.acts = [];
    this.up = [];
    this.down = [];
  }

  private begin([name, ...words]: readonly string[]): string | null {
    if (name !== labelOf(this.scenario.name)) return `it is of the scenario ${name}`;
    const [stream, epoch, language, product] = words.map(Number) as [number, number, number, number];
    const { languages, products, streams } = this.scenario;
    if (!(stream in streams && language in languages && product in products))
      return 'the scenario has no such stream, language or product';
    if (!Number.isInteger(epoch)) return 'it names no epoch';
    this.steps.length = 0;
    this.forget();
    this.now = { ...NEW_CASE, stream, epoch, language, product };
    return null;
  }

  private decide([place, is]: readonly number[]): string | null {
    if (place === undefined || !(place in this.scenario.dataCentres)) return 'there is no such data centre';
    if (is === 1) this.up.push(place);
    if (is === 2) this.down.push(place);
    return null;
  }

  private step(numbers: readonly number[]): string | null {
    if (numbers.length !== 18 || !numbers.every(Number.isInteger)) return 'it has not the numbers of a step';
    if (this.now === null) return 'a step comes before the case';
    const none = numbers.map((value) => (value === NOTHING ? NONE : value));
    const [move, epoch, state, language, product, tier, stage, answered] = none as [
      ...[number, number, number, number],
      ...[number, number, number, number],
    ];
    const [primary, replica, group, workingCopy, viewedPlace, consulted, consultedPlace] = none.slice(8) as [
      ...[number, number, number, number],
      ...[number, number, number],
    ];
    const what = MODEL_MOVES[move];
    if (what === undefined || !(state in CASE_STATES)) return 'there is no such move or state';
    for (const one of [group, consulted])
      if (one !== NONE && !(one in this.scenario.groups)) return 'there is no such group';
    for (const one of [primary, replica, workingCopy, viewedPlace, consultedPlace])
      if (one !== NONE && !(one in this.tables.places)) return 'there is no such place';
    const after = {
      stream: this.now.stream,
      epoch,
      state,
      language,
      product,
      tier,
      stage,
      answered,
      primary,
      replica,
      group,
      workingCopy,
      viewedPlace,
      consulted,
      consultedPlace,
      escort: NONE,
      escortPlace: NONE,
      approval: NONE,
    };
    this.steps.push({
      before: this.now,
      after,
      move: { what, up: this.up, down: this.down },
      acts: this.acts,
    });
    this.now = after;
    this.forget();
    return null;
  }

  private act(word: string, numbers: readonly number[]): string | null {
    if (NUMBERS[word] !== numbers.length || !numbers.every(Number.isInteger)) return 'there is no such act';
    const act = this.namesThings(word, numbers) ? this.actOf(word, numbers) : null;
    if (act === null) return 'it names a place or group that does not exist';
    this.acts.push(act);
    return null;
  }

  /** Whether everything exists that the numbers name, apart from groups and agents. */
  private namesThings(word: string, [p = -1, q = -1, r = -1, s = -1]: readonly number[]): boolean {
    const { places } = this.tables;
    const { entities } = this.scenario;
    const maybePlace = (place: number) => place === NOTHING || place in places;
    switch (word) {
      case 'transfer':
        return p in BASIS_KINDS && q >= 0 && q <= entities.length && r in entities && s in places;
      case 'store':
        return p in MODEL_ROLES && q in places && maybePlace(r);
      case 'delete':
        return p in MODEL_ROLES && q in places;
      case 'transition':
        return p in TRANSITION_EVENTS && q in CASE_STATES && r in CASE_STATES;
      case 'escalate':
        return p in ESCALATION_REASONS && r >= 1 && r <= TIERS.length;
      case 'view':
      case 'end':
        return maybePlace(s);
      default:
        return true;
    }
  }

  /** The act with the numbers of a ledger. Null if it names something that does not exist. */
  private actOf(word: string, numbers: readonly number[]): ExploredAct | null {
    const [p, q, r, s, t] = numbers as [number, number, number, number, number];
    const orNone = (value: number, none: number) => (value === NOTHING ? none : value);
    const blank = { aux: p, a: q, b: 0, c: 0, d: 0 };
    switch (word) {
      case 'transfer': {
        const exporter = q === this.scenario.entities.length ? NONE_16 : q;
        return { kind: ACT_NUMBERS.transfer, aux: p, a: exporter, b: r, c: s, d: orNone(t, NONE_32) };
      }
      case 'store':
        return {
          ...blank,
          kind: ACT_NUMBERS.store,
          aux: MODEL_ROLES[p] ?? 0,
          b: orNone(r, NONE_16),
          c: ALL_CLASSES,
        };
      case 'delete':
        return { ...blank, kind: ACT_NUMBERS.delete, aux: MODEL_ROLES[p] ?? 0, c: ALL_CLASSES };
      case 'law':
        return { ...blank, kind: ACT_NUMBERS.law, aux: 0, a: p };
      case 'transition':
        return { ...blank, kind: ACT_NUMBERS.transition, b: r };
      case 'escalate':
        return this.handOverOf(p, q, r);
      default:
        return this.accessOf(word, numbers);
    }
  }

  private handOverOf(aux: number, group: number, d: number): ExploredAct | null {
    const kind = ACT_NUMBERS.escalate;
    if (group === NOTHING) return { kind, aux, a: NONE_16, b: NONE_16, c: NONE_32, d };
    const agent = this.agentOf(2 * group);
    return agent === null ? null : { kind, aux, a: this.tables.centreOf(group), b: group, c: agent, d };
  }

  private accessOf(word: string, numbers: readonly number[]): ExploredAct | null {
    const [p, q, r, d] = numbers as [number, number, number, number];
    const isFirst = word === 'emergency' || word === 'assign';
    const group = isFirst ? p : q;
    const c = this.agentOf(isFirst ? q : r);
    if (c === null || !(group in this.scenario.groups)) return null;
    const a = this.tables.centreOf(group);
    const aux = ACCESS_PURPOSES.indexOf(p === 1 ? 'consultation' : 'support');
    switch (word) {
      case 'emergency':
        return { kind: ACT_NUMBERS['emergency access'], aux: OPENED, a, b: 0, c, d: 1 };
      case 'assign':
        return { kind: ACT_NUMBERS.assign, aux: 0, a: group, b: 1, c, d: 0 };
      case 'exception':
        return { kind: ACT_NUMBERS.exception, aux: 0, a, b: p, c, d: 0 };
      case 'view':
        return { kind: ACT_NUMBERS.view, aux, a, b: group, c, d };
      default:
        return { kind: ACT_NUMBERS['view end'], aux, a, b: group, c, d };
    }
  }

  /** The first agent of a group for an even number, the last for an odd one. */
  private agentOf(who: number): number | null {
    if (who === NO_AGENT) return NONE_32;
    const shifts = this.tables.shifts[who >> 1] ?? [];
    const shift = who % 2 === 0 ? shifts[0] : shifts.at(-1);
    if (shift === undefined) return null;
    return who % 2 === 0 ? shift.firstAgent : shift.firstAgent + shift.agents - 1;
  }
}
