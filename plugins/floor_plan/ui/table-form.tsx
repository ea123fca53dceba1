import { type FormEvent, useState } from "react"
import { nextSort } from "#core/ui/admin/list-order.ts"
import { NameField } from "#core/ui/admin/name-field.tsx"
import { Removal } from "#core/ui/admin/removal.tsx"
import { SaveRow } from "#core/ui/admin/save-row.tsx"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Failure } from "#core/ui/design/failure.tsx"
import { ChoiceField } from "#core/ui/design/field.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import type { StoredRoom, StoredTable } from "./floor.ts"
import { floorWords } from "./floor-words.ts"
import { SeatsField } from "./seats-field.tsx"

/** One table: what it is called, its chairs, where it stands. */
export const TableForm = ({
  table,
  rooms,
  others,
  onClose,
  onDone,
}: {
  table: StoredTable
  rooms: ReadonlyArray<StoredRoom>
  others: ReadonlyArray<StoredTable>
  onClose: () => void
  onDone: () => void
}) => {
  const words = useWords(floorWords)
  const { run, busy, failure } = useDeed(onDone)
  const [taken, setTaken] = useState<string>()
  const path = `/plugins/floor_plan/tables/${table.id}`
  const save = (event: FormEvent<HTMLFormElement>) => {
    const fields = new FormData(event.currentTarget)
    const text = (field: string) => String(fields.get(field) ?? "").trim()
    const name = text("name")
    const twin = others.find((other) => other.name === name)
    setTaken(twin === undefined ? undefined : words.namesTaken(name))
    if (twin !== undefined) return
    const roomId = text("roomId")
    const there = others.filter((other) => other.roomId === roomId)
    return run(
      "PATCH",
      path,
      {
        name,
        seats: Number(text("seats")),
        // In another room it comes last.
        ...(roomId === table.roomId ? {} : { roomId, sort: nextSort(there) }),
      },
      { ifMatch: table.rev },
    )
  }
  return (
    <Sheet title={words.changeTable(table.name)} onClose={onClose}>
      <Form onSubmit={save}>
        <NameField
          label={words.tableName}
          hint={words.tableHint}
          defaultValue={table.name}
          problem={taken}
          failure={failure}
        />
        <SeatsField seats={table.seats} problem={problemAt(failure, "seats")} />
        <ChoiceField
          label={words.inRoom}
          name="roomId"
          defaultValue={table.roomId}
          choices={rooms.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Failure failure={failure} />
        <SaveRow words={words} busy={busy} onCancel={onClose} />
      </Form>
      <Removal
        path={path}
        words={words}
        title={words.removeTitle(words.changeTable(table.name))}
        onDone={onDone}
      />
    </Sheet>
  )
}
