/** What somebody asked on this handheld and the hub has not answered. */
export interface WaitingNote {
  /** Absent: asked while nobody had taken the handheld over. */
  readonly person?: { readonly id: string; readonly name: string }
  readonly count: number
}

/** Whoever has the handheld next does not send what others asked, so it is written down whose wishes are still here. */
export const noteWaiting = (device: string, { person, count }: WaitingNote): void => {
  const others = waitingNotes(device).filter((note) => note.person?.id !== person?.id)
  const all = count === 0 ? others : [...others, { ...(person !== undefined && { person }), count }]
  localStorage.setItem(prefix + device, JSON.stringify(all))
}

export const waitingNotes = (device: string): ReadonlyArray<WaitingNote> =>
  JSON.parse(localStorage.getItem(prefix + device) ?? "[]")

const prefix = "heard.handheld.waiting."
