/** Chance that can be repeated: the same seed makes the same evening. */
export interface Chance {
  /** 0 up to but not 1. */
  readonly draw: () => number
  /** Both ends may come. */
  readonly between: (from: number, to: number) => number
  readonly happens: (probability: number) => boolean
  readonly oneOf: <A>(choices: ReadonlyArray<A>) => A | undefined
}

/** @param seed any whole number; mulberry32 */
export const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0
  const draw = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    draw,
    between: (from, to) => from + Math.floor(draw() * (to - from + 1)),
    happens: (probability) => draw() < probability,
    oneOf: (choices) => choices[Math.floor(draw() * choices.length)],
  }
}
