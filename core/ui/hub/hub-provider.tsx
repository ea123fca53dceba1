import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from "react"
import { connectHub, type HubClient, type HubStatus } from "#core/client/hub-client.ts"
import { indexedDbOutbox } from "#core/client/indexeddb-outbox.ts"
import { forgetChosenTenant } from "#core/ui/session/chosen-tenant.ts"
import { personIn, type Session } from "#core/ui/session/session.ts"

const HubContext = createContext<HubClient | undefined>(undefined)

/**
 * Connects once for the whole page, and anew when another person takes the handheld over; everything below reaches the
 * hub by {@link useHub}. What a person asked waits in an outbox of their own, one for each restaurant that they look after,
 * and leaves under their own name only.
 */
export const HubProvider = ({ session, children }: { session: Session; children: ReactNode }) => {
  const [hub, setHub] = useState<HubClient>()
  const person = personIn(useSyncExternalStore(session.subscribe, session.state))?.id
  useEffect(() => {
    const tenant = session.chosenTenant()
    let turnedAway = 0
    const client: HubClient = connectHub({
      url: location.origin,
      tenant,
      token: async () => {
        if (client.bye?.code.startsWith("AUTH_")) session.distrustToken()
        turnedAway = client.bye?.code === "AUTH_INVALID" ? turnedAway + 1 : 0
        // Not for its token, then: they do not work there any more. Everything on the page is of that restaurant.
        if (turnedAway > 1 && tenant !== undefined) {
          forgetChosenTenant()
          location.reload()
        }
        const token = await session.token()
        if (personIn(session.state())?.id !== person)
          throw new Error("Somebody else has this handheld now")
        return token
      },
      outbox: indexedDbOutbox(
        [session.name, person, tenant].filter((one) => one !== undefined).join("."),
      ),
    })
    setHub(client)
    return () => client.close()
  }, [session, person])
  if (hub === undefined) return null
  return <HubContext value={hub}>{children}</HubContext>
}

export const useHub = (): HubClient => {
  const hub = useContext(HubContext)
  if (hub === undefined) throw new Error("useHub outside HubProvider")
  return hub
}

export interface LiveState {
  readonly status: HubStatus
  /** Hub's clock, milliseconds since 1970. */
  readonly notLiveSince: number | undefined
  /** The hub's reason for ending the connection, when it gave one. */
  readonly bye: HubClient["bye"]
}

export const useHubStatus = (): LiveState => {
  const hub = useHub()
  const [state, setState] = useState(() => liveStateOf(hub))
  useEffect(() => hub.onStatus(() => setState(liveStateOf(hub))), [hub])
  return state
}

/** How many commands the hub has not answered yet. */
export const usePendingCount = (): number => {
  const hub = useHub()
  const [count, setCount] = useState(0)
  useEffect(() => hub.onPending((pending) => setCount(pending.length)), [hub])
  return count
}

const liveStateOf = ({ status, notLiveSince, bye }: HubClient): LiveState => ({
  status,
  notLiveSince,
  bye,
})
