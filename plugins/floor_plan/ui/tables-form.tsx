import { type FormEvent, useRef, useState } from "react"
import { v7 } from "uuid"
import { nextSort } from "#core/ui/admin/list-order.ts"
import { SaveRow } from "#core/ui/admin/save-row.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useApi } from "#core/ui/session/use-api.ts"
import type { StoredRoom, StoredTable } from "./floor.ts"
import { floorWords } from "./floor-words.ts"
import { SeatsField } from "./seats-field.tsx"
import { tableNames } from "./table-names.ts"

/** Many tables at once: nobody types a floor of forty one by one. */
export const TablesForm = ({
  room,
  others,
  onClose,
}: {
  room: StoredRoom
  /** Every table there is: a waiter must know which is meant. */
  others: ReadonlyArray<StoredTable>
  onClose: () => void
}) => {
  const words = useWords(floorWords)
  const api = useApi()
  const [text, setText] = useState("")
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [failure, setFailure] = useState<Error>()
  /** By name. Asked for again under the same id, a table whose answer got lost is not there twice. */
  const ids = useRef(new Map<string, string>())
  const [done, setDone] = useState(0)
  const names = tableNames(text)
  const add = async (event: FormEvent<HTMLFormElement>) => {
    const seats = Number(new FormData(event.currentTarget).get("seats"))
    if (names === undefined) return setProblem(words.namesTooMany)
    const taken = others.filter(({ name }) => names.includes(name)).map(({ name }) => name)
    if (taken.length > 0) return setProblem(words.namesTaken(taken.join(", ")))
    setProblem(undefined)
    setFailure(undefined)
    setBusy(true)
    const first = nextSort(others.filter(({ roomId }) => roomId === room.id))
    try {
      for (const [n, name] of names.entries()) {
        const id = ids.current.get(name) ?? v7()
        ids.current.set(name, id)
        const table = { id, roomId: room.id, name, seats, sort: first + n }
        await api.send("POST", "/plugins/floor_plan/tables", table)
        setDone(n + 1)
      }
      onClose()
    } catch (reason) {
      setFailure(reason as Error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Sheet title={words.addTablesTo(room.name)} onClose={onClose}>
      <Form onSubmit={add}>
        <TextField
          label={words.names}
          hint={words.namesHint}
          name="names"
          required
          maxLength={400}
          dir="auto"
          autoComplete="off"
          data-first
          value={text}
          onChange={(event) => setText(event.target.value)}
          problem={names === undefined ? words.namesTooMany : problem}
        />
        <SeatsField seats={4} problem={undefined} />
        <Failure failure={failure} />
        {failure !== undefined && <p role="status">{words.added(done, names?.length ?? 0)}</p>}
        <SaveRow
          words={{ ...words, save: words.add(names?.length ?? 0) }}
          busy={busy}
          onCancel={onClose}
        />
      </Form>
    </Sheet>
  )
}
