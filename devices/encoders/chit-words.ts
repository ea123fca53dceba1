import type { OrderType } from "#core/kitchen/order.ts"

/** The fixed words of a chit in one language. Short: a word here takes room from a dish. */
export interface ChitWords {
  readonly table: string
  readonly types: Readonly<Record<OrderType, string>>
  readonly covers: (count: number) => string
  readonly course: string
  readonly revision: string
  readonly no: string
  readonly allergy: string
  readonly added: string
  readonly voided: string
  readonly changed: string
  readonly was: string
  readonly now: string
  readonly allergyGone: string
  readonly reprint: (copy: number, revision: number, at: string, by: string) => string
  readonly possibleDuplicate: string
  readonly backupFrom: string
  readonly amendment: string
  readonly voidChit: string
  readonly rush: string
  /** Before the time at which it is wanted. */
  readonly promised: string
  readonly moved: string
  readonly otherOrder: string
  readonly test: string
  readonly notPrinted: string
  readonly copy: string
  readonly more: (count: number) => string
  /** @param box what stands where a letter should */
  readonly unprintable: (box: string) => string
}

/** @param language BCP 47 tag; only its primary part counts, and one that nobody translated gets English */
export const chitWords = (language: string): ChitWords =>
  language.toLowerCase().split(/[-_]/)[0] === "fr" ? french : english

// Read by people who may share no language, and a cook must not cook it twice: the same words everywhere.
const possibleDuplicate = "POSSIBLE DUPLICATE / DUPLICATA"

const english: ChitWords = {
  table: "TABLE",
  types: { dineIn: "Dine in", takeaway: "Takeaway", delivery: "Delivery", counter: "Counter" },
  covers: (count) => (count === 1 ? "1 cover" : `${count} covers`),
  course: "COURSE",
  revision: "rev",
  no: "NO",
  allergy: "ALLERGY",
  added: "ADDED",
  voided: "VOID",
  changed: "CHANGED",
  was: "WAS",
  now: "NOW",
  allergyGone: "ALLERGY TAKEN AWAY",
  reprint: (copy, revision, at, by) => `REPRINT ${copy} of rev ${revision}, ${at}, by\u00a0${by}`,
  possibleDuplicate,
  backupFrom: "BACKUP FROM",
  amendment: "AMENDMENT",
  voidChit: "VOID",
  rush: "RUSH",
  promised: "FOR",
  moved: "OTHER TABLE",
  otherOrder: "OTHER ORDER",
  test: "TEST",
  notPrinted: "NOT PRINTED",
  copy: "COPY",
  more: (count) => `and ${count} more`,
  unprintable: (box) => `${box} = LETTER MISSING`,
}

const french: ChitWords = {
  table: "TABLE",
  types: {
    dineIn: "Sur place",
    takeaway: "À emporter",
    delivery: "Livraison",
    counter: "Comptoir",
  },
  covers: (count) => (count === 1 ? "1 couvert" : `${count} couverts`),
  course: "SERVICE",
  revision: "rév.",
  no: "SANS",
  allergy: "ALLERGIE",
  added: "AJOUT",
  voided: "ANNULÉ",
  changed: "MODIFIÉ",
  was: "AVANT",
  now: "APRÈS",
  allergyGone: "ALLERGIE RETIRÉE",
  reprint: (copy, revision, at, by) =>
    `RÉIMPRESSION ${copy} de rév. ${revision}, ${at}, par\u00a0${by}`,
  possibleDuplicate,
  backupFrom: "SECOURS DE",
  amendment: "MODIFICATION",
  voidChit: "ANNULATION",
  rush: "URGENT",
  promised: "POUR",
  moved: "AUTRE TABLE",
  otherOrder: "AUTRE COMMANDE",
  test: "TEST",
  notPrinted: "NON IMPRIMÉS",
  copy: "EXEMPLAIRE",
  more: (count) => `et ${count} autres`,
  unprintable: (box) => `${box} = LETTRE ABSENTE`,
}
