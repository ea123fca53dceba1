import { Button } from "#core/ui/design/button.tsx"
import { useWords } from "#core/ui/i18n.ts"
import type { CourseLines } from "./course-lines.ts"
import { useDesk } from "./desk.tsx"
import { handheldWords } from "./handheld-words.ts"
import { OrderLine } from "./order-line.tsx"
import { RefusalNote } from "./refusal-note.tsx"
import { lineOf, type RefusedDeed } from "./refused-deed.ts"
import type { ShownOrder } from "./shown-order.ts"

/** One course of an order, with the button that fires it while it waits. */
export const CourseGroup = ({
  order,
  group,
  refusals,
  placeKey,
  onLine,
}: {
  order: ShownOrder
  group: CourseLines
  refusals: ReadonlyArray<RefusedDeed>
  placeKey: string
  onLine: (lineId: string) => void
}) => {
  const words = useWords(handheldWords)
  const { ask } = useDesk()
  const { course, held } = group
  const name = course === undefined ? words.noCourse : words.courseN(course)
  const canFire = order.status === "open" && held > 0
  return (
    <section className={`course${group.done ? " course--done" : ""}`} aria-label={name}>
      <header className="course__head">
        <h2>{name}</h2>
        {canFire && (
          <Button
            icon="flame"
            onClick={() =>
              ask(
                course === undefined
                  ? { op: "fireLines", args: { orderId: order.id, lineIds: heldIds(group) } }
                  : { op: "fireCourse", args: { orderId: order.id, course } },
              )
            }
          >
            {course === undefined ? words.fire : words.fireCourse(course)}
          </Button>
        )}
      </header>
      <ul>
        {group.lines.map((line) => (
          <li key={line.lineId}>
            <OrderLine line={line} order={order} onOpen={() => onLine(line.lineId)} />
            {refusals
              .filter((refusal) => lineOf(refusal) === line.lineId)
              .map((refusal) => (
                <RefusalNote key={refusal.cid} refusal={refusal} basket={placeKey} />
              ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

const heldIds = ({ lines }: CourseLines) =>
  lines.flatMap(({ lineId, counts }) => (counts.held + counts.draft > 0 ? [lineId] : []))
