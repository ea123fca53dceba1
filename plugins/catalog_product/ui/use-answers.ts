import { useState } from "react"
import { v7 } from "uuid"
import type { ModifierOption } from "#core/kitchen/menu.ts"
import { moved } from "#core/ui/admin/list-order.ts"
import type { StoredQuestion } from "./question-draft.ts"

/** One answer in the form: what the hub keeps of it, or one that is being added. */
export type Answer = Pick<ModifierOption, "id" | "kind"> & Partial<ModifierOption>

export interface Answers {
  readonly all: ReadonlyArray<Answer>
  /** The one that was added last, to be written now. */
  readonly fresh: string | undefined
  /** @param kind what most of its neighbours are */
  readonly add: (kind: Answer["kind"]) => void
  readonly remove: (at: number) => void
  readonly move: (at: number, by: 1 | -1) => void
}

/** The answers of a question, in order. An id of its own: two questions of one dish may have answers of the same name. */
export const useAnswers = (question: StoredQuestion | undefined): Answers => {
  const [all, setAll] = useState<ReadonlyArray<Answer>>(
    () => question?.options ?? [blank("add"), blank("add")],
  )
  const [fresh, setFresh] = useState<string>()
  return {
    all,
    fresh,
    add: (kind) => {
      const answer = blank(kind)
      setFresh(answer.id)
      setAll([...all, answer])
    },
    remove: (at) => setAll(all.toSpliced(at, 1)),
    move: (at, by) => setAll(moved(all, at, by)),
  }
}

const blank = (kind: Answer["kind"]): Answer => ({ id: v7(), kind })
