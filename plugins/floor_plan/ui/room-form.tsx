import type { FormEvent } from "react"
import { NameField } from "#core/ui/admin/name-field.tsx"
import { Removal } from "#core/ui/admin/removal.tsx"
import { SaveRow } from "#core/ui/admin/save-row.tsx"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Failure } from "#core/ui/design/failure.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import type { StoredRoom } from "./floor.ts"
import { floorWords } from "./floor-words.ts"

/** A room: its name, and its end when nothing stands in it. */
export const RoomForm = ({
  room,
  sort,
  isEmpty,
  onClose,
  onDone,
}: {
  /** Undefined: a new one. */
  room: StoredRoom | undefined
  /** Of a new one. */
  sort: number
  isEmpty: boolean
  onClose: () => void
  onDone: () => void
}) => {
  const words = useWords(floorWords)
  const { run, busy, failure } = useDeed(onDone)
  const path = "/plugins/floor_plan/rooms"
  const save = (event: FormEvent<HTMLFormElement>) => {
    const name = String(new FormData(event.currentTarget).get("name") ?? "").trim()
    return room === undefined
      ? run("POST", path, { name, sort })
      : run("PATCH", `${path}/${room.id}`, { name }, { ifMatch: room.rev })
  }
  return (
    <Sheet title={room?.name ?? words.addRoom} onClose={onClose}>
      <Form onSubmit={save}>
        <NameField
          label={words.roomName}
          hint={words.roomHint}
          data-first
          defaultValue={room?.name ?? ""}
          failure={failure}
        />
        <Failure failure={failure} />
        <SaveRow words={words} busy={busy} onCancel={onClose} />
      </Form>
      {room !== undefined && (
        <Removal
          path={`${path}/${room.id}`}
          words={{ ...words, removeHint: words.removeRoomHint }}
          title={words.removeTitle(room.name)}
          inUse={isEmpty ? undefined : words.roomInUse}
          onDone={onDone}
        />
      )}
    </Sheet>
  )
}
