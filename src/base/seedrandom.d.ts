/** These modules hold one generator each. The package's main file loads all generators, and Node's cryptography, which takes 10 ms. */
declare module 'seedrandom/lib/alea.js' {
  import type { PRNG } from 'seedrandom';
  export default function alea(seed: string): PRNG;
}
declare module 'seedrandom/lib/xor4096.js' {
  import type { PRNG } from 'seedrandom';
  export default function xor4096(seed: string): PRNG;
}
