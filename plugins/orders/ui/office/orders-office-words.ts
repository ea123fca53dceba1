import type { OrderType } from "#core/kitchen/order.ts"
import type { OrderStatus, OrderViewTicket } from "#core/kitchen/order-view.ts"
import type { Dictionary } from "#core/ui/i18n.ts"

type Shown = "all" | "open" | "closed" | "cancelled"
type TicketStep = "firedAt" | "shownAt" | "startedAt" | "readyAt" | "bumpedAt"

interface OrdersOfficeWords {
  readonly lead: string
  readonly mayNot: string
  readonly show: string
  readonly shown: Readonly<Record<Shown, string>>
  readonly search: string
  readonly clear: string
  readonly reload: string
  readonly none: string
  readonly noneFound: string
  readonly found: (n: number) => string
  readonly columns: Readonly<
    Record<"order" | "server" | "placed" | "took" | "total" | "state", string>
  >
  readonly status: Readonly<Record<OrderStatus, string>>
  readonly type: Readonly<Record<OrderType, string>>
  readonly table: (name: string) => string
  readonly guests: (n: number) => string
  readonly rush: string
  readonly voided: (n: number) => string
  readonly promised: (time: string) => string
  readonly mergedInto: (number: string) => string
  readonly dishes: string
  readonly nothing: string
  readonly course: (n: number) => string
  readonly seat: (n: number) => string
  readonly total: string
  readonly takenBack: string
  readonly begun: string
  readonly tickets: string
  readonly addOn: string
  readonly ticket: Readonly<Record<OrderViewTicket["status"], string>>
  readonly step: Readonly<Record<TicketStep, string>>
  readonly after: (span: string) => string
  readonly history: string
  readonly reopen: string
}

export const ordersOfficeWords: Dictionary<OrdersOfficeWords> = {
  en: {
    lead: "The open orders and the last 200 that are over, newest first.",
    mayNot: "You may look at orders here, not change them.",
    show: "Which orders",
    shown: { all: "All", open: "Open", closed: "Closed", cancelled: "Cancelled" },
    search: "Number or table",
    clear: "Clear",
    reload: "Reload",
    none: "No orders yet. They stand here as soon as somebody places one.",
    noneFound: "No such order among those shown here.",
    found: (n) => (n === 1 ? "1 order" : `${n} orders`),
    columns: {
      order: "Order",
      server: "Looked after by",
      placed: "Placed",
      took: "Took",
      total: "Total",
      state: "State",
    },
    status: { open: "Open", closed: "Closed", cancelled: "Cancelled", merged: "Joined" },
    type: { dineIn: "Dine in", takeaway: "Takeaway", delivery: "Delivery", counter: "Counter" },
    table: (name) => `Table ${name}`,
    guests: (n) => (n === 1 ? "1 guest" : `${n} guests`),
    rush: "Urgent",
    voided: (n) => `${n} voided`,
    promised: (time) => `Promised for ${time}`,
    mergedInto: (number) => `All of it belongs to order #${number} now.`,
    dishes: "Dishes",
    nothing: "Nothing ordered.",
    course: (n) => `Course ${n}`,
    seat: (n) => `Seat ${n}`,
    total: "Total",
    takenBack: "Voided",
    begun: "The kitchen had begun",
    tickets: "In the kitchen",
    addOn: "Added later",
    ticket: {
      held: "On hold",
      fired: "Fired",
      started: "Cooking",
      ready: "Ready",
      bumped: "Bumped",
      served: "Served",
      voided: "Voided",
    },
    step: {
      firedAt: "Fired",
      shownAt: "On the screen",
      startedAt: "Started",
      readyAt: "Ready",
      bumpedAt: "Bumped",
    },
    after: (span) => `after ${span}`,
    history: "What happened",
    reopen: "Open again",
  },
  fr: {
    lead: "Les commandes ouvertes et les 200 dernières terminées, les plus récentes d’abord.",
    mayNot: "Vous pouvez voir les commandes ici, pas les modifier.",
    show: "Quelles commandes",
    shown: { all: "Toutes", open: "Ouvertes", closed: "Closes", cancelled: "Annulées" },
    search: "Numéro ou table",
    clear: "Effacer",
    reload: "Recharger",
    none: "Pas encore de commande. Elles apparaissent ici dès que quelqu’un en prend une.",
    noneFound: "Aucune commande de ce genre parmi celles d’ici.",
    found: (n) => (n === 1 ? "1 commande" : `${n} commandes`),
    columns: {
      order: "Commande",
      server: "Suivie par",
      placed: "Prise",
      took: "Durée",
      total: "Total",
      state: "État",
    },
    status: { open: "Ouverte", closed: "Close", cancelled: "Annulée", merged: "Réunie" },
    type: {
      dineIn: "Sur place",
      takeaway: "À emporter",
      delivery: "Livraison",
      counter: "Comptoir",
    },
    table: (name) => `Table ${name}`,
    guests: (n) => (n === 1 ? "1 couvert" : `${n} couverts`),
    rush: "Urgente",
    voided: (n) => (n === 1 ? "1 annulé" : `${n} annulés`),
    promised: (time) => `Promise pour ${time}`,
    mergedInto: (number) => `Tout fait maintenant partie de la commande n° ${number}.`,
    dishes: "Plats",
    nothing: "Rien de commandé.",
    course: (n) => `Service ${n}`,
    seat: (n) => `Place ${n}`,
    total: "Total",
    takenBack: "Annulé",
    begun: "La cuisine avait commencé",
    tickets: "En cuisine",
    addOn: "Ajouté après",
    ticket: {
      held: "En attente",
      fired: "Lancé",
      started: "En cours",
      ready: "Prêt",
      bumped: "Validé",
      served: "Servi",
      voided: "Annulé",
    },
    step: {
      firedAt: "Lancé",
      shownAt: "À l’écran",
      startedAt: "Commencé",
      readyAt: "Prêt",
      bumpedAt: "Validé",
    },
    after: (span) => `après ${span}`,
    history: "Ce qui s’est passé",
    reopen: "Rouvrir",
  },
}
