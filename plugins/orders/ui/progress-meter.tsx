import { Icon, type IconName } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { handheldWords } from "./handheld-words.ts"
import { type Progress, progressSteps, stepsDone } from "./line-progress.ts"
import "./progress-meter.css"

/** How far a dish is: a step for each of {@link progressSteps}, and the word of the one it stands on. */
export const ProgressMeter = ({ progress }: { progress: Progress }) => {
  const words = useWords(handheldWords)
  const done = stepsDone(progress)
  const word = words.progress[progress]
  return (
    <span className={`progress progress--${progress}`}>
      <span className="progress__word">
        <Icon name={icons[progress]} size={16} />
        <span aria-hidden="true">{word}</span>
        <span className="only-read">{words.step(word, done, progressSteps.length)}</span>
      </span>
      <span className="progress__steps" aria-hidden="true">
        {progressSteps.map((step, at) => (
          <span key={step} className={at < done ? "progress__step--done" : ""} />
        ))}
      </span>
    </span>
  )
}

const icons: Readonly<Record<Progress, IconName>> = {
  draft: "list",
  queued: "clock",
  heard: "check",
  held: "pause",
  shown: "screen",
  started: "flame",
  ready: "bell",
  served: "check",
  voided: "close",
}
