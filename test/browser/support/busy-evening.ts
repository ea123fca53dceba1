import type { TicketLine, TicketView } from "#core/kitchen/ticket.ts"
import { ticket } from "./kitchen-fixture.ts"

/** Everything that a ticket can say, in three scripts, on a full board. */
export const busyEvening = (): ReadonlyArray<TicketView> => [
  ticket({
    n: 1,
    table: "12",
    server: "Ana",
    covers: 4,
    age: 760,
    priority: 1,
    status: "started",
    alsoAt: [
      { station: "fry", status: "ready" },
      { station: "cold", status: "started" },
    ] as unknown as TicketView["alsoAt"],
    lines: [
      {
        name: "Burger maison",
        modifiers: [remove("oignon"), add("bacon"), allergen("arachide")],
        seat: 1,
        note: "bien cuit, couper en deux",
      },
      { name: "Entrecôte 300 g", quantity: 1, modifiers: [note("saignant"), add("sauce poivre")] },
      { name: "Côte de bœuf", quantity: 1, ready: 1, status: "ready" },
    ],
  }),
  ticket({
    n: 2,
    table: "7",
    covers: 2,
    age: 500,
    course: 2,
    lines: [
      { name: "Magret de canard", quantity: 1, modifiers: [note("rosé")] },
      { name: "Burger maison", quantity: 5, ready: 2, modifiers: [] },
    ],
  }),
  ticket({
    n: 3,
    table: "Terrasse du jardin, grande table ronde",
    server: "Maximilienne-Alexandra",
    covers: 12,
    age: 300,
    recalls: 1,
    lines: [
      {
        name: "Filet de bœuf façon Rossini, pommes dauphine et jus corsé au vin rouge",
        quantity: 12,
        modifiers: [remove("sauce au vin rouge à part"), add("légumes de saison supplémentaires")],
      },
      { name: "Burger", quantity: 2, change: fewer(3, 2) },
      {
        name: "Frites",
        quantity: 1,
        status: "voided",
        change: fewer(1, 0),
      },
    ],
  }),
  ticket({
    n: 4,
    table: "شرفة ٣",
    covers: 3,
    age: 200,
    lines: [
      { name: "كباب مشكل مع الأرز", quantity: 2, modifiers: [remove("بصل"), allergen("سمسم")] },
      { name: "شيش طاووق", quantity: 1, modifiers: [add("ثوم")], note: "بدون ملح" },
    ],
  }),
  ticket({
    n: 5,
    table: "個室 三",
    covers: 2,
    age: 90,
    addOn: true,
    lines: [
      { name: "焼き鳥盛り合わせ", quantity: 2, modifiers: [remove("ねぎ"), allergen("そば")] },
      { name: "和牛ステーキ", quantity: 1, modifiers: [note("ミディアムレア")] },
    ],
  }),
  ticket({ n: 6, number: "106", ...takeaway, age: 40, lines: [{ name: "Burger maison" }] }),
  ticket({
    n: 8,
    table: "3",
    age: 420,
    status: "ready",
    lines: [
      { quantity: 1, ready: 1, status: "ready" },
      { name: "Onglet", quantity: 1, ready: 1, status: "ready" },
    ],
  }),
  ticket({
    n: 9,
    table: "15",
    covers: 4,
    course: 2,
    status: "held",
    lines: [
      { name: "Onglet", quantity: 3 },
      { name: "Burger maison", quantity: 1 },
    ],
  }),
  ...Array.from({ length: 22 }, (_, at) =>
    ticket({
      n: at + 10,
      age: 30 * at,
      lines: [{}, { name: "Onglet", quantity: 1 }].slice(at % 2),
    }),
  ),
]

const takeaway = { type: "takeaway", table: undefined } as unknown as Partial<TicketView>

type Modifier = TicketLine["modifiers"][number]
const add = (name: string): Modifier => ({ name, kind: "add" })
const remove = (name: string): Modifier => ({ name, kind: "remove" })
const note = (name: string): Modifier => ({ name, kind: "note" })
const allergen = (name: string): Modifier => ({ name, kind: "allergen" })
const fewer = (was: number, now: number): NonNullable<TicketLine["change"]> => ({
  was: `${was} Burger`,
  differences: [{ kind: "quantity", was, now }],
  ack: false,
})
