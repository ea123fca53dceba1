import type { Dictionary } from "#core/ui/i18n.ts"
import { isolated } from "#core/ui/isolated.ts"

const en = {
  join: "Join with another order",
  joinTitle: "Join with which order?",
  atThisTable: "At this table",
  withoutTable: "Without a table",
  noOther: "There is no other open order.",
  tableNamed: (name: string) => `Table ${isolated(name)}`,
  partOf: (number: string | undefined) =>
    number === undefined ? "Part of another order now" : `Part of #${number} now`,
  goTo: (number: string | undefined) =>
    number === undefined ? "Go to that order" : `Go to #${number}`,
  comeAlong: (n: number) => `${n} not sent yet come${n === 1 ? "s" : ""} along.`,
  notJoined: "The orders were not joined",
  split: "Split",
  splitTitle: "What goes to another order?",
  goes: (n: number, of: number) => `${n} of ${of} goes`,
  where: "Where to?",
  newOrder: "New order",
  newHere: "New order, this table",
  newAt: (table: string) => `New order, table ${isolated(table)}`,
  orderHere: (number: string) => `#${number}, this table`,
  splitNothing: "Choose what goes.",
  splitEverything: "That is everything. Move or join the whole order instead.",
  takeOver: "I take this order",
  looksAfter: (name: string) => `${isolated(name)} looks after it`,
}

const fr: JoiningWords = {
  join: "Réunir avec une autre commande",
  joinTitle: "Réunir avec quelle commande ?",
  atThisTable: "À cette table",
  withoutTable: "Sans table",
  noOther: "Il n’y a pas d’autre commande ouverte.",
  tableNamed: (name) => `Table ${isolated(name)}`,
  partOf: (number) =>
    number === undefined
      ? "Fait maintenant partie d’une autre commande"
      : `Fait maintenant partie de #${number}`,
  goTo: (number) => (number === undefined ? "Aller à cette commande" : `Aller à #${number}`),
  comeAlong: (n) => (n === 1 ? "1 pas encore envoyé suit." : `${n} pas encore envoyés suivent.`),
  notJoined: "Les commandes n’ont pas été réunies",
  split: "Séparer",
  splitTitle: "Que mettre dans une autre commande ?",
  goes: (n, of) => `${n} sur ${of} à séparer`,
  where: "Vers où ?",
  newOrder: "Nouvelle commande",
  newHere: "Nouvelle commande, cette table",
  newAt: (table) => `Nouvelle commande, table ${isolated(table)}`,
  orderHere: (number) => `#${number}, cette table`,
  splitNothing: "Choisissez des plats.",
  splitEverything: "C’est tout. Déplacez ou réunissez plutôt la commande entière.",
  takeOver: "Je prends cette commande",
  looksAfter: (name) => `${isolated(name)} s’en occupe`,
}

type JoiningWords = typeof en

/** What the handheld says where orders join, part and change hands. */
export const joiningWords: Dictionary<JoiningWords> = { en, fr }
