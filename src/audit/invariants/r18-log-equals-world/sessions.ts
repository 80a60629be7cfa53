import { numbered } from '#base';
import {
  NONE_16,
  type RunMs,
  SESSION_STEPS,
  type Software,
  type SoftwareIndex,
  servesLanguage,
} from '#domain';
import { type CaseView, SUBMITTED } from '../../facts/case-state.ts';
import type { ActViewOf } from '../../facts/facts.ts';
import { NONE } from '../../facts/world-state.ts';
import { mayProcess } from '../../law/processing.ts';
import { Judge } from '../invariant.ts';
import { CaseNumbers } from './case-numbers.ts';

const {
  'all taken': ALL_TAKEN,
  begins: BEGINS,
  'broken off': BROKEN_OFF,
  'comes back': COMES_BACK,
  contained: CONTAINED,
  'given up': GIVEN_UP,
  'handed over': HANDED_OVER,
  'not for software': NOT_FOR_SOFTWARE,
  'not reachable': NOT_REACHABLE,
  waits: WAITS,
} = numbered(SESSION_STEPS);
/** Steps that need a session, and those that a case takes when it arrives. */
const ENDS: readonly number[] = [CONTAINED, HANDED_OVER, BROKEN_OFF];
const FIRST: readonly number[] = [NOT_FOR_SOFTWARE, NOT_REACHABLE, ALL_TAKEN, WAITS, BEGINS];

/**
 * Part of R18: a new case goes to software that takes its channel, product and language, once and before people, and never to more sessions
 * at a time than there are. It goes straight to people only for a true reason. Cases that are contained come back as the scenario lets them. Whether software
 * may have a case that it gets is judged by R4, R6, R7 and R9.
 */
export class Sessions extends Judge {
  private readonly software: readonly Software[] = this.facts.tables.scenario.software ?? [];
  /** Sessions in hand, by software. */
  private readonly inHand = this.software.map(() => 0);
  private readonly contained = new CaseNumbers();
  /** Cases that follow an earlier one, and cases that have been with software or have been told why not. */
  private readonly settled = new Set<number>();
  private lawChangedMs: RunMs = NONE;

  lawHasChanged(): void {
    this.lawChangedMs = this.facts.moment.timeMs;
  }

  /** Called before the facts record the step. */
  recorded(supportCase: CaseView, { a: software, aux: step, b: place }: ActViewOf<'session'>): void {
    this.tally.checks++;
    const one = this.software[software];
    if (one === undefined) return this.violate(supportCase, `software ${software} does not exist`);
    const expected = step === BEGINS ? (one.model?.dataCentre ?? NONE_16) : NONE_16;
    const why =
      place === expected
        ? this.whyNot(supportCase, step, one, software)
        : 'the ledger has another data centre than that of its model';
    if (why !== null)
      this.violate(supportCase, `software ${one.id}, '${SESSION_STEPS[step] ?? step}': ${why}`);
    const { number } = supportCase;
    this.settled.add(number);
    if (step === BEGINS) this.change(software, 1);
    else if (supportCase.rare.sessionOf === software) this.change(software, -1);
    if (step === CONTAINED && one.comesBack !== undefined) this.contained.add(number);
  }

  /** Called when the case follows an earlier one: it goes straight to people. */
  follows({ number }: CaseView): void {
    if (this.software.length > 0) this.settled.add(number);
  }

  /** Whether the customer of the earlier case, which had been contained, may come back; at most once. */
  takesBack(earlier: number): boolean {
    return this.contained.take(earlier);
  }

  /** Called when a new case is submitted: software that knows such cases has had it, or the ledger says why not. */
  submitted(supportCase: CaseView): void {
    if (this.software.length === 0) return;
    this.tally.checks++;
    const { number } = supportCase;
    if (supportCase.rare.sessionOf !== NONE)
      this.violate(supportCase, 'the case goes to people while software has it');
    if (supportCase.rare.sessionStep === WAITS)
      this.violate(supportCase, 'the case goes to people while it waits for software, and has not given up');
    if (this.settled.delete(number)) return;
    const one = this.software.find((known) => this.knows(known, supportCase));
    if (one !== undefined)
      this.violate(
        supportCase,
        `the case goes straight to people, although software ${one.id} answers such cases`,
      );
  }

  /** Whether a case may be stored as resolved at its opening. */
  wasContained({ rare }: CaseView): boolean {
    return rare.sessionStep === CONTAINED;
  }

  private change(software: SoftwareIndex, delta: 1 | -1): void {
    this.inHand[software] = (this.inHand[software] ?? 0) + delta;
  }

  /** Why the case cannot take the step now, or null. */
  private whyNot(supportCase: CaseView, step: number, one: Software, software: SoftwareIndex): string | null {
    const { number, rare, state } = supportCase;
    const isFull = (this.inHand[software] ?? 0) >= (one.sessions ?? Number.POSITIVE_INFINITY);
    if (state !== SUBMITTED) return 'the case has gone to people already';
    if (step === COMES_BACK) return one.comesBack === undefined ? 'nobody comes back from it' : null;
    if (FIRST.includes(step)) {
      const hasWaited = step === BEGINS && rare.sessionStep === WAITS;
      if (this.settled.has(number) && !hasWaited) return 'the case has been with software before';
      if (!this.knows(one, supportCase)) return 'it does not answer such cases';
      if (step === NOT_FOR_SOFTWARE) return this.whyForSoftware(supportCase);
      if (step === NOT_REACHABLE && this.isUp(one)) return 'it is reachable';
      if ((step === WAITS || step === BEGINS) && !this.isUp(one)) return 'it is not reachable';
      if (step === BEGINS) return isFull ? 'all its sessions are taken' : null;
      if (step !== ALL_TAKEN && step !== WAITS) return null;
      if (!isFull) return 'not all its sessions are taken';
      if (step === WAITS) return one.waits === undefined ? 'no case waits for it' : null;
      return one.waits === undefined ? null : 'cases wait for it';
    }
    if (ENDS.includes(step)) {
      if (rare.sessionOf !== software) return 'it does not have the case';
      return step === BROKEN_OFF && this.isUp(one) && !this.hasLawChanged
        ? 'nothing breaks off the session'
        : null;
    }
    if (step === GIVEN_UP && rare.sessionStep !== WAITS) return 'the case does not wait for it';
    return SESSION_STEPS[step] === undefined ? 'there is no such step' : null;
  }

  private get hasLawChanged(): boolean {
    return this.lawChangedMs === this.facts.moment.timeMs;
  }

  private isUp({ model }: Software): boolean {
    if (model === undefined) return true;
    const { moment, tables, world } = this.facts;
    const isEmptied = tables.scenario.evacuations.some(
      ({ atMs, dataCentre }) => dataCentre === model.dataCentre && atMs <= moment.timeMs,
    );
    return world.dataCentreUp[model.dataCentre] === 1 && !isEmptied;
  }

  /** Says which software promise and law let have the case; null if they let none that answers such cases. */
  private whyForSoftware(supportCase: CaseView): string | null {
    const other = this.software.find((one) => this.knows(one, supportCase) && this.mayHave(one, supportCase));
    return other === undefined ? null : `promise and law let ${other.id} have the case`;
  }

  private mayHave({ model }: Software, supportCase: CaseView): boolean {
    return model === undefined
      ? this.facts.contracts.whyNotAgreed(supportCase.stream) === null
      : mayProcess(model, supportCase, this.facts);
  }

  private knows(
    { channels, languages, products }: Software,
    { language, product, stream }: CaseView,
  ): boolean {
    const { scenario } = this.facts.tables;
    const { channel } = scenario.streams[stream] ?? {};
    const wanted = scenario.languages[language] ?? '';
    return (
      channel !== undefined &&
      channels.includes(channel) &&
      products[product] === 1 &&
      languages.some((spoken) => servesLanguage(scenario.languages[spoken] ?? '', wanted))
    );
  }
}
