import type { Language } from "#core/ui/i18n.ts"

/** What the hub answered a command that it did not carry out. */
interface Refusal {
  readonly code: string
  /** The hub's own sentence, in English. */
  readonly detail: string
  readonly meta: Readonly<Record<string, unknown>>
}

/** Why the hub said no, in this device's language. A code without a sentence here keeps the hub's own, in English. */
export const refusalSentence = ({ code, detail, meta }: Refusal, language: Language): string =>
  sentences[language][code]?.(meta) ?? detail

type Meta = Readonly<Record<string, unknown>>
type Sentences = Readonly<Record<string, (meta: Meta) => string>>

const named = (meta: Meta, otherwise: string): string =>
  typeof meta["name"] === "string" ? meta["name"] : otherwise

/** The order that one became part of, by its number. */
const orderIn = ({ mergedInto }: Meta, otherwise: string, before = ""): string =>
  typeof mergedInto === "object" && mergedInto !== null && "number" in mergedInto
    ? `${before}#${String(mergedInto.number)}`
    : otherwise

// English is the hub's own language: only what a waiter or a cook would not understand has another sentence here.
const sentences: Readonly<Record<Language, Sentences>> = {
  en: {
    PRODUCT_UNAVAILABLE: (meta) =>
      `${named(meta, "A dish")} is out of stock. Nothing of this was sent.`,
    LINE_ID_TAKEN: () => "This was sent before with other content.",
    ORDER_STILL_COOKING: () => "The kitchen is not done with this order yet.",
    ORDER_MERGED: (meta) =>
      `This order is part of ${orderIn(meta, "another one")} now. Do it there.`,
    ORDER_UNKNOWN: () => "The other order is not there any more.",
    AUTH_FORBIDDEN: () => "You may not do this. Ask a manager.",
    OUTBOX_FULL: () => "Too much waits on this device already. Find the Wi-Fi first.",
  },
  fr: {
    PRODUCT_UNAVAILABLE: (meta) => `${named(meta, "Un plat")} est épuisé. Rien n’a été envoyé.`,
    PRODUCT_UNKNOWN: () => "Ce plat n’est plus à la carte.",
    OPTION_UNKNOWN: () => "Cette option n’existe plus pour ce plat.",
    OPTION_REQUIRED: () => "Il manque un choix pour un plat.",
    TOO_MANY_OPTIONS: () => "Trop d’options choisies pour un plat.",
    LINE_ID_TAKEN: () => "Ceci a déjà été envoyé, avec un autre contenu.",
    LINE_ALREADY_SENT: () => "Ce plat est déjà lancé.",
    LINE_ALREADY_READY: () => "Ce plat est prêt : annulez-le et commandez à nouveau.",
    LINE_ALREADY_SERVED: () => "Ce plat est déjà servi.",
    LINE_NOT_FIRED: () => "Ce plat n’est pas encore lancé.",
    LINE_HELD: () => "Ce plat est en attente : lancez-le.",
    LINE_VOIDED: () => "Ce plat a été annulé.",
    LINE_UNKNOWN: () => "Cette commande n’a pas un tel plat.",
    QUANTITY_TOO_LARGE: (meta) => `Il n’en reste que ${String(meta["available"] ?? "moins")}.`,
    COURSE_EMPTY: () => "Ce service n’a pas de plats.",
    ORDER_STILL_COOKING: () => "La cuisine n’a pas fini cette commande.",
    ORDER_CLOSED: () => "La commande est close : rouvrez-la.",
    ORDER_CANCELLED: () => "La commande a été annulée.",
    ORDER_MERGED: (meta) =>
      `Cette commande fait maintenant partie ${orderIn(meta, "d’une autre", "de ")}. Faites-le là-bas.`,
    ORDER_UNKNOWN: () => "L’autre commande n’existe plus.",
    ORDER_ELSEWHERE: () => "L’autre commande n’est pas à cette table.",
    SAME_ORDER: () => "C’est la même commande.",
    NOTHING_STAYS: () => "C’est la commande entière : déplacez-la ou réunissez-la avec une autre.",
    USER_UNKNOWN: () => "Cette personne ne travaille pas ici.",
    ORDER_NOT_FOUND: () => "Le serveur ne connaît pas cette commande.",
    TICKET_UNKNOWN: () => "La commande n’a plus ce bon.",
    TICKET_NOT_FIRED: () => "Ce bon est en attente : lancez-le d’abord.",
    TICKET_NOT_READY: () => "La cuisine n’a pas fini ce service.",
    LINE_NOT_ON_TICKET: () => "Ce plat n’est pas sur ce bon.",
    PLUGIN_NOT_ENABLED: () => "Cette partie du restaurant est désactivée.",
    TABLE_UNKNOWN: () => "Cette table n’existe plus.",
    TOO_MANY_LINES: () => "La commande a trop de lignes : ouvrez-en une autre.",
    TOO_MANY_TICKETS: () => "La commande a trop de bons : ouvrez-en une autre.",
    AUTH_FORBIDDEN: () => "Vous n’avez pas ce droit. Demandez à un responsable.",
    OUTBOX_FULL: () => "Trop d’ordres attendent sur cet appareil. Retrouvez d’abord le Wi-Fi.",
  },
}
