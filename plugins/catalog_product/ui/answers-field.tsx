import { Button } from "#core/ui/design/button.tsx"
import { FieldGroup } from "#core/ui/design/field.tsx"
import { tellChanged } from "#core/ui/design/unsaved.ts"
import { useWords } from "#core/ui/i18n.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import { AnswerFields } from "./answer-fields.tsx"
import type { Problems } from "./question-draft.ts"
import { questionWords } from "./question-words.ts"
import type { Answers } from "./use-answers.ts"

/** The answers in their order: one at least, as many as the hub takes. */
export const AnswersField = ({
  answers,
  currency,
  problems,
  failure,
}: {
  answers: Answers
  /** ISO 4217. */
  currency: string
  problems: Problems
  failure: Error | undefined
}) => {
  const words = useWords(questionWords)
  const { all, fresh } = answers
  return (
    <FieldGroup label={words.answers}>
      <ol className="menu__answers">
        {all.map((answer, at) => (
          <li key={answer.id}>
            <AnswerFields
              answer={answer}
              label={words.answer(at + 1)}
              currency={currency}
              fresh={answer.id === fresh}
              nameProblem={problemAt(failure, `options.${at}.name`)}
              priceProblem={
                problems[`${answer.id}.price`] ?? problemAt(failure, `options.${at}.price`)
              }
              onEarlier={at === 0 ? undefined : () => answers.move(at, -1)}
              onLater={at === all.length - 1 ? undefined : () => answers.move(at, 1)}
              onTakeOut={all.length === 1 ? undefined : () => answers.remove(at)}
            />
          </li>
        ))}
      </ol>
      {all.length < mostAnswers && (
        <div className="row">
          <Button
            icon="add"
            onClick={({ currentTarget }) => {
              tellChanged(currentTarget)
              answers.add(all.at(-1)?.kind ?? "add")
            }}
          >
            {words.addAnswer}
          </Button>
        </div>
      )}
    </FieldGroup>
  )
}

const mostAnswers = 100
