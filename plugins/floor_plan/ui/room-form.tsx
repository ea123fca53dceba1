import type { FormEvent } from "react"
import { Removal } from "#core/ui/admin/removal.tsx"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
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
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get("name") ?? "").trim()
    return room === undefined
      ? run("POST", path, { name, sort })
      : run("PATCH", `${path}/${room.id}`, { name }, { ifMatch: room.rev })
  }
  return (
    <Sheet title={room?.name ?? words.addRoom} onClose={onClose}>
      <form className="stack" onSubmit={save}>
        <TextField
          label={words.roomName}
          hint={words.roomHint}
          name="name"
          required
          maxLength={120}
          dir="auto"
          autoComplete="off"
          data-first
          defaultValue={room?.name ?? ""}
          problem={problemAt(failure, "name")}
        />
        <Failure failure={failure} />
        <div className="row">
          <Button kind="primary" type="submit" disabled={busy}>
            {busy ? words.saving : words.save}
          </Button>
          <Button onClick={onClose}>{words.cancel}</Button>
        </div>
      </form>
      {room !== undefined &&
        (isEmpty ? (
          <Removal
            path={`${path}/${room.id}`}
            words={{ ...words, removeHint: words.removeRoomHint }}
            title={words.removeTitle(room.name)}
            onDone={onDone}
          />
        ) : (
          <p className="quiet">{words.roomInUse}</p>
        ))}
    </Sheet>
  )
}
