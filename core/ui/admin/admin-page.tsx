import { useEffect } from "react"
import { Failure } from "#core/ui/design/failure.tsx"
import { ApiRefusal } from "#core/ui/session/api.ts"
import { chosenTenant, forgetChosenTenant } from "#core/ui/session/chosen-tenant.ts"
import { MeProvider, useAskedMe } from "#core/ui/session/me.tsx"
import { ManifestProvider } from "#core/ui/shell/manifest.tsx"
import { OfficeFrame } from "./office-frame.tsx"
import { OperationsProvider } from "./plugins/operations.tsx"
import "./office.css"

/** The back office: what the restaurant runs, who may do what, and what happened. */
const AdminPage = () => {
  const { value: me, problem, again } = useAskedMe()
  const refused = problem instanceof ApiRefusal
  useEffect(() => {
    // No longer a member of the restaurant that was chosen last: then it is one's own again.
    if (!refused || chosenTenant() === undefined) return
    forgetChosenTenant()
    again()
  }, [refused, again])
  if (me === undefined)
    return (
      <main className="office office--waiting">
        {problem !== undefined && <Failure failure={problem} onRetry={again} />}
      </main>
    )
  return (
    <MeProvider me={me}>
      <ManifestProvider>
        <OperationsProvider>
          <OfficeFrame />
        </OperationsProvider>
      </ManifestProvider>
    </MeProvider>
  )
}

export default AdminPage
