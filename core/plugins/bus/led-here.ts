import { Context } from "effect"

/** How many facts, each told because of the one before, led to what runs now. 0: a person or the hub began it. */
export const LedHere = Context.Reference<number>("heard/plugins/LedHere", {
  defaultValue: () => 0,
})

/**
 * Plugins that tell each other the same thing in turn would never end, and would take the hub's time from every
 * restaurant. No chain of facts that means something is this long.
 */
export const longestChain = 16
