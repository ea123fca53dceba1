import { useOfficeQuery } from "#core/ui/admin/office-route.tsx"
import { Button } from "#core/ui/design/button.tsx"
import { ButtonRow } from "#core/ui/design/button-row.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { DeadLetterList } from "./dead-letter-list.tsx"
import { EventLog } from "./event-log.tsx"
import { eventWords } from "./event-words.ts"
import { SubscriptionList } from "./subscription-list.tsx"
import "#core/ui/admin/blocks.css"
import "./events.css"

/** What happened, who handles it, and what could not be handled. */
const EventsSection = () => {
  const words = useWords(eventWords)
  const [asked, setTab] = useOfficeQuery("show")
  const tab = tabs.find((one) => one === asked) ?? "log"
  return (
    <>
      <p className="office__lead">{words.lead}</p>
      <ButtonRow label={words.tabs}>
        {tabs.map((one) => (
          <Button key={one} aria-pressed={one === tab} onClick={() => setTab(one)}>
            {words.tab[one]}
          </Button>
        ))}
      </ButtonRow>
      {tab === "log" && <EventLog />}
      {tab === "handlers" && <SubscriptionList />}
      {tab === "failed" && <DeadLetterList />}
    </>
  )
}

export default EventsSection

const tabs = ["log", "handlers", "failed"] as const
