import { useEffect, useState } from "react"
import { usePendingCount } from "#core/ui/hub/hub-provider.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useSession } from "#core/ui/session/session-gate.tsx"
import { useHands } from "./hands.tsx"
import { pinWords } from "./pin-words.ts"
import { noteWaiting, waitingNotes } from "./waiting-note.ts"

/** Whose wishes are still here, when a session ended before they could leave: they go in no other name. */
export const LeftNote = () => {
  const words = useWords(pinWords)
  const { name: device } = useSession()
  const { person } = useHands()
  const count = usePendingCount()
  const [notes, setNotes] = useState(() => waitingNotes(device))
  useEffect(() => {
    noteWaiting(device, { ...(person !== undefined && { person }), count })
    setNotes(waitingNotes(device))
  }, [device, person, count])
  const others = notes.filter((note) => note.person?.id !== person?.id)
  return others.map((note) => (
    <p className="left-note" role="status" key={note.person?.id ?? ""}>
      {note.person === undefined
        ? words.leftHere(note.count)
        : words.left(note.count, note.person.name)}
    </p>
  ))
}
