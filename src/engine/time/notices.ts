/**
 * Kinds of changes of the world. Of those that happen at one instant smaller ones come first: the law, then places, then
 * people (those who come before those who go), and then the lines of those who have gone;
 * emergencies come last, as only then it is known whether a case is stranded.
 */
export const LAW_CHANGE = 0;
export const CLOCK_CHANGE = 1;
export const DATA_CENTRE_UP = 2;
export const DATA_CENTRE_DOWN = 3;
export const EVACUATION = 4;
export const COPY_REVIEW = 5;
export const CENTRE_UP = 6;
export const CENTRE_DOWN = 7;
export const DUTY_BEGINS = 8;
export const AGENT_RETURNS = 9;
export const DUTY_ENDS = 10;
export const AGENT_LEAVES = 11;
export const DISCLOSURE = 12;
export const NOTICE_OF_DISCLOSURE = 13;
export const LINES_CLOSE = 14;
export const EMERGENCY_ENDS = 15;
export const EMERGENCY_NOTICE = 16;
export const EMERGENCY_REVIEW = 17;
export const EMERGENCY_LOOK = 18;
