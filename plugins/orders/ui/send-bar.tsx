import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { type Basket, countOf, coursesOf, problemOf, type Sending, totalOf } from "./basket.ts"
import { useCard, useMoney } from "./card-context.tsx"
import { useDesk } from "./desk.tsx"
import { GuestsSheet } from "./guests-sheet.tsx"
import { handheldWords } from "./handheld-words.ts"
import type { Pane } from "./place-bar.tsx"
import { heldCourses, type ShownOrder } from "./shown-order.ts"
import "./send-bar.css"

/**
 * Always at the thumb: what is in the basket and the ways to send it. With an empty basket the next thing to do with
 * the order stands here: fire the course that waits, or add dishes.
 */
export const SendBar = ({
  basket,
  order,
  pane,
  menuOff,
  isNew,
  seated,
  onBasket,
  onPane,
  onSend,
  onSeat,
}: {
  basket: Basket
  order: ShownOrder | undefined
  pane: Pane
  /** There is nothing to add. */
  menuOff: boolean
  /** Sending makes a new order. */
  isNew: boolean
  /** At a table: there are guests to count. */
  seated: boolean
  onBasket: (change: (basket: Basket) => Basket) => void
  onPane: (pane: Pane) => void
  onSend: (how: Sending) => void
  /** Absent where nobody can be seated. */
  onSeat: (() => void) | undefined
}) => {
  const words = useWords(handheldWords)
  const money = useMoney()
  const card = useCard()
  const count = countOf(basket)
  const problem = useProblem(basket)
  const [guests, setGuests] = useState(false)
  return (
    <footer className="send">
      {problem !== undefined && (
        <p className="send__problem" role="alert">
          <Icon name="alert" /> {problem}
        </p>
      )}
      <div className="send__row">
        {isNew && (
          <Button
            icon={seated ? "table" : "list"}
            className="send__guests"
            onClick={() => setGuests(true)}
          >
            <span dir="auto">
              {seated
                ? basket.covers === undefined
                  ? words.howManyGuests
                  : words.guests(basket.covers)
                : (basket.note ?? words.orderNote)}
            </span>
          </Button>
        )}
        {count > 0 && (
          <button
            type="button"
            className="send__sum"
            onClick={() => onPane(pane === "menu" ? "order" : "menu")}
          >
            <span role="status">
              {words.dishes(count)} · {money(totalOf(basket, card))}
            </span>
          </button>
        )}
      </div>
      <div className="send__deeds">
        {count > 0 ? (
          <SendDeeds courses={coursesOf(basket)} blocked={problem !== undefined} onSend={onSend} />
        ) : (
          <NextDeeds
            order={order}
            mayAdd={pane === "order" && !menuOff}
            onPane={onPane}
            onSeat={onSeat}
          />
        )}
      </div>
      {guests && (
        <GuestsSheet
          seated={seated}
          basket={basket}
          onBasket={onBasket}
          onClose={() => setGuests(false)}
        />
      )}
    </footer>
  )
}

const SendDeeds = ({
  courses,
  blocked,
  onSend,
}: {
  courses: ReadonlyArray<number>
  blocked: boolean
  onSend: (how: Sending) => void
}) => {
  const words = useWords(handheldWords)
  const [first] = courses
  // With one course alone, sending is firing it.
  const fires = first !== undefined && courses.length > 1
  return (
    <>
      <Button large icon="pause" disabled={blocked} onClick={() => onSend({ kind: "hold" })}>
        {words.holdAll}
      </Button>
      {fires && (
        <Button
          large
          icon="flame"
          disabled={blocked}
          onClick={() => onSend({ kind: "fire", course: first })}
        >
          {words.fireCourse(first)}
        </Button>
      )}
      <Button
        kind="primary"
        large
        icon="next"
        className="send__send"
        disabled={blocked}
        onClick={() => onSend({ kind: "send" })}
      >
        {words.send}
      </Button>
    </>
  )
}

const NextDeeds = ({
  order,
  mayAdd,
  onPane,
  onSeat,
}: {
  order: ShownOrder | undefined
  mayAdd: boolean
  onPane: (pane: Pane) => void
  onSeat: (() => void) | undefined
}) => {
  const words = useWords(handheldWords)
  const { ask } = useDesk()
  const open = order?.status === "open"
  const [course] = order === undefined || !open ? [] : heldCourses(order)
  return (
    <>
      {onSeat !== undefined && (
        <Button large icon="table" onClick={onSeat}>
          {words.seatGuests}
        </Button>
      )}
      {order !== undefined && course !== undefined && (
        <Button
          kind="primary"
          large
          icon="flame"
          onClick={() => ask({ op: "fireCourse", args: { orderId: order.id, course } })}
        >
          {words.fireCourse(course)}
        </Button>
      )}
      {mayAdd && (
        <Button large icon="add" className="send__add" onClick={() => onPane("menu")}>
          {words.addDishes}
        </Button>
      )}
    </>
  )
}

/** The first thing that would make the hub refuse the whole basket, as a sentence. */
const useProblem = (basket: Basket): string | undefined => {
  const words = useWords(handheldWords)
  const language = useLanguage()
  const card = useCard()
  for (const line of basket.lines) {
    const problem = problemOf(line, card)
    if (problem === undefined) continue
    const product = card.products.get(line.productId)
    return words.fixFirst(
      product === undefined ? "?" : nameIn(language, product),
      words.problem[problem],
    )
  }
  return undefined
}
