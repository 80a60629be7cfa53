import type { KnobTurn, ScenarioText } from '../../../protocol.ts';

/** A knob was turned. */
export type Turn = (turn: Omit<KnobTurn, keyof ScenarioText>) => void;
