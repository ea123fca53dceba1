import type { TicketView } from "#core/kitchen/ticket.ts"
import { Button } from "#core/ui/design/button.tsx"
import { ButtonRow } from "#core/ui/design/button-row.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { DeviceSettings } from "#core/ui/shell/device-settings.tsx"
import type { KeyMap } from "./keys/key-map.ts"
import { keyWords } from "./keys/key-words.ts"
import { KeysSheet } from "./keys/keys-sheet.tsx"
import type { Panel } from "./kitchen-bar.tsx"
import { RecallPanel } from "./recall-panel.tsx"
import type { SoundChoices } from "./sounds/sound-choices.ts"
import { soundWords } from "./sounds/sound-words.ts"
import { SoundsSheet } from "./sounds/sounds-sheet.tsx"
import { kitchenWords } from "./words.ts"

/** Whatever lies over the board for a moment. */
export const KitchenPanel = ({
  panel,
  tickets,
  keys,
  onKeys,
  sounds,
  repeats,
  onSounds,
  onRecall,
  onPanel,
  onClose,
}: {
  panel: Panel
  tickets: ReadonlyArray<TicketView>
  keys: KeyMap
  onKeys: (keys: KeyMap) => void
  sounds: SoundChoices
  repeats: boolean
  onSounds: (sounds: SoundChoices) => void
  /** Undefined: whoever looks may not. */
  onRecall: ((ticket: TicketView) => void) | undefined
  onPanel: (panel: Panel) => void
  onClose: () => void
}) => {
  const words = useWords(kitchenWords)
  const ofKeys = useWords(keyWords)
  const ofSounds = useWords(soundWords)
  switch (panel) {
    case "recall":
      return (
        <RecallPanel
          tickets={tickets
            .filter(({ status }) => status === "bumped")
            .toSorted((a, b) => (b.bumpedAt ?? "").localeCompare(a.bumpedAt ?? ""))}
          keys={keys}
          onRecall={
            onRecall &&
            ((ticket) => {
              onRecall(ticket)
              onClose()
            })
          }
          onClose={onClose}
        />
      )
    case "keys":
      return <KeysSheet map={keys} onChange={onKeys} onClose={onClose} />
    case "sounds":
      return (
        <SoundsSheet choices={sounds} repeats={repeats} onChange={onSounds} onClose={onClose} />
      )
    case "settings":
      return (
        <DeviceSettings onClose={onClose}>
          <ButtonRow label={words.settings}>
            <Button icon="bell" onClick={() => onPanel("sounds")}>
              {ofSounds.open}
            </Button>
            <Button icon="key" onClick={() => onPanel("keys")}>
              {ofKeys.legend}
            </Button>
          </ButtonRow>
          <a className="button" href="/kds?choose">
            {words.otherScreen}
          </a>
        </DeviceSettings>
      )
  }
}
