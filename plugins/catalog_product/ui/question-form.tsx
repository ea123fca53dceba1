import { type FormEvent, useState } from "react"
import type { Product } from "#core/kitchen/menu.ts"
import { fewOf } from "#core/ui/admin/few-of.ts"
import { NameField } from "#core/ui/admin/name-field.tsx"
import { NamesFields } from "#core/ui/admin/names-fields.tsx"
import { Removal } from "#core/ui/admin/removal.tsx"
import { SaveRow } from "#core/ui/admin/save-row.tsx"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Failure } from "#core/ui/design/failure.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { languages, nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import { AnswersField } from "./answers-field.tsx"
import {
  type Problems,
  questionBody,
  questionProblems,
  type StoredQuestion,
} from "./question-draft.ts"
import { questionWords } from "./question-words.ts"
import { useAnswers } from "./use-answers.ts"

const path = "/plugins/catalog_product/modifierGroups"

/** A question: what is asked, how many answers it takes, and which there are. */
export const QuestionForm = ({
  question,
  askedBy,
  currency,
  onClose,
  onDone,
}: {
  /** Undefined: a new one. */
  question: StoredQuestion | undefined
  askedBy: ReadonlyArray<Product>
  /** ISO 4217. */
  currency: string
  onClose: () => void
  onDone: () => void
}) => {
  const words = useWords(questionWords)
  const language = useLanguage()
  const { run, busy, failure } = useDeed(onDone)
  const answers = useAnswers(question)
  const [problems, setProblems] = useState<Problems>({})
  const save = (event: FormEvent<HTMLFormElement>) => {
    const fields = new FormData(event.currentTarget)
    const ids = answers.all.map(({ id }) => id)
    const found = questionProblems(fields, ids, currency, words)
    setProblems(found)
    if (Object.keys(found).length > 0) return
    const body = questionBody(fields, ids, languages, currency, question)
    return question === undefined
      ? run("POST", path, body)
      : run("PATCH", `${path}/${question.id}`, body, { ifMatch: question.rev })
  }
  const number = { type: "number", inputMode: "numeric", required: true, max: 100 } as const
  return (
    <Sheet title={question?.name ?? words.addQuestion} onClose={onClose} wide>
      <Form onSubmit={save}>
        <NameField
          label={words.name}
          hint={words.nameHint}
          data-first
          defaultValue={question?.name ?? ""}
          failure={failure}
        />
        <NamesFields names={question?.names} />
        <div className="row row--end">
          <TextField
            {...number}
            label={words.min}
            hint={words.minHint}
            name="min"
            min={0}
            defaultValue={question?.min ?? 0}
            problem={problems["min"] ?? problemAt(failure, "min")}
          />
          <TextField
            {...number}
            label={words.max}
            name="max"
            min={1}
            defaultValue={question?.max ?? 1}
            problem={problemAt(failure, "max")}
          />
        </div>
        <AnswersField answers={answers} currency={currency} problems={problems} failure={failure} />
        <Failure failure={failure} />
        <SaveRow words={words} busy={busy} onCancel={onClose} />
      </Form>
      {question !== undefined && (
        <Removal
          path={`${path}/${question.id}`}
          words={words}
          title={words.removeTitle(question.name)}
          inUse={
            askedBy.length === 0
              ? undefined
              : words.inUse(
                  fewOf(
                    askedBy.map((dish) => nameIn(language, dish)),
                    mostNamed,
                    words.andMore,
                  ),
                )
          }
          onDone={onDone}
        />
      )}
    </Sheet>
  )
}

const mostNamed = 8
