/**
 * Programs that tests start write without colours, whatever the terminal that the tests were started from asks for: what they print
 * is compared as text. A test of the colours themselves asks for them.
 */
delete process.env.FORCE_COLOR;
process.env.NO_COLOR = '1';
