import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { sentenceOf } from "#core/ui/session/refusal-sentence.ts"
import { Button } from "./button.tsx"
import { Notice } from "./notice.tsx"
import "./failure.css"

/** What went wrong, what can be done about it, and the code for whoever is asked for help. */
export const Failure = ({
  failure,
  onRetry,
}: {
  failure: Error | undefined
  onRetry?: () => void
}) => {
  const language = useLanguage()
  const words = useWords(dictionary)
  if (failure === undefined) return null
  const { text, advice, code } = sentenceOf(failure, language)
  return (
    <Notice tone="bad" live>
      <strong>{text}</strong>
      {advice !== undefined && <span>{advice}</span>}
      {code !== undefined && <FailureCode code={code} detail={failure.message} />}
      {onRetry !== undefined && <Button onClick={onRetry}>{words.retry}</Button>}
    </Notice>
  )
}

/** The hub's own words, for the phone call to whoever can repair it. */
export const FailureCode = ({ code, detail }: { code: string; detail: string }) => (
  <span className="failure__code">
    <code>{code}</code> {detail}
  </span>
)

const dictionary = { en: { retry: "Try again" }, fr: { retry: "Réessayer" } }
