import type { TicketView } from "#core/kitchen/ticket.ts"
import { useWords } from "#core/ui/i18n.ts"
import { DeviceSettings } from "#core/ui/shell/device-settings.tsx"
import { KeysHelp } from "./keys-help.tsx"
import type { Panel } from "./kitchen-bar.tsx"
import { RecallPanel } from "./recall-panel.tsx"
import { kitchenWords } from "./words.ts"

/** Whatever lies over the board for a moment. */
export const KitchenPanel = ({
  panel,
  tickets,
  onRecall,
  onClose,
}: {
  panel: Panel
  tickets: ReadonlyArray<TicketView>
  onRecall: (ticket: TicketView) => void
  onClose: () => void
}) => {
  const words = useWords(kitchenWords)
  switch (panel) {
    case "recall":
      return (
        <RecallPanel
          tickets={tickets
            .filter(({ status }) => status === "bumped")
            .toSorted((a, b) => (b.bumpedAt ?? "").localeCompare(a.bumpedAt ?? ""))}
          onRecall={(ticket) => {
            onRecall(ticket)
            onClose()
          }}
          onClose={onClose}
        />
      )
    case "help":
      return <KeysHelp onClose={onClose} />
    case "settings":
      return (
        <DeviceSettings onClose={onClose}>
          <a className="button" href="/kds?choose">
            {words.otherScreen}
          </a>
        </DeviceSettings>
      )
  }
}
