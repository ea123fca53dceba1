import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react"
import type { Device } from "./device.ts"
import { createSession, type Session } from "./session.ts"
import { SignIn } from "./sign-in.tsx"

const SessionContext = createContext<Session | undefined>(undefined)

/** Shows the sign-in form, or what `visitor` may see, until the hub knows who this is. */
export const SessionGate = ({
  device,
  visitor,
  children,
}: {
  device: Device | undefined
  visitor?: ReactNode
  children: (session: Session) => ReactNode
}) => {
  const [session] = useState(() => createSession(device))
  const state = useSyncExternalStore(session.subscribe, session.state)
  return (
    <SessionContext value={session}>
      {state.kind === "signedIn"
        ? children(session)
        : (visitor ?? (
            <main className="sign-in">
              <SignIn session={session} problem={state.problem} device={device !== undefined} />
            </main>
          ))}
    </SessionContext>
  )
}

export const useSession = (): Session => {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error("useSession outside SessionGate")
  return session
}
