import { Button } from "#core/ui/design/button.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { startWords } from "./start-words.ts"

/** A machine with cable and Wi-Fi has several addresses, and only one is in the tablets' network. */
export const AddressChoice = ({
  addresses,
  chosen,
  onChoose,
}: {
  addresses: ReadonlyArray<string>
  chosen: string
  onChoose: (address: string) => void
}) => {
  const words = useWords(startWords)
  if (addresses.length < 2) return null
  return (
    <section className="start__addresses" aria-label={words.address}>
      <h2 className="start__title">{words.address}</h2>
      {addresses.map((address) => (
        <Button key={address} aria-pressed={address === chosen} onClick={() => onChoose(address)}>
          {address}
        </Button>
      ))}
    </section>
  )
}
