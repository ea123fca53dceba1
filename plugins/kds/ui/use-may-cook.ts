import { grants } from "#core/ui/session/grants.ts"
import type { Me } from "#core/ui/session/me.tsx"
import { useAsked } from "#core/ui/session/use-asked.ts"

/**
 * Whether the hub would let whoever is signed in here cook. Until it said no, everything can be pressed: a cook does not
 * wait for an answer, and the hub decides in any case.
 */
export const useMayCook = (): boolean => {
  const me = useAsked<Me>("/auth/me", againMs).value
  return me === undefined || grants(me.permissions, "orders.order.cook")
}

/** A manager gave or took the right meanwhile. */
const againMs = 60_000
