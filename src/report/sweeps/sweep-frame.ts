/** Size of a drawing of a sweep, and of the field inside its axes. */
export const WIDTH = 340;
export const HEIGHT = 200;
export const LEFT = 58;
export const RIGHT = WIDTH - 12;
export const TOP = 12;
export const BOTTOM = HEIGHT - 40;
