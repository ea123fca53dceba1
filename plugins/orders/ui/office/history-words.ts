import type { OrderType } from "#core/kitchen/order.ts"
import type { Dictionary } from "#core/ui/i18n.ts"

/** What somebody did, after their name: `Ana | fired 2 × Soup`. */
interface HistoryWords {
  readonly somebody: string
  readonly aDevice: string
  readonly took: (type: OrderType, table: string | undefined) => string
  readonly added: (dishes: string) => string
  readonly changed: (dish: string) => string
  readonly voided: (dishes: string) => string
  readonly held: (dishes: string) => string
  readonly fired: (dishes: string) => string
  readonly started: (dishes: string) => string
  readonly finished: (dishes: string) => string
  readonly unfinished: (dishes: string) => string
  readonly collected: (dishes: string) => string
  readonly bumped: (station: string) => string
  readonly handedOver: string
  readonly recalled: (station: string) => string
  readonly recalledCourse: string
  readonly shown: (stations: string) => string
  readonly sawChange: (dishes: string) => string
  readonly rushed: string
  readonly unrushed: string
  readonly moved: (table: string, was: string | undefined) => string
  readonly tookOver: (was: string | undefined) => string
  readonly handed: (server: string) => string
  readonly left: (dishes: string, number: string) => string
  readonly merged: (number: string) => string
  readonly joined: (dishes: string, number: string, table: string | undefined) => string
  readonly promised: (time: string) => string
  readonly unpromised: string
  readonly cancelled: string
  readonly closed: string
  readonly reopened: string
  readonly unknown: string
  readonly because: (reason: string) => string
  /** Further sentences. */
  readonly onHold: (dishes: string) => string
  readonly notSent: (dishes: string) => string
  readonly withIt: { readonly [to in "voided" | "served" | "ready"]: (dishes: string) => string }
}

export const historyWords: Dictionary<HistoryWords> = {
  en: {
    somebody: "Somebody",
    aDevice: "A device",
    took: (type, table) =>
      table === undefined ? `took ${orderEn[type]}` : `took the order of table ${table}`,
    added: (dishes) => `added ${dishes}`,
    changed: (dish) => `changed ${dish}`,
    voided: (dishes) => `voided ${dishes}`,
    held: (dishes) => `put on hold ${dishes}`,
    fired: (dishes) => `fired ${dishes}`,
    started: (dishes) => `started ${dishes}`,
    finished: (dishes) => `finished ${dishes}`,
    unfinished: (dishes) => `went on cooking ${dishes}`,
    collected: (dishes) => `served ${dishes}`,
    bumped: (station) => `bumped the ticket of ${station}`,
    handedOver: "handed a course over at the pass",
    recalled: (station) => `brought the ticket of ${station} back`,
    recalledCourse: "brought a course back to the pass",
    shown: (stations) => `was the first to show the ticket of ${stations}`,
    sawChange: (dishes) => `saw what changed: ${dishes}`,
    rushed: "marked the order as urgent",
    unrushed: "took the rush off the order",
    moved: (table, was) =>
      was === undefined
        ? `gave the order table ${table}`
        : `moved the order from table ${was} to table ${table}`,
    tookOver: (was) => `took the order over${was === undefined ? "" : ` from ${was}`}`,
    handed: (server) => `handed the order to ${server}`,
    left: (dishes, number) => `moved ${dishes} to order #${number}`,
    merged: (number) => `joined the whole order with #${number}`,
    joined: (dishes, number, table) =>
      `took ${dishes} from order #${number}${table === undefined ? "" : ` of table ${table}`}`,
    promised: (time) => `promised it for ${time}`,
    unpromised: "took the promised time away",
    cancelled: "cancelled the order",
    closed: "closed the order",
    reopened: "opened the order again",
    unknown: "did something that this page has no words for; reloading it may help",
    because: (reason) => `, “${reason}”`,
    onHold: (dishes) => `. On hold: ${dishes}`,
    notSent: (dishes) => `. Not sent: ${dishes}`,
    withIt: {
      voided: (dishes) => `. Voided: ${dishes}`,
      served: (dishes) => `. Served: ${dishes}`,
      ready: (dishes) => `. Finished: ${dishes}`,
    },
  },
  fr: {
    somebody: "Quelqu’un",
    aDevice: "Un appareil",
    took: (type, table) =>
      table === undefined ? `a pris ${orderFr[type]}` : `a pris la commande de la table ${table}`,
    added: (dishes) => `a ajouté ${dishes}`,
    changed: (dish) => `a changé ${dish}`,
    voided: (dishes) => `a annulé ${dishes}`,
    held: (dishes) => `a mis en attente ${dishes}`,
    fired: (dishes) => `a lancé ${dishes}`,
    started: (dishes) => `a commencé ${dishes}`,
    finished: (dishes) => `a terminé ${dishes}`,
    unfinished: (dishes) => `a remis au feu ${dishes}`,
    collected: (dishes) => `a servi ${dishes}`,
    bumped: (station) => `a validé le bon de ${station}`,
    handedOver: "a remis un service au passe",
    recalled: (station) => `a rappelé le bon de ${station}`,
    recalledCourse: "a rappelé un service au passe",
    shown: (stations) => `a affiché en premier le bon de ${stations}`,
    sawChange: (dishes) => `a vu ce qui a changé : ${dishes}`,
    rushed: "a marqué la commande comme urgente",
    unrushed: "a retiré l’urgence de la commande",
    moved: (table, was) =>
      was === undefined
        ? `a donné la table ${table} à la commande`
        : `a déplacé la commande de la table ${was} à la table ${table}`,
    tookOver: (was) => `a repris la commande${was === undefined ? "" : ` de ${was}`}`,
    handed: (server) => `a confié la commande à ${server}`,
    left: (dishes, number) => `a mis ${dishes} dans la commande n° ${number}`,
    merged: (number) => `a réuni toute la commande avec la n° ${number}`,
    joined: (dishes, number, table) =>
      `a repris ${dishes} de la commande n° ${number}${table === undefined ? "" : `, table ${table}`}`,
    promised: (time) => `l’a promise pour ${time}`,
    unpromised: "a retiré l’heure promise",
    cancelled: "a annulé la commande",
    closed: "a clos la commande",
    reopened: "a rouvert la commande",
    unknown: "a fait quelque chose que cette page ne sait pas dire ; la recharger peut aider",
    because: (reason) => `, « ${reason} »`,
    onHold: (dishes) => `. En attente : ${dishes}`,
    notSent: (dishes) => `. Pas envoyé : ${dishes}`,
    withIt: {
      voided: (dishes) => `. Annulé : ${dishes}`,
      served: (dishes) => `. Servi : ${dishes}`,
      ready: (dishes) => `. Terminé : ${dishes}`,
    },
  },
}

const orderEn: Readonly<Record<OrderType, string>> = {
  dineIn: "an order to eat in",
  takeaway: "a takeaway order",
  delivery: "an order to deliver",
  counter: "an order at the counter",
}

const orderFr: Readonly<Record<OrderType, string>> = {
  dineIn: "une commande sur place",
  takeaway: "une commande à emporter",
  delivery: "une commande à livrer",
  counter: "une commande au comptoir",
}
