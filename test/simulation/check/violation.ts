/** A promise of the hub that was broken. */
export interface Violation {
  readonly promise: "lost" | "heard" | "order" | "screen" | "paper" | "alive"
  readonly what: string
}

export const broken =
  (promise: Violation["promise"]) =>
  (what: string): Violation => ({ promise, what })
