import type { LineDifference } from "#core/kitchen/difference-shape.ts"
import type { ModifierDifference } from "#core/kitchen/line-difference.ts"
import type { Modifier } from "#core/kitchen/order.ts"
import { removedThing } from "#core/kitchen/removal.ts"
import { Icon } from "./design/icon.tsx"
import { nameIn as menuNameIn, useLanguage, useWords } from "./i18n.ts"
import "./line-differences.css"

/**
 * What an amendment made different, for cook and waiter alike. Only an option or a number that does not hold any more is
 * struck through: never an allergy, and never a note, in which somebody may have written one.
 */
export const LineDifferences = ({
  differences,
  quantity,
  nameIn = menuNameIn,
}: {
  /** How those who read it call an option. */
  nameIn?: typeof menuNameIn
  differences: ReadonlyArray<LineDifference>
  /** Units that stand here, maybe fewer than all that the difference counts. */
  quantity: number
}) => {
  const words = useWords(differenceWords)
  if (differences.length === 0) return <span className="difference">{words.asBefore}</span>
  return differences.map((difference) => (
    <Difference
      key={keyOf(difference)}
      difference={difference}
      quantity={quantity}
      nameIn={nameIn}
    />
  ))
}

const Difference = ({
  difference,
  quantity,
  nameIn,
}: {
  difference: LineDifference
  quantity: number
  nameIn: typeof menuNameIn
}) => {
  const words = useWords(differenceWords)
  switch (difference.kind) {
    case "modifier":
      return <Option {...difference} nameIn={nameIn} />
    case "quantity":
      return (
        <span className="difference">
          <Gone text={`${difference.was} ×`} />
          <Arrow />
          <b>{`${difference.now} ×`}</b>
          {quantity !== difference.now && words.inAll}
        </span>
      )
    case "seat":
      return (
        <span className="difference">
          {words.seat}
          {difference.was !== undefined && (
            <>
              <Gone text={`${difference.was}`} />
              <Arrow />
            </>
          )}
          <b>{difference.now}</b>
        </span>
      )
    case "note":
      return (
        <span className="difference">
          {difference.now === undefined ? words.noteGone : words.note}
          {difference.was !== undefined && <q dir="auto">{difference.was}</q>}
          {difference.was !== undefined && difference.now !== undefined && <Arrow />}
          {difference.now !== undefined && (
            <b>
              <q dir="auto">{difference.now}</q>
            </b>
          )}
        </span>
      )
  }
}

const Option = ({
  was,
  now,
  nameIn,
}: Omit<ModifierDifference, "kind"> & { nameIn: typeof menuNameIn }) => {
  const words = useWords(differenceWords)
  const language = useLanguage()
  const { kind } = was ?? now ?? { kind: "note" }
  const name = (modifier: Modifier) =>
    kind === "remove" ? removedThing(nameIn(language, modifier)) : nameIn(language, modifier)
  const many = (modifier: Modifier) =>
    `${modifier.quantity > 1 ? `${modifier.quantity} × ` : ""}${name(modifier)}`
  const sign = {
    allergen: <Icon name="alert" size={20} />,
    add: <Icon name="add" size={18} />,
    remove: <b className="difference__no">{words.without}</b>,
    note: null,
  }[kind]
  if (was === undefined || now === undefined) {
    const only = was ?? now
    if (only === undefined) return null
    if (was === undefined)
      return (
        <span className={`difference difference--${kind}`}>
          {sign}
          {kind === "allergen" && <b>{words.allergy}</b>}
          <b dir="auto">{many(only)}</b>
        </span>
      )
    if (kind === "allergen")
      return (
        <span className="difference difference--allergy-gone">
          <b>{words.allergyGone}</b>
          <span dir="auto">{many(only)}</span>
        </span>
      )
    // A NO that is struck through might be read as a NO.
    if (kind === "remove")
      return (
        <span className="difference">
          <b>{words.withAgain}</b> <b dir="auto">{many(only)}</b>
        </span>
      )
    return (
      <span className="difference difference--gone">
        {kind === "add" && <Icon name="remove" size={18} />}
        <Gone text={many(only)} />
      </span>
    )
  }
  const same = was.name === now.name
  return (
    <span className={`difference difference--${kind}`}>
      {sign}
      <Gone text={same ? `${was.quantity} ×` : many(was)} />
      <Arrow />
      <b dir="auto">{same ? `${now.quantity} × ${name(now)}` : many(now)}</b>
    </span>
  )
}

/** Whoever has it read aloud hears that it was. */
const Gone = ({ text }: { text: string }) => {
  const words = useWords(differenceWords)
  return (
    <>
      <span className="only-read">{words.was} </span>
      <s dir="auto">{text}</s>
    </>
  )
}

const Arrow = () => {
  const words = useWords(differenceWords)
  return (
    <>
      <span className="difference__arrow" aria-hidden="true">
        →
      </span>
      <span className="only-read"> {words.now} </span>
    </>
  )
}

const keyOf = (difference: LineDifference): string => {
  if (difference.kind !== "modifier") return difference.kind
  const { was, now } = difference
  return [was?.kind, was?.optionId, was?.name, now?.kind, now?.optionId, now?.name].join(" ")
}

const differenceWords = {
  en: {
    was: "was",
    now: "now",
    without: "NO",
    withAgain: "WITH",
    allergy: "ALLERGY",
    allergyGone: "ALLERGY TAKEN AWAY:",
    seat: "Seat",
    note: "Note:",
    noteGone: "Note taken away:",
    inAll: "in all",
    asBefore: "As it was before",
  },
  fr: {
    was: "avant",
    now: "maintenant",
    without: "SANS",
    withAgain: "AVEC",
    allergy: "ALLERGIE",
    allergyGone: "ALLERGIE RETIRÉE :",
    seat: "Place",
    note: "Note :",
    noteGone: "Note retirée :",
    inAll: "en tout",
    asBefore: "De nouveau comme avant",
  },
}
