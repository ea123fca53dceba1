import { createContext, type ReactNode, useContext } from "react"
import { grants } from "./grants.ts"
import { type Asked, useAsked } from "./use-asked.ts"

export interface Membership {
  readonly tenantId: string
  readonly slug: string
  readonly name: string
  readonly role: string
}

/** Who is signed in, and what they may do in the restaurant that they look after now. */
export interface Me {
  readonly tenantId: string
  readonly principal: { readonly kind: string; readonly id: string; readonly name?: string }
  readonly permissions: ReadonlyArray<string>
  readonly fullName: string | null
  /** Key of the role in this restaurant. */
  readonly role: string | null
  readonly instanceAdmin: boolean
  readonly memberships: ReadonlyArray<Membership>
}

const MeContext = createContext<Me | undefined>(undefined)

export const MeProvider = ({ me, children }: { me: Me; children: ReactNode }) => (
  <MeContext value={me}>{children}</MeContext>
)

export const useAskedMe = (): Asked<Me> => useAsked<Me>("/auth/me")

export const useMe = (): Me => {
  const me = useContext(MeContext)
  if (me === undefined) throw new Error("useMe outside MeProvider")
  return me
}

/** Whether the hub would let this person do it. The hub decides; this spares a person a button that only says no. */
export const useMay = (): ((permission: string) => boolean) => {
  const { permissions } = useMe()
  return (permission) => grants(permissions, permission)
}
