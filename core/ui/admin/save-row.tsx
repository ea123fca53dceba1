import { Button } from "#core/ui/design/button.tsx"

/** The end of a form on a sheet: what is asked of the hub, and the way out. */
export const SaveRow = ({
  words,
  busy,
  onCancel,
}: {
  words: { readonly save: string; readonly saving: string; readonly cancel: string }
  busy: boolean
  onCancel: () => void
}) => (
  <div className="row">
    <Button kind="primary" type="submit" disabled={busy}>
      {busy ? words.saving : words.save}
    </Button>
    <Button onClick={onCancel}>{words.cancel}</Button>
  </div>
)
