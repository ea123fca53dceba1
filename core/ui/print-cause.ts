import type { PrintCause } from "#core/kitchen/print-cause.ts"
import type { Language } from "./i18n.ts"

/** Why a printer or a paper does not come on: half a sentence that stands after a colon, and what a person does. */
export interface CauseWords {
  readonly why: string
  readonly todo: string
}

/**
 * @param cause a code of the hub's, its drivers' or an agent's; one that nobody has words for is shown as it is
 * @param detail what the printer said itself about an `error`: our own drivers say a code
 */
export const causeWords = (
  cause: string,
  language: Language,
  detail: string | undefined = undefined,
): CauseWords => {
  const { known, other, withDetail } = dictionary[language]
  const exact = cause === "error" && isKnown(detail) ? detail : cause
  if (!isKnown(exact)) return other(exact)
  const words = known[exact]
  return detail === undefined || detail === exact
    ? words
    : { ...words, why: withDetail(words.why, detail) }
}

const isKnown = (code: string | undefined): code is PrintCause =>
  code !== undefined && Object.hasOwn(dictionary.en.known, code)

interface CauseDictionary {
  readonly known: Readonly<Record<PrintCause, CauseWords>>
  readonly other: (code: string) => CauseWords
  readonly withDetail: (why: string, detail: string) => string
}

const words = (why: string, todo: string): CauseWords => ({ why, todo })

const dictionary: Readonly<Record<Language, CauseDictionary>> = {
  en: {
    known: {
      paper_out: words("no paper", "Put a roll in; nothing old will be printed again."),
      cover_open: words("its cover is open", "Close it; what waits is printed then."),
      cutter: words("its cutter is stuck", "Switch it off, take the paper out, switch it on."),
      error: words("it reports an error", "Look at its lights, switch it off and on."),
      offline: words("it does not answer", "Is it switched on, and its cable plugged in?"),
      busy: words("it has too much to do at once", "It is tried again; else switch it off and on."),
      unreachable: words(
        "it cannot be reached",
        "Is it switched on? Are its address and the network right?",
      ),
      no_answer: words("it is there but answers nothing", "Switch it off and on."),
      flooding: words(
        "it sends rubbish without end",
        "Switch it off and on. Is a printer at that address at all?",
      ),
      no_fence: words(
        "it cannot say whether paper came out",
        "Look at it. Choose its model in its form, or it is asked every time.",
      ),
      language: words(
        "its model does not understand what a network printer is sent",
        "Choose its right model in its form, or another way to reach it.",
      ),
      never_seen: words("nothing has connected for it yet", "Set up its device under Devices."),
      never_reached: words(
        "it was never reached",
        "Check its address: its self-test prints it. Is it switched on?",
      ),
      lost: words(
        "the connection to it is gone",
        "Is it switched on and on the network, and the machine beside it too?",
      ),
      disconnected: words("its print agent was stopped", "Start the agent on its machine again."),
      silent: words(
        "it took a paper and says nothing any more",
        "Look whether it prints; else switch it off and on.",
      ),
      unconfirmed: words("it fetched it and never said how it ended", "Look whether it came out."),
      replaced: words(
        "another device came in its place meanwhile",
        "Look whether it came out of the old printer.",
      ),
      too_large: words(
        "it is larger than the printer takes",
        "A smaller logo helps, or the right model in its form.",
      ),
      decode: words(
        "the printer could not read what it was sent",
        "Choose its right model in its form, then print it again.",
      ),
      expired: words("it was too late for it", "Print it again if it is still wanted."),
      power_cut: words("the power went while it was printed", "Look whether it came out."),
      cancelled: words("somebody cancelled it", "Print it again if it is wanted after all."),
      printed: words("the first one came out after all", "There is nothing to do."),
      queue_full: words(
        "too many papers waited behind it",
        "It will stand on the summary. See what holds the printer up.",
      ),
      moved: words("another printer took it over", "There is nothing to do."),
      backup_gone: words(
        "the printer that took it over was removed",
        "Look whether it came out there.",
      ),
      printer_removed: words(
        "its printer was removed",
        "Print it again at another printer, if it is still wanted.",
      ),
      printer_queue_full: words(
        "the printer that stands in has too many papers",
        "See what holds that one up, then print this again.",
      ),
    },
    other: (code) =>
      words(`it says only “${code}”`, "Look at the printer; the log of events may say more."),
    withDetail: (why, detail) => `${why} (${detail})`,
  },
  fr: {
    known: {
      paper_out: words("plus de papier", "Mettez un rouleau ; rien d’ancien ne sera réimprimé."),
      cover_open: words("capot ouvert", "Fermez-le ; ce qui attend s’imprime ensuite."),
      cutter: words("massicot bloqué", "Éteignez-la, retirez le papier, rallumez."),
      error: words("elle signale une erreur", "Regardez ses voyants, éteignez et rallumez."),
      offline: words("elle ne répond pas", "Est-elle allumée, son câble branché ?"),
      busy: words("elle a trop à faire à la fois", "On réessaie ; sinon éteignez et rallumez."),
      unreachable: words(
        "on ne peut l’atteindre",
        "Est-elle allumée ? Adresse et réseau sont-ils justes ?",
      ),
      no_answer: words("elle est là mais ne répond à rien", "Éteignez-la et rallumez."),
      flooding: words(
        "elle envoie n’importe quoi sans fin",
        "Éteignez et rallumez. Y a-t-il une imprimante à cette adresse ?",
      ),
      no_fence: words(
        "elle ne sait pas dire si le papier est sorti",
        "Regardez-la. Choisissez son modèle dans sa fiche, sinon on demande chaque fois.",
      ),
      language: words(
        "son modèle ne comprend pas ce que reçoit une imprimante réseau",
        "Choisissez le bon modèle dans sa fiche, ou un autre accès.",
      ),
      never_seen: words(
        "rien ne s’est encore connecté pour elle",
        "Réglez son appareil sous Appareils.",
      ),
      never_reached: words(
        "on ne l’a jamais atteinte",
        "Vérifiez son adresse : son autotest l’imprime. Est-elle allumée ?",
      ),
      lost: words(
        "connexion perdue",
        "Est-elle allumée, sur le réseau, et la machine à côté d’elle aussi ?",
      ),
      disconnected: words(
        "son agent d’impression a été arrêté",
        "Relancez l’agent sur sa machine.",
      ),
      silent: words(
        "elle a pris un papier et ne dit plus rien",
        "Regardez si elle imprime ; sinon éteignez et rallumez.",
      ),
      unconfirmed: words("elle l’a pris sans dire comment cela a fini", "Regardez s’il est sorti."),
      replaced: words(
        "un autre appareil est venu à sa place entre-temps",
        "Regardez s’il est sorti de l’ancienne imprimante.",
      ),
      too_large: words(
        "il est plus grand que ce qu’elle accepte",
        "Un logo plus petit, ou le bon modèle dans sa fiche.",
      ),
      decode: words(
        "elle n’a pas pu lire ce qu’elle a reçu",
        "Choisissez le bon modèle dans sa fiche, puis réimprimez.",
      ),
      expired: words("il était trop tard pour lui", "Réimprimez-le s’il est encore voulu."),
      power_cut: words("coupure de courant pendant l’impression", "Regardez s’il est sorti."),
      cancelled: words("quelqu’un l’a annulé", "Réimprimez-le s’il est voulu malgré tout."),
      printed: words("le premier est sorti finalement", "Il n’y a rien à faire."),
      queue_full: words(
        "trop de papiers attendaient derrière lui",
        "Il sera sur le résumé. Cherchez ce qui retient l’imprimante.",
      ),
      moved: words("une autre imprimante l’a repris", "Il n’y a rien à faire."),
      backup_gone: words(
        "l’imprimante qui l’avait repris a été supprimée",
        "Regardez s’il y est sorti.",
      ),
      printer_removed: words(
        "son imprimante a été supprimée",
        "Imprimez-le sur une autre, s’il est encore attendu.",
      ),
      printer_queue_full: words(
        "l’imprimante de secours a trop de papiers",
        "Cherchez ce qui la retient, puis réimprimez.",
      ),
    },
    other: (code) =>
      words(
        `elle dit seulement «\u00a0${code}\u00a0»`,
        "Regardez-la ; le journal des événements en dit peut-être plus.",
      ),
    withDetail: (why, detail) => `${why} (${detail})`,
  },
}
