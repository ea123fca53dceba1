import { useState } from "react"
import { useClock } from "#core/ui/admin/use-clock.ts"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { Icon, type IconName } from "#core/ui/design/icon.tsx"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { isolated } from "#core/ui/isolated.ts"
import { causeWords } from "#core/ui/print-cause.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { jobWords } from "./job-words.ts"
import { PaperPicture } from "./paper-picture.tsx"
import { deedsOf, type Job, type JobState } from "./printer.ts"

/** One paper: what it is, what became of it, and what can be done about it. */
export const JobRow = ({
  job,
  movedTo,
}: {
  job: Job
  /** Name of the printer that took it over. */
  movedTo: string | undefined
}) => {
  const words = useWords(jobWords)
  const may = useMay()
  const clock = useClock()
  const [shown, setShown] = useState(false)
  const { run, busy, failure } = useDeed()
  const named = words.named(job.number, job.chit.table)
  const name = `${words.kinds[job.kind]}${named === "" ? "" : ` ${named}`}`
  return (
    <li className="jobs__one" data-state={job.state}>
      <div className="row row--apart">
        <span>
          <strong dir="auto">{name}</strong>{" "}
          <span className="quiet small">
            {clock.exact(job.queuedAt)}
            {job.copyOf !== undefined && ` · ${words.copy}`}
          </span>
          <span className="jobs__state">
            <Icon name={icons[job.state]} size={16} />
            {job.movedTo === undefined ? (
              <Fate state={job.state} cause={job.cause} />
            ) : (
              words.moved(isolated(movedTo ?? job.movedTo.printerId))
            )}
          </span>
        </span>
        <span className="row">
          {may("printer.print") &&
            deedsOf(job).map((deed) => (
              <Button
                key={deed}
                disabled={busy}
                aria-label={`${words.deeds[deed]}: ${name}`}
                onClick={() => run("POST", `/plugins/printer/jobs/${job.id}/${deed}`)}
              >
                {words.deeds[deed]}
              </Button>
            ))}
          <Button
            kind="quiet"
            aria-expanded={shown}
            aria-label={`${words.preview}: ${name}`}
            onClick={() => setShown(!shown)}
          >
            {shown ? words.hide : words.preview}
          </Button>
        </span>
      </div>
      <Failure failure={failure} />
      {shown && <PaperPicture jobId={job.id} label={words.previewOf(name)} />}
    </li>
  )
}

/** What became of it and, where that was not as it should be, why and what to do. */
const Fate = ({ state, cause }: { state: JobState; cause: string | undefined }) => {
  const words = useWords(jobWords)
  const language = useLanguage()
  if (cause === undefined) return words.states[state]
  const { why, todo } = causeWords(cause, language)
  return (
    <span>
      {words.because(words.states[state], why)} <span className="jobs__todo">{todo}</span>
    </span>
  )
}

const icons: Readonly<Record<JobState, IconName>> = {
  queued: "clock",
  sent: "next",
  accepted: "next",
  printed: "check",
  refused: "retry",
  failed: "close",
  unknown: "help",
  expired: "clock",
  cancelled: "close",
}
