import { useState } from "react"
import type { Account } from "#core/security/accounts.ts"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { peopleWords } from "./people-words.ts"

/** Asks once more on the same sheet before somebody is gone. */
export const RemovePerson = ({ account, onDone }: { account: Account; onDone: () => void }) => {
  const words = useWords(peopleWords)
  const [asking, setAsking] = useState(false)
  const { run, busy, failure } = useDeed(onDone)
  return (
    <div className="stack person__remove">
      {asking ? (
        <Notice tone="warn" live>
          <strong>{words.removeTitle(account.fullName)}</strong>
          <span>{words.removeHint}</span>
          <span className="row">
            <Button
              kind="danger"
              disabled={busy}
              onClick={() => run("DELETE", `/plugins/users/users/${account.id}`)}
            >
              {words.remove}
            </Button>
            <Button onClick={() => setAsking(false)}>{words.cancel}</Button>
          </span>
        </Notice>
      ) : (
        <Button kind="danger" onClick={() => setAsking(true)}>
          {words.remove}
        </Button>
      )}
      <Failure failure={failure} />
    </div>
  )
}
