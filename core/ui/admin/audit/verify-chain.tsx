import { useState } from "react"
import { useTenantPath } from "#core/ui/admin/tenant-path.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useApi } from "#core/ui/session/use-api.ts"
import { auditWords } from "./audit-words.ts"

interface Verdict {
  readonly lines: number
  /** First line that does not fit. */
  readonly broken: number | null
}

/** Asks the hub to walk the whole chain of the audit log. */
export const VerifyChain = () => {
  const words = useWords(auditWords)
  const api = useApi()
  const tenant = useTenantPath()
  const [verdict, setVerdict] = useState<Verdict>()
  const [failure, setFailure] = useState<Error>()
  const [busy, setBusy] = useState(false)
  const verify = async () => {
    setBusy(true)
    setFailure(undefined)
    setVerdict(undefined)
    try {
      setVerdict(await api.get<Verdict>(`${tenant}/audit/verify`))
    } catch (reason) {
      setFailure(reason as Error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="stack stack--tight">
      <div className="row">
        <Button icon="shield" disabled={busy} onClick={verify}>
          {busy ? words.verifying : words.verify}
        </Button>
        <span className="quiet small">{words.verifyHint}</span>
      </div>
      {verdict !== undefined && verdict.broken === null && (
        <Notice tone="ok" live>
          {words.intact(verdict.lines)}
        </Notice>
      )}
      {verdict !== undefined && verdict.broken !== null && (
        <Notice tone="bad" live>
          <strong>{words.broken(verdict.broken)}</strong>
          <span>{words.brokenHint}</span>
        </Notice>
      )}
      <Failure failure={failure} />
    </div>
  )
}
