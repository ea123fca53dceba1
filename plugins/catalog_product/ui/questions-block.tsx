import type { ModifierGroup, Product } from "#core/kitchen/menu.ts"
import { Button } from "#core/ui/design/button.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { isolated } from "#core/ui/isolated.ts"
import { questionWords } from "./question-words.ts"

/** Every question that dishes may ask: folded, for they are changed less often than dishes are. */
export const QuestionsBlock = ({
  questions,
  products,
  onChange,
  onAdd,
}: {
  questions: ReadonlyArray<ModifierGroup>
  products: Iterable<Product>
  onChange: (question: ModifierGroup) => void
  onAdd: () => void
}) => {
  const words = useWords(questionWords)
  const language = useLanguage()
  const asking = countByQuestion(products)
  const rule = ({ min, max }: ModifierGroup) => {
    if (min === 0) return words.upTo(max)
    return min === max ? words.exactly(min) : words.between(min, max)
  }
  const asked = (count = 0) => (count === 0 ? words.askedByNone : words.askedBy(count))
  const inOrder = questions.toSorted((one, other) =>
    nameIn(language, one).localeCompare(nameIn(language, other), language),
  )
  return (
    <details className="block fold">
      <summary>
        <h2 className="menu__fold">{words.title(questions.length)}</h2>
      </summary>
      <div className="stack">
        <p className="quiet">{words.lead}</p>
        {questions.length === 0 && <p role="status">{words.none}</p>}
        <ul className="rows">
          {inOrder.map((question) => {
            const name = nameIn(language, question)
            const answers = question.options.map((option) => isolated(nameIn(language, option)))
            return (
              <li key={question.id} className="rows__one">
                <div className="rows__text">
                  <strong>
                    <bdi>{name}</bdi>
                  </strong>
                  <span>{answers.join(", ")}</span>
                  <span className="quiet small">
                    {rule(question)} · {asked(asking.get(question.id))}
                  </span>
                </div>
                <Button
                  icon="more"
                  aria-label={words.change(name)}
                  onClick={() => onChange(question)}
                />
              </li>
            )
          })}
        </ul>
        <div className="row">
          <Button icon="add" onClick={onAdd}>
            {words.addQuestion}
          </Button>
        </div>
      </div>
    </details>
  )
}

const countByQuestion = (products: Iterable<Product>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { modifierGroupIds } of products)
    for (const id of modifierGroupIds) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}
