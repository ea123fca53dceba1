import { type FormEvent, useState } from "react"
import type { SubscriptionState } from "#core/plugins/bus/event-subscriptions.ts"
import { useTenantPath } from "#core/ui/admin/tenant-path.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useApi } from "#core/ui/session/use-api.ts"
import { eventWords } from "./event-words.ts"

interface Range {
  readonly from: number
  readonly to?: number
}

/** Counts before it runs: nobody makes a thousand events run again by a slip of the finger. */
export const ReplaySheet = ({
  subscription,
  onClose,
}: {
  subscription: SubscriptionState
  onClose: () => void
}) => {
  const words = useWords(eventWords)
  const api = useApi()
  const tenant = useTenantPath()
  const [counted, setCounted] = useState<{ range: Range; matched: number }>()
  const [replayed, setReplayed] = useState<number>()
  const [failure, setFailure] = useState<Error>()
  const [busy, setBusy] = useState(false)

  const ask = async (range: Range, dryRun: boolean) => {
    setBusy(true)
    setFailure(undefined)
    try {
      const path = `${tenant}/subscriptions/${encodeURIComponent(subscription.id)}/replay`
      const { matched } = await api.send<{ matched: number }>("POST", path, { ...range, dryRun })
      if (dryRun) setCounted({ range, matched })
      else setReplayed(matched)
    } catch (reason) {
      setFailure(reason as Error)
    } finally {
      setBusy(false)
    }
  }
  const count = (event: FormEvent<HTMLFormElement>) => {
    const fields = new FormData(event.currentTarget)
    const to = String(fields.get("to"))
    return ask({ from: Number(fields.get("from")), ...(to !== "" && { to: Number(to) }) }, true)
  }

  return (
    <Sheet title={words.replayTitle(subscription.id)} onClose={onClose}>
      <Form onSubmit={count} onChange={() => setCounted(undefined)}>
        <p>{words.replayHint}</p>
        <div className="row row--end">
          <TextField
            label={words.from}
            name="from"
            type="number"
            inputMode="numeric"
            min={1}
            required
            defaultValue={1}
          />
          <TextField
            label={words.to}
            hint={words.toHint}
            name="to"
            type="number"
            inputMode="numeric"
            min={1}
          />
        </div>
        <Button type="submit" disabled={busy}>
          {words.count}
        </Button>
        {counted !== undefined && replayed === undefined && (
          <Notice live>
            <strong>{words.matched(counted.matched)}</strong>
            {counted.matched > 0 && (
              <Button kind="primary" disabled={busy} onClick={() => ask(counted.range, false)}>
                {words.run(counted.matched)}
              </Button>
            )}
          </Notice>
        )}
        {replayed !== undefined && (
          <Notice tone="ok" live>
            {words.replayed(replayed)}
          </Notice>
        )}
        <Failure failure={failure} />
      </Form>
    </Sheet>
  )
}
