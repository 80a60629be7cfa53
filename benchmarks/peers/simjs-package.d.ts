/** simjs 2.0.3 has no types and exports nothing: see simjs.ts. */
declare module 'simjs';
